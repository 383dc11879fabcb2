"""`newsarchive verify`: holds an archive against itself, its tables and its WARC files, and names what is wrong.

Writes nothing, and may run beside a crawl.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.cli import folder, tell

if TYPE_CHECKING:
    from newsarchive.verification import Report

HELP = "say whether the archive is whole: its tables, its WARC files, and each against the other"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument("--fast", action="store_true", help="read the records of some captures alone, and no text")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--json", action="store_true", help="print one JSON object instead")
    either.add_argument("--quiet", action="store_true", help="print nothing unless something is wrong")


def run(args: argparse.Namespace) -> int:
    """Print what is wrong, or in a line how much was looked at; 1 where anything is wrong."""
    from newsarchive.verification import verify

    report = verify(args.archive, fast=args.fast, tell=tell)
    tell("")
    if args.json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    elif report.faults or not args.quiet:
        _print(args.archive, report)
    return 1 if report.faults else 0


def _print(archive: Path, report: Report) -> None:
    for fault in report.faults:
        print(fault.message)
    print(f"{archive}: {report.articles} articles in {report.revisions} versions, {report.captures} captures;", end=" ")
    print(f"{report.records} records read ({report.bytes / 1e6:.1f} MB);", end=" ")
    print(f"{len(report.faults)} things are wrong." if report.faults else "all is well.")
    for note in report.notes:
        print(note)
