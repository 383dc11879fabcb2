"""Bars by month, as numbers that a template draws as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from newsarchive.browse import french, months

WIDTH: Final = 960
HEIGHT: Final = 160
_TICK_WIDTH: Final = 40
"""What a year takes to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A month's bar, in the drawing's own units."""

    month: str
    count: int
    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Where a year begins."""

    year: str
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of WIDTH by HEIGHT, and the same as a table: (year, counts of its twelve months, sum).

    Months before the first and after the last have no count; those between have one, be it nought.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    years: tuple[tuple[str, tuple[int | None, ...], int], ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def monthly_chart(counts: Mapping[str, int]) -> Chart:
    """Counts by month (`2013-03`), months without any as gaps; those before the last 600 are in the table alone."""
    known = sorted(month for month in counts if len(month) == len("2013-03"))
    span = months.span(known[0], known[-1]) if known else []
    top = max((counts.get(month, 0) for month in span), default=0)
    step = WIDTH / max(len(span), 1)
    bars = tuple(
        _bar(month, counts[month], index * step, step, top) for index, month in enumerate(span) if counts.get(month)
    )
    spread = max(1, round(len(span) / 12 / 14))
    starts = [(index, month[:4]) for index, month in enumerate(span) if month.endswith("-01")]
    ticks = tuple(
        Tick(year=year, x=round(index * step, 1))
        for index, year in starts[::spread]
        if index * step <= WIDTH - _TICK_WIDTH
    )
    return Chart(bars=bars, ticks=ticks, years=_by_year(counts, known), top=top)


def _bar(month: str, count: int, x: float, step: float, top: int) -> Bar:
    height = max(1.0, HEIGHT * count / top)
    label = f"{french.month(month)}\u00a0: {french.count(count, 'article')}"
    return Bar(
        month=month,
        count=count,
        label=label,
        x=round(x, 2),
        y=round(HEIGHT - height, 2),
        width=round(max(step * 0.85, 0.5), 2),
        height=round(height, 2),
    )


def _by_year(counts: Mapping[str, int], known: list[str]) -> tuple[tuple[str, tuple[int | None, ...], int], ...]:
    years = []
    told = {month: counts.get(month, 0) for month in months.without_gaps(known)}
    for year, of_year in groupby(told, key=lambda month: month[:4]):
        found = tuple(told.get(f"{year}-{number:02}") for number in range(1, 13))
        years.append((year, found, sum(told[month] for month in of_year)))
    return tuple(reversed(years))
