"""French date text to an aware datetime (Europe/Paris) or a date; UnknownDate for whatever names no single day."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsarchive.dates.absolute import ABSOLUTE, read_absolute
from newsarchive.dates.around import before, doubt_after
from newsarchive.dates.fallback import read_with_dateparser
from newsarchive.dates.machine import read_machine
from newsarchive.dates.numeric import read_numeric
from newsarchive.dates.ranges import Range, read_range
from newsarchive.dates.relative import RELATIVE, read_relative
from newsarchive.dates.words import fold
from newsarchive.dates.zones import PARIS, check_weekday
from newsarchive.errors import UnknownDate

__all__ = ["PARIS", "parse_date", "parse_range"]

_CLOCK_FIRST = re.compile(r"^(?P<clock>[0-9]{1,2} ?[h:] ?(?:[0-9]{2})?),? (?P<day>le .*[0-9]{4})$")
"""`17h37, le 2 novembre 2023`: in folded text."""
_LONGEST = 250
"""Characters: what is longer is no date line."""


def parse_date(text: str, reference: datetime | None = None) -> datetime | date:
    """The day or moment a French text names: an aware datetime in Europe/Paris, or a date where only a day is printed.

    Labels (`Publié le`), bylines and other words without a number may surround it; of a published and an updated date
    the first counts, of a range the first day. `reference` (aware) is the time the text was printed; relative forms
    and days without a year need it. Raises UnknownDate, with a sentence that says why, for anything else.
    """
    if len(text) > _LONGEST:
        raise UnknownDate(f"No day is read from {_shown(text)}: it is longer than a date line.")
    try:
        value = read_numeric(text)
        return _read(text, reference) if value is None else value
    except UnknownDate as reason:
        raise UnknownDate(f"No day can be read from {_shown(text)}: {reason}.") from None


def parse_range(text: str, reference: datetime | None = None) -> Range:
    """First and last day (or moment) of `Du 28 février au 3 mars 2026`; twice the same where a text names one day.

    Reads and refuses what `parse_date` does.
    """
    first = parse_date(text, reference)
    return read_range(fold(text).strip(), reference) or (first, first)


def _read(text: str, reference: datetime | None) -> datetime | date:
    machine = read_machine(text.strip())
    if machine is not None:
        return machine
    folded = _CLOCK_FIRST.sub(r"\g<day> a \g<clock>", fold(text).strip())
    both = read_range(folded, reference)
    return both[0] if both else _read_one(folded, reference)


def _read_one(text: str, reference: datetime | None) -> datetime | date:
    match = _first_match(text)
    if match is None:
        return read_with_dateparser(text)
    weekday, doubt = before(text[: match.start()])
    doubt = doubt or doubt_after(text[match.end() :])
    if doubt:
        raise UnknownDate(doubt)
    if match.re is ABSOLUTE:
        return read_absolute(match, weekday, reference)
    value = read_relative(match, reference)
    check_weekday(value, weekday)
    return value


def _first_match(text: str) -> re.Match[str] | None:
    absolute = ABSOLUTE.search(text)
    return RELATIVE.search(text, 0, absolute.start() if absolute else len(text)) or absolute


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:79] + "…")
