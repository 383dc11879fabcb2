"""Ask a site for a dozen addresses and say how well it is read, before it is crawled; archives nothing."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from newsarchive.cli import tell
from newsarchive.cli.crawl import seconds, web_address

HELP = "say how well a site is read, before it is crawled"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("site", metavar="SITE", help="name of the site, as in `macommune`")
    parser.add_argument("--base-url", type=web_address, metavar="URL", help="ask a mirror or replica of the site")
    parser.add_argument("--save", type=Path, metavar="DIR", help="keep what was fetched in a new folder of that folder")
    parser.add_argument(
        "--delay", type=seconds, metavar="SECONDS", help="wait between requests (1; less on a mirror alone)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 0 where the site is read well, 3 with gaps, 5 where it refuses."""
    from newsarchive.checking.check import check
    from newsarchive.checking.showing import show

    if not (arguments.base_url or os.environ.get("NEWSARCHIVE_CONTACT")):
        print("Nobody at the site can reach you: set NEWSARCHIVE_CONTACT to your address.", file=sys.stderr)
    assessment = check(
        arguments.site, base_url=arguments.base_url, delay=arguments.delay, save=arguments.save, tell=tell
    )
    tell("")
    if arguments.json:
        print(json.dumps(assessment.as_json(), ensure_ascii=False))
    else:
        show(assessment, arguments.save / arguments.site if arguments.save else None)
    return assessment.verdict.exit_code
