"""Words with slips in them."""

from __future__ import annotations

import pytest

from newsarchive.browse.search import beginnings, nearest
from newsarchive.browse.search.nearest import slips

WORDS = [("besancon", 900), ("besancons", 1), ("belfort", 500), ("bescherelle", 3), ("pont", 80), ("ponts", 20)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("besacon", "besancon"),
        ("besnacon", "besancon"),
        ("bezancons", "besancons"),
        ("bellefort", "belfort"),
        ("pnot", "pont"),
        ("pontt", "pont"),
        ("pint", "pont"),
        ("piet", None),
        ("besancon", None),
        ("dijonnais", None),
    ],
)
def test_the_nearest_word(typed: str, meant: str | None) -> None:
    assert nearest(typed, WORDS) == meant


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("", "", 0), ("ab", "", 2), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "ca", 3)],
)
def test_slips(one: str, other: str, number: int) -> None:
    assert slips(one, other) == slips(other, one) == number


def test_where_to_look() -> None:
    assert beginnings("bseancon") == ("bs", "sb")
    assert beginnings("aare") == ("aa",)
    assert beginnings("pnt") == beginnings("2013") == ()
