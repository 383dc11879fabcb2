"""Days named by their distance: `hier à 14h30`, `il y a 2 heures`, `vendredi dernier`, `les 30 jours précédents`.

Years, months, weeks and days are counted on the calendar of Paris (31 March less a month is 28 or 29 February), hours
and less in real time, so that a clock change in between costs no hour. Nothing finer than a day printed: a date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from newsarchive.dates.absolute import local
from newsarchive.dates.clock import CLOCK, at_clock
from newsarchive.dates.words import DAYS, WEEKDAYS
from newsarchive.dates.zones import PARIS, day, settled
from newsarchive.errors import UnknownDate

_NUMBER_WORDS = "|un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
_NUMBERS = {word: number for number, words in enumerate(_NUMBER_WORDS.split("|")) for word in words.split()}
_NUMBERS |= {"vingt": 20, "trente": 30}
_UNITS = {
    "months": r"mois",
    "years": r"an(?:nee)?s?",
    "weeks": r"sem(?:aines?)?",
    "minutes": r"m(?:in(?:s|utes?)?|n)?",
    "days": r"j(?:ours?)?",
    "hours": r"h(?:eures?)?",
    "seconds": r"s(?:ec(?:ondes?)?)?",
    "half_hours": r"demi[- ]heures?",
    "quarters": r"quarts? d'heure",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_SECONDS = {"hours": 3600, "half_hours": 1800, "quarters": 900, "minutes": 60, "seconds": 1}
_DAYS_AWAY = {"apres": 2, "demain": 1, "avant": -2, "hier": -1}

_COUNT = rf"(?:[0-9]{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_AMOUNT = re.compile(rf"(?P<count>{_COUNT}) ?(?:{_UNIT})(?![a-z0-9])")
_ANY_UNIT = f"(?:{'|'.join(_UNITS.values())})(?![a-z0-9])"
_CLOCK_UNIT = f"(?:{'|'.join(_UNITS[name] for name in _SECONDS)})(?![a-z0-9])"
_AMOUNTS = rf"{_COUNT} ?{_ANY_UNIT}(?:(?:,| et|, et)? {_COUNT} ?{_ANY_UNIT})*"

RELATIVE = re.compile(
    r"(?<![a-z0-9'-])(?:"
    rf"(?P<word>aujourd['? ]?hui|avant[- ]hier|hier|apres[- ]demain|demain|ce (?:jour|matin|midi|soir)(?! la))"
    r"(?: (?:matin|midi|apres[- ]midi|soir))?"
    rf"|(?P<weekday>{'|'.join(DAYS)}) dernier"
    rf"|il ?y ?a (?:environ |moins d(?:e |'))?(?P<ago>{_AMOUNTS})|^moins d(?:e |')(?P<recent>{_COUNT} ?{_CLOCK_UNIT})"
    rf"|dans (?P<ahead>{_AMOUNTS})"
    rf"|[lc]es (?:(?P<past>{_COUNT} {_ANY_UNIT}) (?:precedent|dernier)e?s"
    rf"|(?P<last>{_COUNT}) (?:precedent|dernier)e?s (?P<unit>{_ANY_UNIT}))"
    rf")(?![a-z]){CLOCK}"
)
"""A day or moment told from now in folded text."""


def read_relative(match: re.Match[str], reference: datetime | None) -> datetime | date:
    """What a match of RELATIVE means at the reference."""
    now = local(reference)
    if match["word"]:
        return at_clock(now.date() + timedelta(days=_days_away(match["word"])), match)
    if match["weekday"]:
        days_since = (now.weekday() - WEEKDAYS[match["weekday"]] - 1) % 7 + 1
        return at_clock(now.date() - timedelta(days=days_since), match)
    if match["hour"]:
        raise UnknownDate("a time of day does not go with a distance in time")
    if match["ahead"]:
        return _shifted(now, match["ahead"], +1)
    return _shifted(now, match["ago"] or match["recent"] or match["past"] or f"{match['last']} {match['unit']}", -1)


def _days_away(word: str) -> int:
    return next((days for start, days in _DAYS_AWAY.items() if word.startswith(start)), 0)


def _shifted(now: datetime, amounts: str, sign: int) -> datetime | date:
    """`now` moved by amounts such as "1 an, 1 mois et 2 heures"."""
    months = days = seconds = 0
    finest_is_day = True
    for amount in _AMOUNT.finditer(amounts):
        count = sign * (_NUMBERS[amount["count"]] if amount["count"] in _NUMBERS else int(amount["count"]))
        unit = amount.lastgroup or ""
        months += count * {"years": 12, "months": 1}.get(unit, 0)
        days += count * {"weeks": 7, "days": 1}.get(unit, 0)
        seconds += count * _SECONDS.get(unit, 0)
        finest_is_day = finest_is_day and unit not in _SECONDS
    on = _days_later(_months_later(now.date(), months), days)
    if finest_is_day:
        return on
    start = now if on == now.date() else settled(datetime.combine(on, now.time(), PARIS))
    return (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(PARIS).replace(microsecond=0)


def _months_later(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return day(year, month + 1, min(on.day, monthrange(max(year, 1), month + 1)[1]))


def _days_later(on: date, days: int) -> date:
    try:
        later = on + timedelta(days=days)
    except OverflowError:
        raise UnknownDate(f"{days} days from {on:%d/%m/%Y} is out of the calendar") from None
    return day(later.year, later.month, later.day)
