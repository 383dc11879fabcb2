"""`newsarchive publish`: a copy of the archive that may be shown to everybody."""

from __future__ import annotations

import argparse
from pathlib import Path

from newsarchive.cli import folder, to_type
from newsarchive.errors import counted

HELP = "make a copy of an archive to be served to the public"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", type=folder, metavar="DIR", help="where to: a new folder, or an earlier publication")
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument("--without-text", action="store_true", help="leave out texts, standfirsts and captions")
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def run(args: argparse.Namespace) -> int:
    """Publish, and say what was published."""
    from newsarchive.archive import FILE_NAME
    from newsarchive.publishing import publish

    publication = publish(args.archive, args.folder, with_text=not args.without_text)
    if args.quiet:
        return 0
    counts = publication.counts
    size = (args.folder / FILE_NAME).stat().st_size / 1e6
    text = "" if publication.with_text else ", without their text"
    print(
        f"{args.folder}: {counted(counts['articles'], 'article')} in {counted(counts['revisions'], 'version')}{text}"
        f" ({size:,.1f} MB)\nServe it: {to_type('browse', '--archive', args.folder)}"
    )
    return 0
