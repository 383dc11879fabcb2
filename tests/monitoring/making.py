"""Runs and evidence, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from newsarchive.items import Figures
from newsarchive.monitoring import MONITORS, Evidence, Limits

NOON = datetime(2026, 2, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LIMITS = Limits(min_free_bytes=2**30, no_news_days=7)


def evidence(
    now: Mapping[str, float],
    *before: Mapping[str, float],
    every: timedelta = DAY,
    published: Mapping[date, int] | None = None,
    complete: bool = True,
    at: datetime = NOON,
) -> Evidence:
    """A run and those before it, oldest first."""
    runs = [
        Figures(started_at=at - every * (len(before) - place), values=values)
        for place, values in enumerate((*before, now))
    ]
    return Evidence(
        now=runs[-1],
        history=runs[:-1],
        published=published or {},
        today=at.date(),
        complete=complete,
        limits=LIMITS,
    )


def fresh(pages: int, having: int, field: str = "date_published") -> dict[str, float]:
    """Figures of a run that read so many new pages, of which so many have a field."""
    return {"fresh pages": pages, f"fresh pages with {field}": having}


def told(monitor: str, found: Evidence) -> list[str]:
    """What a monitor says."""
    return [finding.message for finding in MONITORS[monitor](found)]


def days(counts: Sequence[int]) -> dict[date, int]:
    """Articles a day, up to and with yesterday."""
    last = len(counts)
    return {NOON.date() - timedelta(days=last - place): number for place, number in enumerate(counts) if number}
