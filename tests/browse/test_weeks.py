"""Weeks run from Monday to Monday, midnight to midnight in Paris."""

from __future__ import annotations

from datetime import date

import pytest

from newsarchive.browse.weeks import Week, day_of


def week(name: str) -> Week:
    found = Week.named(name)
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2026-W06", "2026-02-01T23:00:00+00:00", "2026-02-08T23:00:00+00:00"),
        ("2026-W13", "2026-03-22T23:00:00+00:00", "2026-03-29T22:00:00+00:00"),
        ("2026-W43", "2026-10-18T22:00:00+00:00", "2026-10-25T23:00:00+00:00"),
        ("2026-W53", "2026-12-27T23:00:00+00:00", "2027-01-03T23:00:00+00:00"),
    ],
    ids=["winter", "summer time begins", "summer time ends", "the 53rd"],
)
def test_beginning_and_end(name: str, start: str, end: str) -> None:
    assert (week(name).start, week(name).end) == (start, end)
    assert Week.at(start) == week(name)
    assert Week.at(end) == week(name).later(1)
    assert week(name).name == name


@pytest.mark.parametrize(
    "name", ["2025-W53", "2026-W00", "2026-W54", "2026-W6", "2026W06", "0999-W01", "9999-W52", "٢٠٢٦-W06", "", "W06"]
)
def test_what_names_no_week(name: str) -> None:
    assert Week.named(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2026-W06", "du 2 au 8 février 2026"),
        ("2026-W05", "du 26 janvier au 1er février 2026"),
        ("2026-W27", "du 29 juin au 5 juillet 2026"),
        ("2026-W01", "du 29 décembre 2025 au 4 janvier 2026"),
        ("2026-W23", "du 1er au 7 juin 2026"),
    ],
)
def test_in_words(name: str, words: str) -> None:
    assert week(name).words == words


def test_days_are_those_of_paris() -> None:
    assert day_of("2026-02-06T23:30:00+00:00") == date(2026, 2, 7)
    assert day_of("2026-07-06T21:59:59+00:00") == date(2026, 7, 6)


def test_weeks_are_in_the_order_of_time() -> None:
    assert week("2026-W53") < week("2027-W01")
    assert week("2026-W53").later(1) == week("2027-W01")
