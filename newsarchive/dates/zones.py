"""The clock of Paris: wall times to instants, on the two nights it changes as on all others.

A time the clock skips (last Sunday of March, 02:00 to 03:00) is moved forward by the hour skipped, as a server whose
clock had not jumped yet would have meant it; a time shown twice (last Sunday of October) is the first of the two,
which is what `fold=0` means in the standard library (PEP 495).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from newsarchive.dates.words import DAYS
from newsarchive.errors import UnknownDate

PARIS = ZoneInfo("Europe/Paris")
YEARS = range(1900, 2101)
"""Years a news page may print; any other number is a mistake or no year at all."""
_NO_LATER_CHANGE_SINCE = 1945
"""After that year the clocks of France have changed between midnight and three only (tz database, Rule France, EU)."""

_OFFSET = re.compile(r"(?:utc|gmt|tu|ut)? ?(?:([+-]) ?([0-9]{1,2})(?::?([0-9]{2}))?)?")
_NAMED_OFFSETS = {"z": 0, "cet": 1, "cest": 2}


def day(year: int, month: int, day: int) -> date:
    """A day of the calendar; UnknownDate if there is none such."""
    _check_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        raise UnknownDate(f"{day:02}/{month:02}/{year} is no day of the calendar") from None


def check_weekday(on: date, weekday: int | None) -> None:
    """UnknownDate if a weekday (0-6) is printed with a day that falls on another."""
    if weekday is not None and on.weekday() != weekday:
        raise UnknownDate(f"{on:%d/%m/%Y} is a {DAYS[on.weekday()]}, not a {DAYS[weekday]}")


def moment(on: date, hour: int, minute: int, second: int = 0) -> datetime:
    """The instant (Europe/Paris) at which the clock of Paris shows this time; UnknownDate for 25h or 18h60."""
    try:
        return settled(datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=PARIS))
    except ValueError:
        raise UnknownDate(f"{hour:02}:{minute:02}:{second:02} is no time of day") from None


def settled(wall: datetime) -> datetime:
    """A wall time of Paris, moved forward if the clock never showed it."""
    if wall.hour > 3 and wall.year > _NO_LATER_CHANGE_SINCE:
        return wall
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if before == after or before is None or after is None or before > after:
        return wall
    return wall.astimezone(UTC).astimezone(PARIS)


def zoned(on: date, hour: int, minute: int, second: int, zone: str) -> datetime:
    """The instant of a printed time in the zone printed beside it (folded text), in Europe/Paris."""
    if zone.startswith("heure"):
        return moment(on, hour, minute, second)
    offset = _offset(zone)
    try:
        printed = datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=offset)
    except ValueError:
        raise UnknownDate(f"{hour:02}:{minute:02}:{second:02} is no time of day") from None
    return to_paris(printed)


def to_paris(instant: datetime) -> datetime:
    """An aware instant on the clock of Paris."""
    _check_year(instant.year)
    return instant.astimezone(PARIS)


def _offset(zone: str) -> timezone:
    if zone in _NAMED_OFFSETS:
        return timezone(timedelta(hours=_NAMED_OFFSETS[zone]))
    match = _OFFSET.fullmatch(zone)
    if match is None:
        raise UnknownDate(f"{zone!r} is no time zone known here")
    sign, hours, minutes = match.groups(default="0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > timedelta(hours=14):
        raise UnknownDate(f"no clock is {zone} away from UTC")
    return timezone(-offset if sign == "-" else offset)


def _check_year(year: int) -> None:
    if year not in YEARS:
        raise UnknownDate(f"{year} is not between {YEARS[0]} and {YEARS[-1]}, as the year of a news page is")
