"""The fast way: `12/03/2013 - 17:32`, the form of almost every date line, in one match."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsarchive.dates.around import before, doubt_after
from newsarchive.dates.zones import check_weekday, day, moment, zoned

_NUMERIC = re.compile(
    r"([^0-9]*)([0-9]{1,2})([/.-])([0-9]{1,2})\3([0-9]{4})"
    r"(?:\s*[-–|,à]?\s*(?<![0-9])([0-9]{1,2})\s?(?:[hH]|:(?=\s?[0-9]))\s?([0-9]{2})?(?::([0-9]{2}))?"
    r"(?:\s((?:UTC|GMT)(?:[+-][0-9]{1,2})?)(?![A-Za-z]))?)?([^0-9]*)"
)


def read_numeric(text: str) -> datetime | date | None:
    """A day and month in figures with a four-digit year, perhaps a time, and words; None where more has to be read."""
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    prefix, days, _, month, year, hour, minute, second, zone, suffix = match.groups()
    weekday, doubt = before(prefix)
    if doubt or doubt_after(suffix):
        return None
    on = day(int(year), int(month), int(days))
    check_weekday(on, weekday)
    if hour is None:
        return on
    if zone:
        return zoned(on, int(hour), int(minute or 0), int(second or 0), zone.lower())
    return moment(on, int(hour), int(minute or 0), int(second or 0))
