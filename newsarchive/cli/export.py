"""`newsarchive export`: hands the captures of an archive on, in a format that other tools read."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from newsarchive.cli import folder
from newsarchive.export import FORMATS

HELP = "write an archive's captures in a format that other tools read"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    told = "; ".join(f"{name}: {what}" for name, what in FORMATS.items())
    parser.add_argument("format", choices=tuple(FORMATS), metavar="FORMAT", help=told)
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="file to write, - for stdout")
    parser.add_argument("--force", action="store_true", help="replace FILE where it is there already")


def run(args: argparse.Namespace) -> int:
    """Write the file, whole or not at all."""
    from newsarchive.export.collection import opened
    from newsarchive.export.output import output

    with opened(args.archive) as collection, output(args.output, force=args.force) as file:
        import_module(f"newsarchive.export.{args.format}").write(collection, file)
    if str(args.output) != "-":
        print(f"{args.output}: {args.output.stat().st_size / 1e6:,.1f} MB")
    return 0
