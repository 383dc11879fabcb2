"""Prints a first contact: as tables on a terminal, as plain lines anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.checking.assessment import Assessment
from newsarchive.checking.findings import Finding
from newsarchive.checking.tables import Table, tables
from newsarchive.checking.visiting import BUDGET
from newsarchive.explain.terminal import UNPRINTABLE

if TYPE_CHECKING:
    from rich.console import RenderableType

_VERDICT_STYLES = {0: "bold green", 3: "bold yellow", 5: "bold red"}
_STYLES = {"refused": "bold red", "missing": "bold red", "gap": "yellow", "note": "dim"}
_TITLES = {"What to do": ("refused", "missing", "gap"), "Worth knowing": ("note",)}


def show(assessment: Assessment, saved: Path | None) -> None:
    """Print a report on standard output."""
    if sys.stdout.isatty():
        _print_tables(assessment, saved)
    else:
        sys.stdout.writelines(f"{line.translate(UNPRINTABLE).rstrip()}\n" for line in _lines(assessment, saved))


def _lines(assessment: Assessment, saved: Path | None) -> Iterator[str]:
    yield _heading(assessment)
    for table in tables(assessment):
        yield from ("", table.title, *(f"  {line}" for line in table.about))
        rows = [row for row in (table.columns, *table.rows) if row]
        widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)] if rows else []
        for row in rows:
            yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    for title, findings in _groups(assessment):
        yield from ("", title)
        for finding in findings:
            yield f"  {finding.subject}: {finding.message}"
            if finding.advice:
                yield f"    → {finding.advice}"
    yield from ("", assessment.verdict.sentence, _closing(assessment, saved))


def _print_tables(assessment: Assessment, saved: Path | None) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(_heading(assessment), style="bold"))
    for table in tables(assessment):
        console.print(Text(f"\n{table.title}", style="bold magenta"))
        for line in table.about:
            console.print(Padding(Text(line.translate(UNPRINTABLE), style="dim", overflow="fold"), (0, 0, 0, 2)))
        if table.rows:
            console.print(Padding(_grid(table), (0, 0, 0, 2)))
    for title, findings in _groups(assessment):
        console.print(Text(f"\n{title}", style="bold magenta"))
        console.print(Padding(_list(findings), (0, 0, 0, 2)))
    console.print(Text(f"\n{assessment.verdict.sentence}", style=_VERDICT_STYLES[assessment.verdict.exit_code]))
    console.print(Text(_closing(assessment, saved)))


def _grid(table: Table) -> RenderableType:
    """A table without lines; only its last column is wrapped."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=bool(table.columns), header_style="dim")
    width = len(table.rows[0])
    for at in range(width):
        numbers = all(row[at].rstrip("%").isdigit() for row in table.rows if row[at])
        name = table.columns[at] if table.columns else ""
        first, last = at == 0, at == width - 1
        style = "cyan" if first else "none"
        grid.add_column(name, justify="right" if numbers and not first else "left", style=style, no_wrap=not last)
    for row in table.rows:
        grid.add_row(
            *(Text(cell.translate(UNPRINTABLE), style=_cell_style(row, cell), overflow="fold") for cell in row)
        )
    return grid


def _cell_style(row: tuple[str, ...], cell: str) -> str:
    if "MISSING" in cell or "EMPTY" in cell:
        return "bold red"
    if cell == "missing" or row[0] == "problem" or (len(row) == 3 and row[1].startswith(("≠", "!"))):
        return "yellow"
    return "dim" if cell == "–" else ""


def _list(findings: list[Finding]) -> RenderableType:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 1, 0, 0))
    for finding in findings:
        style = _STYLES[finding.severity]
        said = Text.assemble((f"{finding.subject} ", style), finding.message.translate(UNPRINTABLE), overflow="fold")
        grid.add_row(Text("•" if finding.severity == "note" else "!", style=style), said)
        if finding.advice:
            grid.add_row(
                Text("→", style="cyan"), Text(finding.advice.translate(UNPRINTABLE), style="cyan", overflow="fold")
            )
    return grid


def _heading(assessment: Assessment) -> str:
    route = assessment.contact.declared.route
    return f"First contact with {assessment.contact.declared.site} at {route.address(f'{route.home}/')}"


def _groups(assessment: Assessment) -> Iterator[tuple[str, list[Finding]]]:
    for title, severities in _TITLES.items():
        if found := [finding for finding in assessment.findings if finding.severity in severities]:
            yield title, found


def _closing(assessment: Assessment, saved: Path | None) -> str:
    requests = assessment.contact.visitor.requests
    size = sum(request.size for request in requests) / 1024
    asked = f"{len(requests)} of {BUDGET} requests, {size:.0f} KiB."
    if saved:
        return f"{asked} What came is in {saved}; docs/first-contact.md says how to go on from there."
    return f"{asked} Nothing was kept: --save DIR keeps the pages to look at and to test with."
