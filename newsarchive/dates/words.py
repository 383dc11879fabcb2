"""French words of the calendar, and the text folded so that one spelling of each is enough.

Folded text is lower case, without accents or invisible characters, with plain apostrophes, hyphens and single spaces.
A `?` may stand where a page lost an accent (`f?vrier`).
"""

from __future__ import annotations

import re
import unicodedata

_TRANSLATION = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02b9\u02bc\u00b4\u0060\u2032\u2035\u055a\uff07"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
    0xFFFD: "?",
}
_SPACES = re.compile(r"\s+")

_MONTHS = (
    "janvier janv jan",
    "fevrier fevr fev f?vrier f?vr f?v",
    "mars",
    "avril avr",
    "mai",
    "juin",
    "juillet juill juil",
    "aout ao?t",
    "septembre sept sep",
    "octobre oct",
    "novembre nov",
    "decembre dec d?cembre d?c",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""Folded month names and abbreviations (without the dot) to 1-12."""

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WEEKDAYS = {name: number for number, day in enumerate(DAYS) for name in (day, day[:3])}
"""Folded names and abbreviations (without the dot) to 0-6, Monday first, as `date.weekday()` counts."""


def one_of(names: dict[str, int]) -> str:
    """A regex of these words, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def fold(text: str) -> str:
    """The text in the one spelling the grammar knows."""
    plain = text.translate(_TRANSLATION).lower()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return _SPACES.sub(" ", plain)
