"""A day, month or year as people write it -> as the archive's dates begin (`2013`, `2013-03`, `2013-03-12`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from newsarchive.browse.search.words import fold

MONTHS: Final = tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())
_FOLDED_MONTHS = tuple(map(fold, MONTHS))
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_FORMS = tuple(
    re.compile(rf"(?<!\S)(?:(?:en|le|du|de)\s+|d['’])?{form}(?=[\s,.;:?!)]|$)", re.IGNORECASE)
    for form in (
        rf"(?:(?P<day>[0-9]{{1,2}})(?:er)?\s+)?(?P<month>j[a-z]+|f.vrier|mars|avril|mai|ao.t|[a-z]+bre|d.cembre)\s+{_YEAR}",
        rf"(?:(?P<day>[0-9]{{1,2}})[/.-])?(?P<month>[0-9]{{1,2}})[/.-]{_YEAR}",
        rf"{_YEAR}(?:-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?)?",
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """A period that is named among other words."""

    period: str
    """As the archive's dates begin."""
    wording: str
    """As it was typed."""
    others: str
    """The other words."""


def read_period(text: str) -> str | None:
    """How a date in that day, month or year begins; None for what is none of them.

    Reads `2013`, `2013-03`, `2013-03-12`, `03/2013`, `12/03/2013`, `mars 2013` and `12 mars 2013`.
    """
    matches = (form.fullmatch(text.strip()) for form in _FORMS)
    return next((period for match in matches if match and (period := _period(match))), None)


def named_period(typed: str) -> Named | None:
    """The first period that is named in what a reader types, outside quotes."""
    for form in _FORMS:
        for match in form.finditer(typed):
            if period := _period(match):
                others = f"{typed[: match.start()]} {typed[match.end() :]}"
                return Named(period, match[0], " ".join(others.split()))
    return None


def day_in_words(text: str) -> str | None:
    """`12/03/2013` as `12 mars 2013`; None for what is not a day."""
    period = read_period(text)
    if period is None or len(period) < len("2013-03-12"):
        return None
    day = date.fromisoformat(period)
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _period(match: re.Match[str]) -> str | None:
    year, month, day = match["year"], match["month"], match["day"]
    if month is None:
        return year
    number = int(month) if month.isdecimal() else _number(month)
    try:
        first = date(int(year), number, int(day or 1))
    except ValueError:
        return None
    return first.isoformat() if day else first.isoformat()[:7]


def _number(month: str) -> int:
    folded = fold(month)
    return _FOLDED_MONTHS.index(folded) + 1 if folded in _FOLDED_MONTHS else 0
