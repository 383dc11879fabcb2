"""The site's own days: volume and silence."""

from __future__ import annotations

from datetime import timedelta

from newsarchive.monitoring import Evidence
from tests.monitoring.making import NOON, days, evidence, told

WEEK = [22, 19, 12, 8, 21, 23, 25]
CLOSED_ON_SUNDAYS = [22, 19, 24, 20, 21, 12, 0]
"""Friday to Thursday: NOON is a Friday, and yesterday a Thursday."""


def site(*counts: int, complete: bool = True) -> Evidence:
    return evidence({}, published=days(counts), complete=complete)


def test_a_steady_site_is_silent() -> None:
    assert told("volume", site(*WEEK * 9)) == []
    assert told("news", site(*WEEK * 9)) == []


def test_a_day_without_articles_is_told_against_the_same_weekday() -> None:
    assert told("volume", site(*WEEK * 8, *WEEK[:-1], 0)) == [
        "No articles were published yesterday; on the same weekday of the 8 weeks before it was 25 on average."
    ]


def test_a_day_on_which_the_site_never_publishes_is_not() -> None:
    assert told("volume", site(*CLOSED_ON_SUNDAYS * 9)) == []
    assert told("news", site(*CLOSED_ON_SUNDAYS * 9)) == []


def test_a_quiet_holiday_is_not() -> None:
    assert told("volume", site(*WEEK * 8, *WEEK[:-1], 6)) == []


def test_a_week_at_a_third_is_told() -> None:
    (message,) = told("volume", site(*WEEK * 8, *[6] * 7))
    assert message.startswith("42 articles were published in the last seven days; in the weeks before it was 130")


def test_an_archive_that_reaches_back_two_weeks_is_not_judged() -> None:
    assert told("volume", site(*WEEK * 2, 0)) == []


def test_a_partial_run_says_nothing_of_the_site() -> None:
    stopped = [*WEEK * 8, *[0] * 30]
    assert told("volume", site(*stopped, complete=False)) == told("news", site(*stopped, complete=False)) == []
    assert told("news", site(*stopped)) != []


def test_silence_is_measured_by_the_sites_own_pauses() -> None:
    assert told("news", site(*WEEK * 8, 0, 0)) == [
        f"The site has published nothing since {NOON.date() - timedelta(days=3)}, 3 days ago;"
        " its longest pause in the months before was 1 day."
    ]
    weekly = [1, 0, 0, 0, 0, 0, 0] * 12
    assert told("news", site(*weekly, 0, 0, 0)) == []
    assert told("news", site(*weekly, *[0] * 8)) != []


def test_where_no_rhythm_is_known_a_week_counts() -> None:
    assert told("news", site(3, 2, *[0] * 6)) == []
    assert told("news", site(3, 2, *[0] * 7)) == [
        f"The site has published nothing since {NOON.date() - timedelta(days=8)}, 8 days ago."
    ]
    assert told("news", evidence({})) == []
