"""Tests of whether two counts or averages differ by more than chance, for runs of any size.

Counts: Fisher's exact test, one-sided (R. A. Fisher, 1922): of all `part` among all `whole` pages, now and before
together, how likely is it that so few fall on the pages of now? It needs no least number of pages: three say little
and a thousand much. Averages: a z-test. Pages of one run resemble each other, so that counts of runs vary more than
independent pages would: the counts are divided by that dispersion (quasi-likelihood; Wedderburn, 1974) before. What
only some pages have comes and goes with the news of the day, and is taken to vary for that alone; but what varies from
run to run seldom does so down to nothing, and where not a single page has it any more, the dispersion counts by its
square root.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

ALPHA: Final = 1e-6
"""How unlikely a difference must be. An hourly crawl makes some hundred thousand comparisons a year."""
SIGMAS: Final = 6.0
"""The same for averages; more than the 4.8 of a normal distribution, which sizes of pages only resemble."""
_UNLIKE = 4.0
"""A dispersion of 2 at least where half of all pages have it, of 1 where all have."""
_CHUNK = 20
"""Pages that runs are pooled to before their dispersion is taken."""
_MEDIAN_OF_CHI_SQUARE = 0.455
"""With one degree of freedom."""

Counts = tuple[float, float]
"""(part, whole)."""


def chance_of_so_few(now: Counts, before: Counts, runs: Iterable[Counts] = ()) -> float:
    """The probability that `now` has so few of the part or fewer if nothing but chance parts it from `before`.

    `runs` are the counts of each run of `before`, which tell how much runs vary.
    """
    dispersion = dispersion_of(runs)
    if now[0]:
        share = before[0] / before[1] if before[1] else 0.0
        dispersion = max(dispersion, 1 + _UNLIKE * share * (1 - share))
    else:
        dispersion = math.sqrt(dispersion)
    whole = math.floor(now[1] / dispersion)
    part = min(math.ceil(now[0] / dispersion), whole)
    whole_before = math.floor(before[1] / dispersion)
    part_before = min(math.floor(before[0] / dispersion), whole_before)
    having = part + part_before
    lacking = whole + whole_before - having
    total = 0.0
    for count in range(part, max(0, whole - lacking) - 1, -1):
        term = math.exp(_choices(having, count) + _choices(lacking, whole - count) - _choices(having + lacking, whole))
        total += term
        if term < total * 1e-9:
            break
    return total


def dispersion_of(runs: Iterable[Counts]) -> float:
    """How many times as much the shares of runs vary as those of independent pages would; 1 at least.

    By the median: one run that went wrong says nothing of how runs vary.
    """
    chunks = list(_chunks(runs))
    if len(chunks) < 3:
        return 1.0
    usual = median((part + 0.5) / (whole + 1) for part, whole in chunks)
    squares = [(part - whole * usual) ** 2 / (whole * usual * (1 - usual)) for part, whole in chunks]
    return max(1.0, median(squares) / _MEDIAN_OF_CHI_SQUARE)


def dispersion_of_counts(counts: Sequence[float]) -> float:
    """The same for numbers of events in spans of equal length; 2 at least: no two days of news are alike."""
    usual = max(median(counts), 0.5)
    return max(2.0, median((count - usual) ** 2 / usual for count in counts) / _MEDIAN_OF_CHI_SQUARE)


def chance_of_so_few_events(now: float, before: Sequence[float]) -> float:
    """The probability of so few events in a span, given the numbers in as long spans before it.

    Of all events together, each falls into the span of now with the same chance (conditional test of two Poisson
    means; Przyborowski and Wilenski, 1940).
    """
    dispersion = dispersion_of_counts(before)
    part = math.ceil(now / dispersion)
    total = part + math.floor(sum(before) / dispersion)
    share = 1 / (1 + len(before))
    logs = (math.log(share), math.log1p(-share))
    return sum(
        math.exp(_choices(total, count) + count * logs[0] + (total - count) * logs[1]) for count in range(part + 1)
    )


def _chunks(runs: Iterable[Counts]) -> Iterator[Counts]:
    part = whole = 0.0
    for run in runs:
        part, whole = part + run[0], whole + run[1]
        if whole >= _CHUNK:
            yield part, whole
            part = whole = 0.0


def _choices(number: int, chosen: int) -> float:
    """Logarithm of the binomial coefficient."""
    return math.lgamma(number + 1) - math.lgamma(chosen + 1) - math.lgamma(number - chosen + 1)
