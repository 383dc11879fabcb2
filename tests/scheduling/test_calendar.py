"""Starts are spread, and evenly apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from newsarchive.errors import Unschedulable
from newsarchive.scheduling import Calendar, calendar, interval
from newsarchive.scheduling.calendar import DAY, DAYS, WEEK


def starts(times: Calendar) -> list[int]:
    """Minutes of a week at which a run starts."""
    days = [DAYS.index(times.day)] if times.day else range(7)
    hours = times.hours or range(24)
    return sorted(day * DAY + hour * 60 + minute for day in days for hour in hours for minute in times.minutes)


@pytest.mark.parametrize("text", ["5m", "15m", "30m", "1h", "2h", "6h", "12h", "1d", "7d"])
@pytest.mark.parametrize("spread", [0, 1, 59, 60, 1439, 10079, 2**200 + 7])
def test_runs_are_an_interval_apart(text: str, spread: int) -> None:
    every = interval(text)
    found = starts(calendar(every, spread))
    assert {later - sooner for sooner, later in pairwise([*found, found[0] + WEEK])} == {every}
    assert found[0] == spread % every


@pytest.mark.parametrize(("text", "minutes"), [("60m", 60), ("1h", 60), ("24h", 1440), ("1d", 1440), ("30m", 30)])
def test_an_interval_may_be_written_in_any_unit(text: str, minutes: int) -> None:
    assert interval(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "soon", "0h", "-1h", "1", "1.5h", "90m", "7m", "5h", "2d", "1m", "1w", "1 h", "٣h", "99999999h"]
)
def test_what_the_clock_cannot_repeat_is_refused(text: str) -> None:
    with pytest.raises(Unschedulable, match="is no interval") as refusal:
        interval(text)
    assert refusal.value.exit_code == 2
