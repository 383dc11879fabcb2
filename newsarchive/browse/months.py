"""Months as the archive names them (`2013-03`), those without anything among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONGEST: Final = 600
"""Months of a span at most: an absurd date must not make a thousand years of nothing."""


def span(first: str, last: str) -> list[str]:
    """Every month from one to another, both included; of more than LONGEST the last."""
    start, end = _ordinal(first), _ordinal(last)
    return [f"{ordinal // 12:04}-{ordinal % 12 + 1:02}" for ordinal in range(max(start, end - LONGEST + 1), end + 1)]


def without_gaps(known: Iterable[str]) -> list[str]:
    """The months in order with all between them; of those before the last LONGEST, only themselves."""
    months = sorted(known)
    if not months:
        return []
    all_of_them = span(months[0], months[-1])
    return [month for month in months if month < all_of_them[0]] + all_of_them


def _ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
