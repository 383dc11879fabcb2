"""`python -m newsarchive.demo --port 8765`: serves a replica until interrupted."""

from __future__ import annotations

import argparse
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import get_args

from newsarchive.demo import HOUSES, Replica, SmallReplica, running
from newsarchive.demo.control import DOOR, steer
from newsarchive.demo.giant import GiantForm


def main() -> int:
    """Parses the arguments and serves; 0 after Ctrl-C, 1 where the port is taken, 2 for sizes that cannot be."""
    arguments = _parser().parse_args()
    try:
        replica = _replica(arguments)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    door = partial(steer, replica) if arguments.control and isinstance(replica, Replica) else None
    try:
        with running(replica, arguments.port, door) as base_url, suppress(KeyboardInterrupt):
            sys.stdout.write(f"Serving {len(replica)} articles at {base_url}/ - Ctrl-C stops.\n")
            sys.stdout.flush()
            threading.Event().wait()
    except OSError as error:
        sys.stderr.write(f"Port {arguments.port} cannot be used ({error.strerror}); choose another with --port.\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m newsarchive.demo", description=__doc__)
    sites = ("macommune", *HOUSES)
    parser.add_argument("--site", choices=sites, default="macommune", help="whose replica (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1 (default: %(default)s; 0: any free)")
    parser.add_argument("--seed", type=int, default=80896, help="the same seed makes the same site")
    only = parser.add_argument_group("macommune alone")
    only.add_argument("--articles", type=int, default=130, help="how many articles (default: %(default)s)")
    only.add_argument("--rounds", type=int, default=0, help="rounds of edits to publish before serving")
    only.add_argument("--hostile", action="store_true", help="add pages no crawler should trip over")
    only.add_argument(
        "--redesigned", action="store_true", help="print articles without dates and lists, as if redesigned"
    )
    only.add_argument("--no-validators", action="store_true", help="send no ETag, no Last-Modified and no 304")
    only.add_argument("--giant-sitemap", type=int, default=0, metavar="N", help="add a sitemap of N missing articles")
    only.add_argument("--giant-form", choices=get_args(GiantForm), default="plain", help="how robots.txt names it")
    only.add_argument("--control", action="store_true", help=f"let POST requests to {DOOR}<name> steer it")
    return parser


def _replica(arguments: argparse.Namespace) -> Replica | SmallReplica:
    if arguments.site in HOUSES:
        return SmallReplica(arguments.site, arguments.seed)
    replica = Replica(
        arguments.seed,
        arguments.articles,
        hostile=arguments.hostile,
        giant_sitemap=arguments.giant_sitemap,
        giant_form=arguments.giant_form,
    )
    replica.validators = not arguments.no_validators
    for _ in range(arguments.rounds):
        replica.publish_round()
    if arguments.redesigned:
        replica.redesign()
    return replica


if __name__ == "__main__":
    sys.exit(main())
