"""Lengths of time, from people and from servers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsarchive.crawling.durations import LONGEST_WAIT, duration, retry_after

NOW = datetime(1994, 11, 6, 8, 49, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("30s", 30), ("45m", 2700), ("2h", 7200), ("0.5", 0.5), ("1.5h", 5400)]
)
def test_a_duration(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "0", "0s", "-1", "1d", "h", "2 h", "1h30m", "nan", "inf", "9" * 400, "٣"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="give seconds, or 30s, 45m, 2h"):
        duration(text)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 30),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 30),
        ("Sun Nov  6 08:49:37 1994", 30),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("9" * 5000, LONGEST_WAIT),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("1.5", 0),
        ("Sun, 99 Nov 1994 08:49:37 GMT", 0),
    ],
)
def test_retry_after(header: str, seconds: float) -> None:
    assert retry_after(header, NOW) == seconds
