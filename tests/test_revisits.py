"""When an address is asked for again, by what the last visits came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.items import AddressKind, AddressState
from newsarchive.revisits import Visit, next_visit

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ARTICLE = Visit(url="https://www.macommune.info/une/", kind="article", state="archived", at=NOW, unchanged=1)


def wait(visit: Visit) -> timedelta:
    due = next_visit(visit)
    assert due is not None
    return due - visit.at


def about(expected: timedelta, actual: timedelta) -> bool:
    return abs(actual - expected) <= expected * 0.1


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0 * HOUR, HOUR),
        (23 * HOUR, HOUR),
        (2 * DAY, DAY),
        (8 * DAY, 7 * DAY),
        (31 * DAY, 30 * DAY),
        (200 * DAY, 182 * DAY),
        (5000 * DAY, 182 * DAY),
    ],
)
def test_the_older_an_article_the_later(age: timedelta, expected: timedelta) -> None:
    assert about(expected, wait(replace(ARTICLE, sign_of_life=NOW - age)))


def test_what_changed_lately_is_looked_at_sooner_and_what_never_does_later() -> None:
    month_old = replace(ARTICLE, sign_of_life=NOW - 40 * DAY)
    assert about(7 * DAY, wait(replace(month_old, unchanged=0)))
    assert about(30 * DAY, wait(replace(month_old, unchanged=0, first=True)))
    assert about(30 * DAY, wait(replace(month_old, unchanged=3)))
    assert about(60 * DAY, wait(replace(month_old, unchanged=4)))
    assert about(HOUR, wait(replace(ARTICLE, sign_of_life=NOW - HOUR, unchanged=20)))


def test_feeds_stay_and_listings_and_sitemaps_without_news_wait_longer() -> None:
    quarter = timedelta(minutes=15)
    expected: dict[AddressKind, tuple[timedelta, ...]] = {
        "feed": (quarter, quarter, quarter),
        "listing": (quarter, HOUR, DAY),
        "sitemap": (quarter, HOUR, 7 * DAY),
    }
    for kind, waits in expected.items():
        read = replace(ARTICLE, state="read", kind=kind)
        assert all(map(about, waits, [wait(replace(read, unchanged=n)) for n in (0, 2, 50)])), kind


def test_further_pages_robots_and_what_the_rules_leave_out_come_not_of_themselves() -> None:
    assert next_visit(replace(ARTICLE, kind="page", state="read")) is None
    assert next_visit(replace(ARTICLE, kind="robots", state="read")) is None
    assert next_visit(replace(ARTICLE, kind="other", state="excluded")) is None


def test_the_second_look_at_a_missing_article_is_a_day_later_at_least() -> None:
    first = wait(replace(ARTICLE, state="missing", failed=1))
    assert DAY < 25 * HOUR <= first
    assert first < wait(replace(ARTICLE, state="gone", failed=2)) < wait(replace(ARTICLE, state="gone", failed=3))


def test_failures_back_off_and_are_not_forgotten() -> None:
    waits = [wait(replace(ARTICLE, state="failed", failed=n)) for n in range(1, 30)]
    assert about(timedelta(minutes=15), waits[0])
    assert about(HOUR, waits[2])
    assert about(7 * DAY, waits[-1])
    assert about(DAY, wait(replace(ARTICLE, kind="listing", state="failed", failed=29)))


def test_a_passing_redirect_is_tried_again_soon_and_a_permanent_one_now_and_then() -> None:
    assert about(timedelta(minutes=15), wait(replace(ARTICLE, state="redirected", failed=1)))
    assert about(30 * DAY, wait(replace(ARTICLE, state="redirected")))


@given(
    url=st.text(),
    kind=st.sampled_from(get_args(AddressKind)),
    state=st.sampled_from(get_args(AddressState)),
    unchanged=st.integers(0, 10**6),
    failed=st.integers(0, 10**6),
    age=st.timedeltas(-100 * DAY, 9000 * DAY),
)
def test_no_visit_is_due_at_once_again_nor_after_more_than_thirteen_months(
    url: str, kind: AddressKind, state: AddressState, unchanged: int, failed: int, age: timedelta
) -> None:
    visit = Visit(
        url=url,
        kind=kind,
        state=state,
        at=NOW,
        sign_of_life=NOW - age,
        unchanged=unchanged,
        failed=failed,
    )
    due = next_visit(visit)
    assert due is None or timedelta(minutes=13) <= due - NOW <= 401 * DAY
    assert due == next_visit(visit)


def test_a_day_s_finds_do_not_all_come_due_together() -> None:
    waits = {wait(replace(ARTICLE, url=f"{ARTICLE.url}{n}", sign_of_life=NOW - 400 * DAY)).days for n in range(100)}
    assert len(waits) > 20
