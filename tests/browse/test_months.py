"""Months with those between them, bounded whatever the dates."""

from __future__ import annotations

from newsarchive.browse.months import LONGEST, span, without_gaps


def test_every_month_between_two() -> None:
    assert span("2012-11", "2013-02") == ["2012-11", "2012-12", "2013-01", "2013-02"]
    assert span("2013-02", "2013-02") == ["2013-02"]


def test_months_without_gaps() -> None:
    assert without_gaps(["2013-03", "2012-12"]) == ["2012-12", "2013-01", "2013-02", "2013-03"]
    assert without_gaps([]) == []


def test_what_is_long_ago_is_told_without_all_between() -> None:
    months = without_gaps(["0203-01", "2025-01"])
    assert (months[0], months[1], months[-1], len(months)) == ("0203-01", "1975-02", "2025-01", LONGEST + 1)
