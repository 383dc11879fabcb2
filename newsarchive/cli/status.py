"""`newsarchive status`: what an archive holds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.errors import counted
from newsarchive.overview import Section, sections

if TYPE_CHECKING:
    from newsarchive.archive import Summary

from newsarchive.cli import folder

HELP = "say what an archive holds: articles, versions, coverage, last runs, problems"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument("--months", action="store_true", help="tell the coverage of every month")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(args: argparse.Namespace) -> int:
    """Print the summary: as JSON, as tables on a terminal, as plain lines anywhere else."""
    from newsarchive.archive import Archive

    with Archive.open_existing(args.archive) as archive:
        summary = archive.summary()
    if args.json:
        _print_json(summary)
    elif sys.stdout.isatty():
        _print_tables(_headline(args.archive, summary), sections(summary, months=args.months))
    else:
        _print_lines(_headline(args.archive, summary), sections(summary, months=args.months))
    return 0


def _print_json(summary: Summary) -> None:
    import json
    from dataclasses import asdict

    print(json.dumps(asdict(summary), ensure_ascii=False))


def _print_tables(headline: str, told: Iterable[Section]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(headline, style="bold", highlight=False)
    for section in told:
        console.print(f"\n{section.title}", style="italic", highlight=False)
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        for column, first in zip(section.columns, section.rows[0], strict=True):
            table.add_column(column, justify="right" if _is_number(first) else "left", overflow="fold")
        for row in section.rows:
            table.add_row(*row)
        console.print(table)
        if section.remark:
            console.print(section.remark, highlight=False)


def _print_lines(headline: str, told: Iterable[Section]) -> None:
    print(headline)
    for section in told:
        print(f"\n{section.title}")
        columns = [_aligned(cells) for cells in zip(section.columns, *section.rows, strict=True)]
        for row in zip(*columns, strict=True):
            print("  " + "  ".join(row).rstrip())
        if section.remark:
            print(section.remark)


def _aligned(cells: Sequence[str]) -> list[str]:
    """The cells of a column made equally wide, numbers to the right."""
    width = max(map(len, cells))
    return [cell.rjust(width) if _is_number(cells[1]) else cell.ljust(width) for cell in cells]


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").isdigit()


def _headline(folder: Path, summary: Summary) -> str:
    tables = summary.tables
    text = f"{folder}: {counted(tables['articles'], 'article')} in {counted(tables['revisions'], 'version')},"
    text += f" {counted(tables['captures'], 'capture')}"
    if summary.warc_bytes:
        text += f" ({summary.warc_bytes / 1e6:,.1f} MB of WARC files)"
    if summary.first_published and summary.last_published:
        text += f", published {summary.first_published[:10]} to {summary.last_published[:10]}"
    return text
