"""Both asked for the same pages in turn; medians, and what 19 in 20 answers took at most."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection

from bench.browsing.asking import Page, Sample
from bench.browsing.serving import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds."""

    median: float
    p95: float
    status: int
    """Of the answers: 200 where they are all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A page, as ours and as stock Datasette's nearest."""

    page: Page
    ours: Times
    stock: Times

    @property
    def met(self) -> bool | None:
        """Whether ours is as quick as was asked for; None where nobody asked, or there is no such page."""
        if self.page.limit is None or self.ours.status != 200:
            return None
        return self.ours.median <= self.page.limit and self.ours.p95 <= 2 * self.page.limit


def timed(page: Page, samples: Sequence[Sample], ours: HTTPConnection, stock: HTTPConnection) -> Timed:
    """Ask each for the page of every sample; what the first answers take is not counted, if there is such a page."""
    paths = [(page.ours(sample), page.stock(sample)) for sample in samples]
    answers = [(ask(ours, mine), ask(stock, other)) for mine, other in paths[:_UNCOUNTED]]
    if {status for (status, _), _ in answers} == {200}:
        answers = [(ask(ours, mine), ask(stock, other)) for mine, other in paths[_UNCOUNTED:]]
    return Timed(page=page, ours=_times([mine for mine, _ in answers]), stock=_times([other for _, other in answers]))


_UNCOUNTED = 3
"""Requests after which the threads that answer have opened the database."""


def _times(answers: Sequence[tuple[int, float]]) -> Times:
    taken = sorted(time for _, time in answers)
    status = max(status for status, _ in answers)
    return Times(median=statistics.median(taken), p95=taken[int(0.95 * (len(taken) - 1))], status=status)
