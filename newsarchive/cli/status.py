"""`newsarchive status`: what an archive holds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsarchive.archive import Summary

HELP = "say what an archive holds: articles, versions, coverage, last runs, problems"

Section = tuple[str, list[str], list[list[str]]]
"""Title, column names, rows."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--archive", type=Path, default=Path("data"), metavar="DIR", help="archive folder (default: data)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def run(args: argparse.Namespace) -> int:
    """Print the summary: as JSON, as tables on a terminal, as plain lines anywhere else."""
    from newsarchive.archive import Archive

    with Archive.open_existing(args.archive) as archive:
        summary = archive.summary()
    if args.json:
        _print_json(summary)
    elif sys.stdout.isatty():
        _print_tables(args.archive, summary)
    else:
        _print_lines(args.archive, summary)
    return 0


def _print_json(summary: Summary) -> None:
    import json
    from dataclasses import asdict

    print(json.dumps(asdict(summary), ensure_ascii=False))


def _print_tables(folder: Path, summary: Summary) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(_headline(folder, summary), style="bold", highlight=False)
    for title, columns, rows in _sections(summary):
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
        for column in columns:
            table.add_column(column, justify="right" if column == "number" else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
        console.print(table)


def _print_lines(folder: Path, summary: Summary) -> None:
    print(_headline(folder, summary))
    for title, columns, rows in _sections(summary):
        print(f"\n{title}")
        widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
        for row in [columns, *rows]:
            print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _headline(folder: Path, summary: Summary) -> str:
    tables = summary.tables
    text = f"{folder}: {tables['articles']} articles in {tables['revisions']} versions, {tables['captures']} captures"
    if summary.first_published and summary.last_published:
        text += f", published {summary.first_published[:10]} to {summary.last_published[:10]}"
    return text


def _sections(summary: Summary) -> Iterator[Section]:
    """The parts of the report that have anything to say."""
    counted = {
        "Articles by status": ("status", summary.statuses),
        "Articles by page type": ("page type", summary.page_types),
        "Articles by section": ("section", summary.sections),
        "Articles by year of publication": ("year", summary.years),
        "Versions by change": ("change", summary.changes),
        "Addresses by how they were found": ("channel", summary.discovered_via),
        "Problems": ("error", summary.problems),
        "Rows": ("table", summary.tables),
    }
    for title, (column, counts) in counted.items():
        if counts:
            yield title, [column, "number"], [[name or "none", str(number)] for name, number in counts.items()]
    if summary.unvisited:
        yield "Not asked for yet", ["kind", "number"], [["article addresses", str(summary.unvisited)]]
    if summary.crawls:
        columns = ["started", "site", "ended", "new", "changed", "unchanged", "gone", "failed"]
        yield "Last runs", columns, [_run_row(run) for run in summary.crawls]


def _run_row(run: dict[str, str | int | None]) -> list[str]:
    changed = sum(int(run[name] or 0) for name in ("updates", "silent_edits", "restamps", "backdated", "reversions"))
    started = str(run["started_at"])[:16].replace("T", " ")
    cells = [started, run["site"], run["finish_reason"] or "not ended", run["first_versions"], changed]
    return [str(cell) for cell in [*cells, run["unchanged"], run["gone"], run["failed"]]]
