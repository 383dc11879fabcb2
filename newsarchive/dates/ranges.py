"""From one day to another: `Du 1 au 31 mars 2026`, `Du samedi 28 février au mardi 3 mars 2026`."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsarchive.dates.absolute import ABSOLUTE, MONTH, latest, printed_day
from newsarchive.dates.around import before, doubt_after
from newsarchive.dates.clock import CLOCK, at_clock
from newsarchive.dates.words import MONTHS, WEEKDAYS, one_of
from newsarchive.dates.zones import check_weekday, day
from newsarchive.errors import UnknownDate

_WEEKDAY = rf"(?:(?P<weekday>{one_of(WEEKDAYS)})\.?,? )?"
_FIRST = re.compile(
    rf"(?<![a-z])du {_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:(?<=\b1) ?er)?"
    rf"(?:(?: ?(?P<month>{MONTH})\.?|(?P<mark>[/.-])(?P<m>[0-9]{{1,2}}))(?:[ /.-](?P<year>[0-9]{{4}}))?)?{CLOCK} au "
)
_LAST_WEEKDAY = re.compile(_WEEKDAY)

Range = tuple[datetime | date, datetime | date]


def read_range(text: str, reference: datetime | None) -> Range | None:
    """Both ends of the range that folded text names; None where it names none.

    The first day takes the month and year it lacks from the last; where the last lacks its year too, the first is the
    latest such day up to the reference.
    """
    first = _FIRST.search(text)
    if first is None:
        return None
    weekday = _LAST_WEEKDAY.match(text, first.end())
    last = ABSOLUTE.match(text, weekday.end() if weekday else first.end())
    if last is None:
        return None
    doubt = before(text[: first.start()]).doubt or doubt_after(text[last.end() :])
    if doubt:
        raise UnknownDate(doubt)
    first_day, last_day = _days(first, last, reference)
    check_weekday(first_day, WEEKDAYS[first["weekday"]] if first["weekday"] else None)
    check_weekday(last_day, WEEKDAYS[weekday["weekday"]] if weekday and weekday["weekday"] else None)
    return at_clock(first_day, first), at_clock(last_day, last)


def _days(first: re.Match[str], last: re.Match[str], reference: datetime | None) -> tuple[date, date]:
    last_year, last_month, last_days = printed_day(last)
    month = MONTHS[first["month"]] if first["month"] else int(first["m"] or last_month)
    days = int(first["day"])
    if first["year"]:
        first_day = day(int(first["year"]), month, days)
    elif last_year:
        first_day = day(last_year - (month > last_month), month, days)
    else:
        first_day = latest(month, days, reference)
    last_day = day(last_year or first_day.year + (month > last_month), last_month, last_days)
    if last_day < first_day:
        raise UnknownDate(f"the range ends on {last_day:%d/%m/%Y}, before it starts on {first_day:%d/%m/%Y}")
    return first_day, last_day
