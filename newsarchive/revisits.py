"""When an address is to be asked for again: a ladder by age and behaviour.

| what is there | asked for again after |
|---|---|
| an article that showed a sign of life today | an hour |
| … this week, this month, this half-year, or before | a day, a week, a month, half a year |
| … that the last visit found changed | one rung sooner |
| … older than a week, unchanged at four visits in a row | twice as long |
| a feed | a quarter of an hour |
| a listing or sitemap | a quarter of an hour, twice as long for each visit in a row without news: to a day, to a week |
| a further page of a listing | when the page before it has news |
| an article that is missing | 25 hours, then a week, a month, half a year |
| a page nothing can be read from | a day, a week, a month, half a year |
| an address that robots.txt forbids; one that redirects | a day; a month |
| what says nothing of the page: 403, 500, a passing redirect | 15 minutes, twice as long each time, to a week |
| … of a feed, listing or sitemap | … to a day |

Each wait is made up to a tenth longer or shorter, always the same for an address and a visit, so that what was found in
one day is not asked for in one day ever after. A feed or sitemap that states a later change overrules all this.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsarchive.items import AddressKind, AddressState

_QUARTER: Final = timedelta(minutes=15)
_HOUR, _DAY, _WEEK, _MONTH, _HALF_YEAR = (
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=182),
)
_RUNGS: Final = (_HOUR, _DAY, _WEEK, _MONTH, _HALF_YEAR)
"""A page younger than the next rung waits for this one: younger than a day, an hour."""
_STEADY: Final = 4
"""Visits in a row without a change after which an article that is a week old is left alone for twice as long."""
_MISSING: Final = (timedelta(hours=25), _WEEK, _MONTH, _HALF_YEAR)
"""The first is long enough to be the second look that makes an article gone."""
_UNREADABLE: Final = (_DAY, _WEEK, _MONTH, _HALF_YEAR)
_LONGEST: Final = {"feed": _QUARTER, "listing": _DAY, "sitemap": _WEEK, "page": None}
"""The longest wait of an index that brings no news; None: nothing but news leads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a visit to an address came to, and the ones before it."""

    url: str
    kind: AddressKind
    state: AddressState
    at: datetime
    """Aware."""
    sign_of_life: datetime | None = None
    """An article's last known change, publication included; None where nothing is known."""
    unchanged: int = 0
    """Visits in a row that found nothing new, this one included; 0 says that this one did."""
    failed: int = 0
    """Visits in a row that found no page, this one included."""
    first: bool = False
    """Whether it was the first visit that found a page: then `unchanged` says nothing of how the page behaves."""


def next_visit(visit: Visit) -> datetime | None:
    """When to ask again (aware), None for never of itself."""
    wait = _wait(visit)
    return None if wait is None else visit.at + wait * _spread(visit)


def _wait(visit: Visit) -> timedelta | None:
    match visit.state:
        case "archived":
            return _article(visit)
        case "read":
            return _index(visit)
        case "missing" | "gone":
            return _step(_MISSING, visit.failed)
        case "unreadable":
            return _step(_UNREADABLE, visit.failed)
        case "forbidden":
            return _DAY
        case "redirected" if not visit.failed:
            return _MONTH
        case "failed" | "pending" | "redirected":
            return min(_QUARTER * (1 << min(max(visit.failed - 1, 0), 20)), _DAY if visit.kind in _LONGEST else _WEEK)
        case "excluded":
            return None


def _article(visit: Visit) -> timedelta:
    age = visit.at - (visit.sign_of_life or visit.at)
    rung = sum(age >= later for later in _RUNGS[1:])
    if not visit.unchanged and not visit.first:
        rung = max(rung - 1, 0)
    wait = _RUNGS[rung]
    return 2 * wait if visit.unchanged >= _STEADY and rung > 1 else wait


def _index(visit: Visit) -> timedelta | None:
    longest = _LONGEST.get(visit.kind)
    return None if longest is None else min(_QUARTER * (1 << min(visit.unchanged, 20)), longest)


def _step(steps: tuple[timedelta, ...], visits: int) -> timedelta:
    return steps[min(max(visits, 1), len(steps)) - 1]


def _spread(visit: Visit) -> float:
    """A factor from 0.9 to 1.1; 1 and a little for a missing article, which must not be looked at too soon."""
    seed = zlib.crc32(f"{visit.url} {visit.unchanged} {visit.failed}".encode("utf-8", "replace"))
    share = seed / 0xFFFFFFFF
    return 1 + share / 10 if visit.state in ("missing", "gone") else 0.9 + share / 5
