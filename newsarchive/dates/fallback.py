"""Word forms the grammar does not know (`fév 15, 2013`), through dateparser on a short leash.

dateparser fills in what a text lacks, and reads `12/03` month first when it may. So it is asked in French alone,
strictly, for texts with a month word and a four-digit year, and believed only if its answer uses up every number of
the text and agrees with the month and weekday named.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from newsarchive.dates.words import MONTHS, WEEKDAYS, one_of
from newsarchive.dates.zones import check_weekday, day, moment
from newsarchive.errors import UnknownDate

_BASE = datetime(2000, 1, 1, tzinfo=UTC)
_LABEL = re.compile(r"^[^0-9]*?(?:le|sur|du) (?=[a-z0-9])")
_MONTH = re.compile(rf"(?<![a-z])({one_of(MONTHS)})(?![a-z])")
_WEEKDAY = re.compile(rf"(?<![a-z])({one_of(WEEKDAYS)})(?![a-z])")


def read_with_dateparser(text: str) -> datetime | date:
    """The day or moment folded text names; UnknownDate where dateparser knows none, or adds to what is printed."""
    text = _LABEL.sub("", text.strip())
    months = {MONTHS[name] for name in _MONTH.findall(text)}
    numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
    years = [number for number in numbers if number > 999]
    if len(months) != 1 or len(years) != 1 or len(numbers) < 2:
        raise UnknownDate("it names no single day; a day, a month and a year of four figures are needed")
    found = _ask(text)
    on = day(found.year, found.month, found.day)
    if [on.year] != years or {on.month} != months:
        raise UnknownDate("its day, month and year cannot be told apart")
    weekday = _WEEKDAY.search(text)
    check_weekday(on, WEEKDAYS[weekday[1]] if weekday else None)
    return _with_printed_time(on, found, numbers)


def _ask(text: str) -> datetime:
    import dateparser

    found = dateparser.parse(
        text,
        languages=["fr"],
        settings={"STRICT_PARSING": True, "RELATIVE_BASE": _BASE.replace(tzinfo=None), "PARSERS": ["absolute-time"]},
    )
    if found is None or found.tzinfo is not None:
        raise UnknownDate("it is in no form of date that is known here")
    return found


def _with_printed_time(on: date, found: datetime, numbers: list[int]) -> datetime | date:
    rest = list(numbers)
    for used in (on.year, on.day):
        if used not in rest:
            raise UnknownDate("its numbers are not those of a day")
        rest.remove(used)
    if not rest:
        return on
    if rest != [found.hour, found.minute, found.second][: len(rest)]:
        raise UnknownDate("its numbers are not those of a day and a time")
    return moment(on, found.hour, found.minute, found.second)
