"""Dates written by machines: ISO 8601 as in `<time datetime>` and JSON-LD, RFC 822 as in feeds and HTTP headers.

A time without an offset is taken as the clock of Paris.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from newsarchive.dates.zones import PARIS, check_weekday, day, settled, to_paris, zoned
from newsarchive.errors import UnknownDate

_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?P<time>[T ](?:[01][0-9]|2[0-3]):?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?"
    r"(?: ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?))?)?"
)
_RFC_822 = re.compile(
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun), )?(?P<day>[0-9]{1,2}) (?P<month>[a-z]{3}) (?P<year>[0-9]{4})"
    r" (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))? (?P<zone>[+-][0-9]{4}|gmt|utc?|z|cest|cet)"
)
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_machine(text: str) -> datetime | date | None:
    """The day or instant of a text that is nothing but an ISO 8601 or RFC 822 date; None for any other text."""
    match = _ISO.fullmatch(text.upper())
    if match:
        return _read_iso(match)
    match = _RFC_822.fullmatch(text.lower())
    return _read_rfc_822(match) if match and match["month"] in _ENGLISH_MONTHS else None


def _read_iso(match: re.Match[str]) -> datetime | date:
    text = match[0]
    on = day(int(text[:4]), int(text[5:7]), int(text[8:10]))
    if match["time"] is None:
        return on
    try:
        printed = datetime.fromisoformat(f"{text[:10]}T{match['time'][1:].replace(' ', '')}")
    except ValueError:
        raise UnknownDate(f"{match['time'][1:]} is no time of day") from None
    return settled(printed.replace(tzinfo=PARIS)) if printed.tzinfo is None else to_paris(printed)


def _read_rfc_822(match: re.Match[str]) -> datetime:
    on = day(int(match["year"]), _ENGLISH_MONTHS.index(match["month"]) + 1, int(match["day"]))
    if match["weekday"]:
        check_weekday(on, _ENGLISH_WEEKDAYS.index(match["weekday"]))
    return zoned(on, int(match["hour"]), int(match["minute"]), int(match["second"] or 0), match["zone"])
