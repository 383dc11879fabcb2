"""`newsarchive verify`: holds an archive against itself, its tables and its WARC files, and names what is wrong.

Writes nothing, and may run beside a crawl.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.cli import folder, tell, to_type
from newsarchive.errors import counted

if TYPE_CHECKING:
    from newsarchive.verification import Fault, Report

HELP = "say whether the archive is whole: its tables, its WARC files, and each against the other"


_SHOWN = 20
"""Faults of one kind that are printed."""
_SHOWN_LOST = 3
"""Captures that are printed of those that a sentence about their file counts already."""


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
        _print(args.archive, report, fast=args.fast)
    return 1 if report.faults else 0


def _print(archive: Path, report: Report, *, fast: bool) -> None:
    for line in _told(report.faults):
        print(line)
    print(f"{archive}: {counted(report.articles, 'article')} in {counted(report.revisions, 'version')},", end=" ")
    print(f"{counted(report.captures, 'capture')}; {counted(report.records, 'record')} read", end=" ")
    print(f"({report.bytes / 1e6:.1f} MB); {_verdict(report, fast=fast)}.")
    for note in report.notes:
        print(note)
    if report.faults:
        anew = to_type("reextract", "--archive", archive, "--into", "NEW")
        print(f"What to do: docs/verify.md. A damaged WARC file: put it back from a backup. A damaged database: {anew}")


def _told(faults: list[Fault]) -> Iterator[str]:
    """The first of each kind, and how many more there are."""
    from newsarchive.verification import LOST

    of_kind, told = Counter(fault.kind for fault in faults), Counter[str]()
    for fault in faults:
        told[fault.kind] += 1
        limit = _SHOWN_LOST if fault.kind == LOST else _SHOWN
        if told[fault.kind] <= limit:
            yield fault.message
        elif told[fault.kind] == limit + 1:
            yield f"... and {of_kind[fault.kind] - limit} more of this kind (--json has all)."


def _verdict(report: Report, *, fast: bool) -> str:
    if report.faults:
        return f"{counted(len(report.faults), 'thing')} {'is' if len(report.faults) == 1 else 'are'} wrong"
    if fast:
        return f"nothing wrong in what was looked at ({report.records} of {counted(report.captures, 'capture')})"
    return "all is well"
