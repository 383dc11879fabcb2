"""`newsarchive import-warc`: takes in captures from WARC files that other tools wrote, with their own dates."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.cli import counting, folder, tell
from newsarchive.cli.crawl import web_address

if TYPE_CHECKING:
    from newsarchive.importing import Imported

HELP = "take in captures from WARC files that other tools wrote"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a WARC file, plain or packed with gzip")
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument(
        "--site",
        action="append",
        metavar="NAME",
        help="take this site's captures alone; may be repeated (default: every site whose spider claims the address)",
    )
    parser.add_argument(
        "--base-url", type=web_address, metavar="URL", help="the files are of a mirror or replica of the site there"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(args: argparse.Namespace) -> int:
    """Read the files one after the other, and say what came of them."""
    from newsarchive.archive import Archive, archive_lock
    from newsarchive.crawling.declared import declared
    from newsarchive.errors import UnknownSite
    from newsarchive.importing import import_files
    from newsarchive.intake.following import recover
    from newsarchive.sites import site_named, site_names

    if args.base_url and len(args.site or ()) != 1:
        raise UnknownSite("--base-url wants to know of which site that is a mirror: name one with --site.")
    sites = [site_named(name).name for name in args.site or site_names()]
    with archive_lock(args.archive, "import-warc"), Archive(args.archive) as archive:
        recover(archive, declared)
        imported = import_files(
            archive, args.files, declared, sites=sites, base_url=args.base_url, tell=counting("records")
        )
    tell("")
    if args.json:
        print(json.dumps(asdict(imported), ensure_ascii=False))
    else:
        _print(imported)
    return 0


def _print(imported: Imported) -> None:
    print(f"{imported.taken} captures taken, {imported.known} were known already:", end=" ")
    print(f"{imported.articles} articles begin there, and {imported.versions} versions.")
    for reason, number in sorted(imported.skipped.items()):
        print(f"  skipped, {reason}: {number}")
    for reason in imported.left:
        print(f"  not read, {reason}")
