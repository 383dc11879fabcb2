"""`python -m newsarchive.demo --port 8765`: serves a replica until interrupted."""

from __future__ import annotations

import argparse
import sys
import threading
from contextlib import suppress

from newsarchive.demo import HOUSES, Replica, SmallReplica, running


def main() -> int:
    """Parses the arguments and serves; 0 after Ctrl-C, 1 where the port is taken."""
    arguments = _parser().parse_args()
    replica = _replica(arguments)
    try:
        with running(replica, arguments.port) as base_url, suppress(KeyboardInterrupt):
            sys.stdout.write(f"Serving {len(replica.truth())} articles at {base_url}/ - Ctrl-C stops.\n")
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
    return parser


def _replica(arguments: argparse.Namespace) -> Replica | SmallReplica:
    if arguments.site in HOUSES:
        return SmallReplica(arguments.site, arguments.seed)
    replica = Replica(arguments.seed, arguments.articles, hostile=arguments.hostile)
    for _ in range(arguments.rounds):
        replica.publish_round()
    return replica


if __name__ == "__main__":
    sys.exit(main())
