"""Forms of a French noun or adjective: singular and plural, masculine and feminine, as the index has them.

A stemmer answers which of the words of an index are forms of one another; to ask an index, the forms themselves are
enough: those that do not exist cost a look-up and find nothing, and no list of words has to be kept. Endings are
pairs that mark gender for certain, since a bare `-e` does not: commun and commune, port and porte, vent and vente
stay apart, which they do not in the minimal stemmer of J. Savoy (https://doi.org/10.1145/1141277.1141523).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newsarchive.browse.search.words import STOP_WORDS

_GENDERED = "and ain ais ert eur ois 1u 3an 3ant 3ard 3at 3dit 3ent 3in 4ol crit tit tuit"
"""Endings that take -e for the feminine; before each, how many letters have to precede it, 2 where nothing is said."""

_PARADIGMS = (
    *("0 eau eaux", "1 eu eux", "2 au aux", "2 ou oux", "1 al aux ale ales", "3 ail aux"),
    *("1 eux euse euses", "eur eurs euse euses", "teur teurs trice trices", "1 if ifs ive ives"),
    *("3 er ers ere eres", "en ens enne ennes", "3 on ons onne onnes", "3 el els elle elles", "3 ic ics ique iques"),
    *("5 e es ee ees", "6 e es ee ees er"),
    *("0 nouveau nouveaux nouvel nouvelle nouvelles", "0 beau beaux bel belle belles"),
    *("0 vieux vieil vieille vieilles", "0 blanc blancs blanche blanches", "0 long longs longue longues"),
    *("0 oeil yeux", "0 œil yeux", "0 monsieur messieurs", "0 madame mesdames"),
)
"""Endings that take each other's place, and how many letters have to precede them."""

_INVARIABLE = frozenset({"cas", "cours", "fils", "fois", "mois", "vers"})
"""Words in -s that would otherwise pass for the plural of another word."""


def _rows() -> Iterator[tuple[int, tuple[str, ...]]]:
    for row in _PARADIGMS:
        first, *others = row.split()
        yield (int(first), tuple(others)) if first.isdigit() else (2, (first, *others))
    for row in _GENDERED.split():
        ending = row.lstrip("0123456789")
        yield int(row.removesuffix(ending) or 2), (ending, f"{ending}s", f"{ending}e", f"{ending}es")


_ROWS: Final = tuple(_rows())


def forms(word: str) -> frozenset[str]:
    """A folded word and the forms it may have; some of them are no words."""
    if word in STOP_WORDS or len(word) == 1 or not word.isalpha():
        return frozenset({word})
    found = {word, *_other_number(word)}
    for least, endings in _ROWS:
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                found.update(word.removesuffix(ending) + other for other in endings)
    return frozenset(found - STOP_WORDS | {word})


def _other_number(word: str) -> Iterator[str]:
    if word[-1] not in "sxz" and f"{word}s" not in _INVARIABLE:
        yield f"{word}s"
    if word[-1] == "s" and word[-2] != "s" and len(word) > 3 and word not in _INVARIABLE:
        yield word[:-1]
