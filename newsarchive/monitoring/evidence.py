"""What a run is judged by, and how its figures are held against those of the runs before.

A run too small to tell is pooled with the runs before it, 2, 4, 8 … of them and all of a week: each such span is held
against everything in the history before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Final

from newsarchive.items import Figures
from newsarchive.monitoring.statistics import ALPHA, SIGMAS, Counts, chance_of_so_few

POOLED: Final = timedelta(days=7)
"""How far back runs are pooled with the newest."""
FALL: Final = 0.75
"""A share that is more than this part of what it was has not fallen, however certain the difference."""
RISE: Final = 0.25
"""What a share must have risen by, in parts of all pages."""
CHANGED: Final = 1.5
"""An average has changed when it is so many times as large or as small."""
_LEAST_PAGES = 8
"""Of an average."""
_LEAST_VARIANCE = 0.01
"""Of logarithms: pages all of one size may still differ by a tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the settings say."""

    min_free_bytes: int
    no_news_days: int
    """Days without an article that are told where the site's own rhythm is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A figure of the newest runs beside that of the runs before: of counts, or of a sum and the pages it is over."""

    now: Counts
    before: Counts
    runs: int
    """Newest runs, pooled."""
    runs_before: int

    @property
    def span(self) -> str:
        """How a sentence on it begins, where it is about several runs."""
        return "" if self.runs == 1 else f"In the last {self.runs} runs "

    @property
    def span_before(self) -> str:
        """What it is compared with."""
        then = "last" if self.runs == 1 else "before"
        runs = "run" if self.runs_before == 1 else f"{self.runs_before} runs"
        return f"the last {runs}" if then == "last" else f"the {runs} before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One run, what is known of those before it, and of the site."""

    now: Figures
    history: Sequence[Figures]
    """Earlier runs of the site, oldest first: the last ten, or all of the last three weeks where those are more."""
    published: Mapping[date, int]
    """Day in Paris -> articles of that day in the archive, of the last months; days without any are left out."""
    today: date
    complete: bool
    """Whether the run asked the site itself for everything there is: no limit, no mirror, not cut short."""
    limits: Limits

    def fallen(self, part: str, whole: str, *, prior: int = 0, usual: float = 0.0) -> Shift | None:
        """Where the share that the figure `part` is of `whole` has fallen; None where it has not or nobody can tell.

        `prior` is a number of pages that are taken to have had it, beside those of the history; `usual` a share below
        which it was nothing to count on.
        """
        for shift, runs in self._spans(part, whole):
            before = (shift.before[0] + prior, shift.before[1] + prior)
            if _share(before) < usual:
                continue
            if _share(shift.now) <= FALL * _share(before) and chance_of_so_few(shift.now, before, runs) < ALPHA:
                return shift
        return None

    def risen(self, part: str, whole: str, *, least: float = RISE, prior: int = 0) -> Shift | None:
        """Where that share has risen by `least` or more; `prior` pages are taken not to have had it."""
        for shift, runs in self._spans(part, whole):
            before = (shift.before[0], shift.before[1] + prior)
            rise = _share(shift.now) - _share(before)
            if rise >= least and chance_of_so_few(_rest(shift.now), _rest(before), map(_rest, runs)) < ALPHA:
                return shift
        return None

    def average_changed(self, total: str, pages: str) -> Shift | None:
        """Where the average of `total` over `pages` has changed, either way."""
        logarithms = {shift.runs: shift for shift, _ in self._spans(f"{total}, logarithms", pages)}
        squares = {shift.runs: shift for shift, _ in self._spans(f"{total}, squared logarithms", pages)}
        for shift, _ in self._spans(total, pages):
            now, before = _share(shift.now), _share(shift.before)
            far = max(now, before) >= CHANGED * min(now, before) and abs(now - before) >= 0.5
            if far and _sigmas(logarithms[shift.runs], squares[shift.runs]) > SIGMAS:
                return shift
        return None

    def _spans(self, part: str, whole: str) -> Iterator[tuple[Shift, list[Counts]]]:
        """The newest 1, 2, 4 … runs that have any of `whole`, and all of a week, each with the runs before them."""
        runs = [run for run in (*self.history, self.now) if run.values.get(whole)]
        if not runs or runs[-1] is not self.now:
            return
        counts = [(run.values.get(part, 0.0), run.values[whole]) for run in runs]
        recent = sum(run.started_at >= self.now.started_at - POOLED for run in runs)
        for number in (*_doubling(recent), recent):
            before = counts[:-number]
            yield (
                Shift(now=_sum(counts[-number:]), before=_sum(before), runs=number, runs_before=len(before)),
                before,
            )


def _doubling(end: int) -> Iterator[int]:
    """1, 2, 4 … below the end."""
    number = 1
    while number < end:
        yield number
        number *= 2


def _sigmas(logarithms: Shift, squares: Shift) -> float:
    """How many standard errors the means of logarithms lie apart."""
    (total, pages), (total_before, pages_before) = logarithms.now, logarithms.before
    if min(pages, pages_before) < _LEAST_PAGES:
        return 0.0
    mean = total_before / pages_before
    variance = max(squares.before[0] / pages_before - mean**2, _LEAST_VARIANCE)
    return abs(total / pages - mean) / sqrt(variance * (1 / pages + 1 / pages_before))


def _sum(counts: Sequence[Counts]) -> Counts:
    return sum(part for part, _ in counts), sum(whole for _, whole in counts)


def _share(counts: Counts) -> float:
    return counts[0] / counts[1] if counts[1] else 0.0


def _rest(counts: Counts) -> Counts:
    return counts[1] - counts[0], counts[1]
