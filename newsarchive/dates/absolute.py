"""Days named by their number: `mercredi 4 février 2026 à 18 h 05`, `07.12.2014`, `le 12 novembre à 19h24`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from newsarchive.dates.clock import CLOCK, at_clock
from newsarchive.dates.words import MONTHS, one_of
from newsarchive.dates.zones import PARIS, check_weekday, day
from newsarchive.errors import UnknownDate

TOLERANCE = timedelta(days=1)
"""How far after the day of the reference a day without a year may lie: clocks differ, and a page may name tomorrow."""

MONTH = rf"(?:{one_of(MONTHS)})(?![a-z])"
ABSOLUTE = re.compile(
    rf"(?<![0-9])(?:(?P<day>[0-9]{{1,2}})(?:(?<=\b1) ?er)? ?(?P<month>{MONTH})\.?,?(?: ?(?P<year>[0-9]{{4}}))?"
    r"|(?P<d>[0-9]{1,2})(?P<mark>[/.-])(?P<m>[0-9]{1,2})(?P=mark)(?P<y>[0-9]{4})"
    r"|(?P<iso_y>[0-9]{4})(?P<iso_mark>[/.-])(?P<iso_m>[0-9]{2})(?P=iso_mark)(?P<iso_d>[0-9]{2})"
    rf"|(?:(?<=le )|(?<=au ))(?P<short_d>[0-9]{{1,2}})/(?P<short_m>[0-9]{{1,2}})(?!/))(?![0-9]){CLOCK}"
)
"""A numbered day and its time in folded text."""


def read_absolute(match: re.Match[str], weekday: int | None, reference: datetime | None) -> datetime | date:
    """What a match of ABSOLUTE names; without a year, the latest such day up to the reference."""
    year, month, days = printed_day(match)
    on = day(year, month, days) if year else latest(month, days, reference)
    check_weekday(on, weekday)
    return at_clock(on, match)


def printed_day(match: re.Match[str]) -> tuple[int | None, int, int]:
    """Year (None where none is printed), month and day of a match of ABSOLUTE."""
    year = match["year"] or match["y"] or match["iso_y"]
    month = match["m"] or match["iso_m"] or match["short_m"] or MONTHS[match["month"]]
    days = match["day"] or match["d"] or match["iso_d"] or match["short_d"]
    return int(year) if year else None, int(month), int(days)


def latest(month: int, days: int, reference: datetime | None) -> date:
    """The last such day that is not more than TOLERANCE after the reference's; UnknownDate if there is none such."""
    limit = local(reference).date() + TOLERANCE
    for year in range(limit.year, limit.year - 9, -1):
        try:
            on = day(year, month, days)
        except UnknownDate:
            continue
        if on <= limit:
            return on
    raise UnknownDate(f"{days:02}/{month:02} is no day of the calendar")


def local(reference: datetime | None) -> datetime:
    """The reference on the clock of Paris; UnknownDate where none is given, ValueError for one without a zone."""
    if reference is None:
        raise UnknownDate("it is relative or lacks its year; give the time it was printed as reference")
    if reference.tzinfo is None:
        raise ValueError(f"The reference {reference} has no time zone; give an aware datetime.")
    return reference.astimezone(PARIS)
