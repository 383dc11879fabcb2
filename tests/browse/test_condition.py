"""Whether collecting goes well: what is usual, what is late, and what each way to end is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsarchive.browse import french
from newsarchive.browse.condition import (
    FAILURES,
    SUCCESSES,
    Course,
    Status,
    concerns,
    is_overdue,
    status_of,
    usual_interval,
    worst,
)

NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WELL = Course(
    started_at=NOW - HOUR,
    finished_at=NOW - HOUR / 2,
    finish_reason="finished",
    is_running=False,
    last_success_at=NOW - HOUR / 2,
    waiting_until=None,
    interval=6 * HOUR,
    findings=0,
)


def course(**given: Any) -> Course:  # noqa: ANN401
    return replace(WELL, **given)


def every(interval: timedelta, count: int, last: datetime = NOW) -> list[datetime]:
    return [last - place * interval for place in range(count)]


@pytest.mark.parametrize("interval", [timedelta(minutes=30), 6 * HOUR, DAY, 7 * DAY])
def test_the_usual_interval(interval: timedelta) -> None:
    assert usual_interval(every(interval, 100)) == interval


def test_runs_by_hand_between_do_not_make_the_usual_interval() -> None:
    starts = sorted([*every(DAY, 30), *every(timedelta(minutes=3), 5, NOW - DAY / 2)], reverse=True)
    assert usual_interval(starts) == DAY


def test_what_was_usual_long_ago_is_forgotten() -> None:
    assert usual_interval([*every(HOUR, 24 * 21), *every(DAY, 1000, NOW - 21 * DAY)]) == HOUR
    assert usual_interval([*every(7 * DAY, 10), *every(HOUR, 1000, NOW - 70 * DAY)]) == 7 * DAY


@pytest.mark.parametrize("starts", [[], every(DAY, 3), every(timedelta(minutes=1), 50)], ids=["none", "few", "one day"])
def test_nothing_is_usual_yet(starts: list[datetime]) -> None:
    assert usual_interval(starts) is None


def test_all_is_well() -> None:
    assert concerns(WELL, NOW) == ()
    assert status_of(()) == "ok"


@pytest.mark.parametrize("reason", sorted(FAILURES))
def test_ended_badly(reason: str) -> None:
    found = concerns(course(finish_reason=reason), NOW)
    assert found == ("ended",)
    assert status_of(found) == "error"


@pytest.mark.parametrize("reason", ["refused", "site struggling", "asked to wait", "closespider_timeout"])
def test_cut_short(reason: str) -> None:
    found = concerns(course(finish_reason=reason), NOW)
    assert found == ("cut-short",)
    assert status_of(found) == "warning"


@pytest.mark.parametrize("reason", sorted(SUCCESSES))
def test_came_to_its_end(reason: str) -> None:
    assert concerns(course(finish_reason=reason), NOW) == ()


def test_stopped_without_an_end() -> None:
    unfinished = course(finished_at=None, finish_reason=None)
    assert concerns(unfinished, NOW) == ("ended",)
    assert concerns(replace(unfinished, is_running=True), NOW) == ()


@pytest.mark.parametrize(
    ("ago", "found"),
    [
        (12 * HOUR, ()),
        (12 * HOUR + timedelta(seconds=1), ("overdue",)),
        (24 * HOUR, ("overdue",)),
        (24 * HOUR + timedelta(seconds=1), ("no-success", "overdue")),
    ],
)
def test_late(ago: timedelta, found: tuple[str, ...]) -> None:
    assert concerns(course(started_at=NOW - ago - HOUR, finished_at=NOW - ago, last_success_at=NOW - ago), NOW) == found


def test_frequent_runs_may_fail_for_a_day() -> None:
    failing = course(finish_reason="refused", interval=HOUR, last_success_at=NOW - DAY)
    assert concerns(failing, NOW) == ("cut-short",)
    assert concerns(failing, NOW + timedelta(minutes=30)) == ("no-success", "cut-short")


def test_never_a_success() -> None:
    assert concerns(course(finish_reason="refused", last_success_at=None), NOW) == ("no-success", "cut-short")
    assert concerns(course(finish_reason="refused", last_success_at=None, interval=None), NOW) == ("cut-short",)


@pytest.mark.parametrize(
    "given",
    [{"interval": None}, {"is_running": True}, {"waiting_until": NOW + HOUR}],
    ids=lambda given: next(iter(given)),
)
def test_not_late(given: dict[str, Any]) -> None:
    late = course(started_at=NOW - 9 * DAY, finished_at=NOW - 8 * DAY)
    assert is_overdue(late, NOW)
    assert not is_overdue(replace(late, **given), NOW)


def test_late_again_once_the_site_need_not_be_left_alone() -> None:
    late = course(started_at=NOW - 9 * DAY, finished_at=NOW - 8 * DAY, waiting_until=NOW)
    assert is_overdue(late, NOW)


def test_findings() -> None:
    found = concerns(course(findings=2), NOW)
    assert found == ("findings",)
    assert status_of(found) == "warning"


@pytest.mark.parametrize(
    ("statuses", "status"),
    [([], "ok"), (["ok", "warning"], "warning"), (["error", "warning", "ok"], "error")],
)
def test_the_worst(statuses: list[Status], status: Status) -> None:
    assert worst(statuses) == status


def test_every_reason_is_said_in_french() -> None:
    assert set(french.FINISH_REASONS) >= SUCCESSES | FAILURES
