"""A day, month or year as people write it -> as the archive's dates begin (`2013`, `2013-03`, `2013-03-12`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from newsarchive.browse.search.words import fold

MONTHS: Final = tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())
_FOLDED_MONTHS = tuple(fold(month) or month for month in MONTHS)
_WEEKDAY = "(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\\s+)?"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_BEFORE, _AFTER = r"(?:(?:en|le|du|de|au)\s+|d['’])?", r"(?=[\s,.;:?!)]|$)"
_WRITTEN = (
    rf"(?:{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:er)?\s+)?(?P<month>[^\W\d_]{{3,9}})\.?\s+{_YEAR}",
    rf"(?:{_WEEKDAY}(?P<day>[0-9]{{1,2}})[/.-])?(?P<month>[0-9]{{1,2}})[/.-]{_YEAR}",
    rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<year>[0-9]{{2}})",
    rf"{_YEAR}(?:-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?)?",
)
_FORMS = tuple(re.compile(rf"(?<!\S){_BEFORE}{form}{_AFTER}", re.IGNORECASE) for form in _WRITTEN)
_ANY = f"{_BEFORE}(?:{re.sub('[?]P<[a-z]+>', '?:', '|'.join(_WRITTEN))})"
_SPAN = re.compile(
    rf"(?<!\S)(?:entre|de|du)\s+(?P<first>{_ANY})\s+(?:et|à|au)\s+(?P<last>{_ANY}){_AFTER}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """A period that is named among other words."""

    since: str
    """As the first of the archive's dates in it begins."""
    until: str
    """As the last does."""
    wording: str
    """As it was typed."""
    others: str
    """The other words."""


def read_period(text: str) -> str | None:
    """How a date in that day, month or year begins; None for what is none of them.

    Reads `2013`, `2013-03`, `2013-03-12`, `03/2013`, `12/03/2013`, `12/3/13`, `mars 2013`, `oct. 2011`, `12 mars 2013`
    and `mardi 12 mars 2013`, whatever the day of the week was.
    """
    matches = (form.fullmatch(text.strip()) for form in _FORMS)
    return next((period for match in matches if match and (period := _period(match))), None)


def named_period(typed: str) -> Named | None:
    """The first period that is named in what a reader types, outside quotes: a date, or `entre 2012 et 2014`."""
    for match in _SPAN.finditer(typed):
        since, until = read_period(match["first"]), read_period(match["last"])
        if since and until:
            return _named(match, *sorted((since, until)))
    for form in _FORMS:
        for match in form.finditer(typed):
            if period := _period(match):
                return _named(match, period, period)
    return None


def day_in_words(text: str) -> str | None:
    """`12/03/2013` as `12 mars 2013`; None for what is not a day."""
    period = read_period(text)
    if period is None or len(period) < len("2013-03-12"):
        return None
    day = date.fromisoformat(period)
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _named(match: re.Match[str], since: str, until: str) -> Named:
    others = f"{match.string[: match.start()]} {match.string[match.end() :]}"
    return Named(since, until, match[0], " ".join(others.split()))


def _period(match: re.Match[str]) -> str | None:
    year, month, day = match["year"], match["month"], match["day"]
    if month is None:
        return year
    number = int(month) if month.isdecimal() else _number(month)
    try:
        first = date(_full(int(year)), number, int(day or 1))
    except ValueError:
        return None
    return first.isoformat() if day else first.isoformat()[:7]


def _full(year: int) -> int:
    """A year of two figures is one from 1970 to 2069, as for POSIX."""
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _number(month: str) -> int:
    """Of a month by its name, or by a beginning that no other has (`oct`, `janv`); else 0."""
    folded = fold(month) or "-"
    numbers = [number for number, name in enumerate(_FOLDED_MONTHS, 1) if name.startswith(folded)]
    return numbers[0] if len(numbers) == 1 else 0
