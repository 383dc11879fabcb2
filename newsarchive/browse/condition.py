"""Whether collecting goes well, judged by how the runs of a site ended and how often they used to begin.

| concern | | when |
|---|---|---|
| `ended` | error | the last run ended `killed`, `unreachable` or `archive unwritable`, or is silent for an hour |
| `no-success` | error | no run came to its end for four times the usual interval, and a day |
| `cut-short` | warning | the last run ended early for another reason, such as `refused` |
| `overdue` | warning | no run was under way for twice the usual interval |
| `findings` | warning | the monitors found something in the last run |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final, Literal

Status = Literal["ok", "warning", "error"]
Concern = Literal["ended", "no-success", "cut-short", "overdue", "findings"]

SUCCESSES: Final = frozenset({"finished", "max-time", "shutdown"})
"""Reasons of runs that came as far as they were to."""
FAILURES: Final = frozenset({"killed", "unreachable", "archive unwritable"})
SEVERITIES: Final[dict[Concern, Status]] = {
    "ended": "error",
    "no-success": "error",
    "cut-short": "warning",
    "overdue": "warning",
    "findings": "warning",
}
LEAST_RUNS: Final = 10
"""Runs the usual interval is taken from, however long ago."""
SPAN: Final = timedelta(days=21)
"""Where runs are frequent, it is taken from all of this span."""
SILENCE: Final = timedelta(hours=1)
"""A run that has fetched nothing for so long does not run any more: it waits for two minutes at most."""
_DAY: Final = timedelta(days=1)
_FEWEST: Final = 4
"""Runs that make a habit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How the runs of a site went; times are aware."""

    started_at: datetime
    """When the last one began."""
    finished_at: datetime | None
    finish_reason: str | None
    """Why the last one ended; None while it runs, and where it was killed and nobody noticed."""
    is_running: bool
    last_success_at: datetime | None
    """When the last one that came to its end did so."""
    waiting_until: datetime | None
    """The site asked to be left alone until then."""
    interval: timedelta | None
    """Between the beginnings of two runs, usually."""
    findings: int
    """What the monitors found in the last run that ended."""


def usual_interval(starts: Sequence[datetime]) -> timedelta | None:
    """The median time from one run to the next, from the beginnings of the last ones, newest first.

    None where they are too few, or all of one day: somebody tries things out.
    """
    recent = [start for place, start in enumerate(starts) if place < LEAST_RUNS or start >= starts[0] - SPAN]
    if len(recent) < _FEWEST or recent[0] - recent[-1] < _DAY:
        return None
    return timedelta(seconds=median((later - earlier).total_seconds() for later, earlier in pairwise(recent)))


def is_overdue(course: Course, now: datetime) -> bool:
    """Whether a run should have begun, by what is usual, and none has."""
    if course.is_running or course.interval is None or (course.waiting_until and now < course.waiting_until):
        return False
    return now - max(course.started_at, course.finished_at or course.started_at) > 2 * course.interval


def concerns(course: Course, now: datetime) -> tuple[Concern, ...]:
    """What is not as it should be, the worst first."""
    reason = course.finish_reason
    has_ended = not course.is_running
    found: dict[Concern, bool] = {
        "ended": has_ended and (reason is None or reason in FAILURES),
        "no-success": _is_long_without_success(course, now),
        "cut-short": has_ended and reason is not None and reason not in FAILURES | SUCCESSES,
        "overdue": is_overdue(course, now),
        "findings": bool(course.findings),
    }
    return tuple(concern for concern, is_so in found.items() if is_so)


def status_of(found: Sequence[Concern]) -> Status:
    """The worst of them."""
    return worst([SEVERITIES[concern] for concern in found])


def worst(statuses: Sequence[Status]) -> Status:
    """`ok` where there are none."""
    return max(statuses, key=("ok", "warning", "error").index, default="ok")


def _is_long_without_success(course: Course, now: datetime) -> bool:
    if course.interval is None or course.is_running:
        return False
    return course.last_success_at is None or now - course.last_success_at > max(4 * course.interval, _DAY)
