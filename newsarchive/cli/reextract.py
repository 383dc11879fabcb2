"""`newsarchive reextract`: reads every capture again from the WARC files, without a network.

A better reader of pages never makes a version: what was read from a capture before is replaced by what is read now.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from difflib import unified_diff
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.cli import counting, folder, positive, tell
from newsarchive.errors import counted

if TYPE_CHECKING:
    from newsarchive.intake.following import Followed
    from newsarchive.reextraction import Outcome

HELP = "read every capture again from the WARC files, with today's extractor"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="processes that read pages (default: 1)"
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--into", type=folder, metavar="DIR", help="build a new database there, from the WARC files alone"
    )
    either.add_argument(
        "--diff",
        type=positive,
        nargs="?",
        const=20,
        metavar="N",
        help="write nothing; show the first N differences, before and after (default: 20)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(args: argparse.Namespace) -> int:
    """Read it all again, and say what has changed; 1 where a record cannot be read."""
    return _rebuild(args) if args.into else _reextract(args)


def _reextract(args: argparse.Namespace) -> int:
    from newsarchive.archive import Archive, archive_lock
    from newsarchive.crawling.declared import declared
    from newsarchive.intake.following import follow
    from newsarchive.reextraction import reextract

    Archive.open_existing(args.archive).close()
    with archive_lock(args.archive, "reextract"), Archive(args.archive) as archive:
        if args.diff is None:
            follow(archive, archive.journal.folder, declared)
        outcome = reextract(
            archive,
            declared,
            workers=args.workers,
            keep=args.diff is None,
            sample=args.diff or 0,
            tell=counting("addresses"),
        )
    tell("")
    if args.json:
        _print_json(outcome)
    else:
        _print(outcome, wrote=args.diff is None)
    return 1 if outcome.left else 0


def _rebuild(args: argparse.Namespace) -> int:
    from newsarchive.archive import Archive
    from newsarchive.crawling.declared import declared
    from newsarchive.reextraction import rebuild

    followed = rebuild(args.archive, args.into, declared, workers=args.workers, tell=counting("records"))
    tell("")
    if args.json:
        _print_json(followed)
        return 1 if followed.unusable else 0
    with Archive.open_existing(args.into) as archive:
        tables = archive.summary().tables
    print(f"{args.into}: {counted(tables['articles'], 'article')}", end=" ")
    print(f"in {counted(tables['revisions'], 'version')}, {counted(tables['captures'], 'capture')},", end=" ")
    print(f"from {counted(followed.records, 'record')}.")
    for reason in followed.unusable:
        print(reason)
    return 1 if followed.unusable else 0


def _print_json(outcome: Outcome | Followed) -> None:
    print(json.dumps(asdict(outcome), ensure_ascii=False))


def _print(outcome: Outcome, *, wrote: bool) -> None:
    groups = counted(outcome.groups, "address", "addresses")
    print(f"{groups} of articles read again from {counted(outcome.captures, 'capture')}.", end=" ")
    print(f"{outcome.changed} of them {'changed' if wrote else 'would change; nothing was written'}.")
    for name, number in sorted(outcome.fields.items(), key=itemgetter(1), reverse=True):
        print(f"  {name}: {number}")
    if outcome.unrecorded:
        print(f"{_left(outcome.unrecorded)}: captured before there were WARC files.")
    if outcome.left:
        print(f"{_left(outcome.left)}, for records that cannot be read:")
        print("\n".join(f"  {reason}" for reason in outcome.reasons))
    for difference in outcome.sample:
        print(f"\n{difference.url} {difference.stamp or ''}\n{difference.field}")
        print("\n".join(_compared(difference.before, difference.after)))


def _left(number: int) -> str:
    return f"{number} was left as it is" if number == 1 else f"{number} were left as they are"


def _compared(before: str | None, after: str | None) -> Iterator[str]:
    """The lines that differ, with what was there marked - and what would be +."""
    lines = unified_diff((before or "").splitlines(), (after or "").splitlines(), lineterm="", n=0)
    return (line for line in lines if not line.startswith(("---", "+++", "@@")))
