"""What may stand before and after a date without making it doubtful: labels, bylines, words without a number.

Anything else that could be part of a date (a digit, a month, a zone, "avant", "jusqu'au") makes the text ambiguous.
Labels repeat from page to page, so verdicts are remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newsarchive.dates.words import DAYS, MONTHS, WEEKDAYS, fold, one_of

_LABEL = (
    r"(?:publi[e?]e?|publication|mise? [a?] jour|mise? en ligne|modifi[e?]e?|modification|actualis[e?]e?|cr[e?][e?]e?"
    r"|post[e?]e?|parue?|parution|diffus[e?]e?|r[e?]dig[e?]e?|ajout[e?]e?|[e?]dition)"
)
_LABEL_BEFORE = re.compile(rf"(?<![a-z]){_LABEL}(?: par [^0-9]+?)?[ :,]*(?:le|sur|du)?[ :]*$")
_LABEL_AFTER = re.compile(rf"(?:^|[^a-z]){_LABEL}(?![a-z])")
_BYLINE_BEFORE = re.compile(r" ?par .*(?:[,|] ?| - | le )$")
_WEEKDAY_BEFORE = re.compile(rf"(?:^|[^a-z])({one_of(WEEKDAYS)})\.?,? (?:le )?$")
_NOT_THAT_DAY = re.compile(
    r"(?<![a-z])(?:avant|apres|depuis|des|jusqu'?|partir|compter|d'ici|environ|vers|entre|veille|lendemain|au)"
    r"(?: ?(?:le|la|du|de|au|l'|a partir))* ?$"
)
_GLUED_BEFORE = re.compile(r"[-/._#°=&?@+*%$€]$")
_SPARE_AFTER = re.compile(
    r"[ ,.:;|·•(-]*(?:par .*|(?:temps de )?lecture.*|\+ ?[0-9]+ (?:autres? )?dates?(?: supplementaires?)?"
    r"|[0-9]+ (?:commentaires?|reactions?|partages?|vues?))[ .)]*"
)
_PARTED_AFTER = re.compile(r"[ ,;:|)\]!\"'»•·]|\.(?=[. ]|$)|- ?|$")
_OTHER_CLOCK = re.compile(
    r"[ (]*(?:[ap]\.? ?m\b|h[ane][aecpnrt]|[ecmp][sd]t|bst|we?st|utc|gmt|cest|cet|heure (?:locale|d).*)[ ).]*"
    r"(?:[,|·•-].*)?"
)
_NAMES = (*DAYS, *(name for name in MONTHS if len(name) > 4), "mars", "juin", "aout", "hier", "demain", "aujourd'hui")
_DATE_WORD = re.compile(rf"[0-9]|(?<![a-z])(?:{'|'.join(map(re.escape, _NAMES))})(?![a-z])")


class Before(NamedTuple):
    """What stands before a date."""

    weekday: int | None = None
    """0-6, where one is printed next to the date."""
    doubt: str | None = None
    """Why the text is ambiguous, or None."""


@lru_cache(maxsize=1024)
def before(prefix: str) -> Before:
    """The weekday that announces a date, and the doubt that `prefix` casts on it."""
    text = fold(prefix)
    match = _WEEKDAY_BEFORE.search(text)
    if match is None:
        return Before(doubt=_doubt_before(text))
    return Before(weekday=WEEKDAYS[match[1]], doubt=_doubt_before(text[: match.start(1)]))


@lru_cache(maxsize=1024)
def doubt_after(suffix: str) -> str | None:
    """Why what follows a date makes it ambiguous, or None."""
    text = _LABEL_AFTER.split(fold(suffix), maxsplit=1)[0]
    if not _PARTED_AFTER.match(text):
        return f"{text!r} is glued to the date"
    if _SPARE_AFTER.fullmatch(text):
        return None
    if _OTHER_CLOCK.fullmatch(text):
        return f"{text.strip()!r} names a clock that is not known here"
    if re.match(r" ?prochain", text):
        return "a coming day without its year is not read"
    if _DATE_WORD.search(text):
        return f"{text.strip()!r} after the date may be part of another date"
    return None


def _doubt_before(text: str) -> str | None:
    if _LABEL_BEFORE.search(text) or _BYLINE_BEFORE.fullmatch(text):
        return None
    if _NOT_THAT_DAY.search(text):
        return f"{text.strip()!r} speaks of another time than the day it names"
    if _GLUED_BEFORE.search(text):
        return f"{text!r} is glued to the date"
    if _DATE_WORD.search(text):
        return f"{text.strip()!r} before the date may be part of another date"
    return None
