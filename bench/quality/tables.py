"""Scores of several tools side by side, in Markdown and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bench.quality.pages import Sample
from bench.quality.reading import OURS, Reading
from bench.quality.scores import COLUMNS, Column, Score, offered, scores

DASH = "–"
Readings = Mapping[str, Mapping[str, Reading]]
"""By tool, ours first, then by page."""
ByTool = Mapping[str, Mapping[str, Score]]
"""Tool, ours first, to its scores by the name of their column."""


def scores_by_tool(samples: Sequence[Sample], readings: Readings) -> dict[str, dict[str, Score]]:
    """Each tool's scores, for the columns it offers on any page of the run."""
    return {tool: _offered_scores(samples, read) for tool, read in readings.items()}


def _offered_scores(samples: Sequence[Sample], readings: Mapping[str, Reading]) -> dict[str, Score]:
    """A tool's scores, for what it offers on any page of the run."""
    known = offered([reading.found for reading in readings.values()])
    found = scores(samples, {name: reading.found for name, reading in readings.items()})
    return {name: score for name, score in found.items() if name in known}


def score_table(by_tool: ByTool, *, targets: bool = False) -> str:
    """One row a score that we have, one column a tool, and what the corpus asks of us."""
    ours = by_tool[OURS]
    rows = [
        [column.title, str(ours[column.name].pages), *_cells(column, by_tool), *([_target(column)] * targets)]
        for column in COLUMNS
        if column.name in ours
    ]
    return table(["", "n", *by_tool, *(["target"] * targets)], rows)


def _cells(column: Column, by_tool: ByTool) -> Iterator[str]:
    values = [round(found[column.name].value, 3) for found in by_tool.values() if column.name in found]
    for found in by_tool.values():
        score = found.get(column.name)
        if score is None:
            yield DASH
        else:
            yield f"**{score.value:.3f}**" if round(score.value, 3) == max(values) else f"{score.value:.3f}"


def _target(column: Column) -> str:
    return DASH if column.target is None else f"{column.target:g}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown; the first column is words, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def behind(by_tool: ByTool) -> Iterator[str]:
    """A sentence for every score of ours that another tool beats, at three decimals."""
    (_, ours), *others = by_tool.items()
    for column in COLUMNS:
        mine = round(ours[column.name].value, 3) if column.name in ours else 0.0
        theirs = {tool: round(found[column.name].value, 3) for tool, found in others if column.name in found}
        better = [f"{tool} {value:.3f}" for tool, value in theirs.items() if value > mine]
        if better:
            yield f"{column.title}: {mine:.3f}, behind {', '.join(better)}"


def errors(readings: Readings) -> Iterator[str]:
    """A sentence for every tool that failed on pages; they count as pages where it found nothing."""
    for tool, read in readings.items():
        failures = [reading.error for reading in read.values() if reading.error]
        if failures:
            yield f"{tool} failed on {len(failures)} pages, first with {failures[0]}"
