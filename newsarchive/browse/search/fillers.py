"""A question or a copied headline -> the words in it that tell what is looked for."""

from __future__ import annotations

import re
from typing import Final

from newsarchive.browse.search.words import STOP_WORDS, fold, words

_FILLERS: Final = frozenset(
    "actualite actualites actu article articles autour cherche chercher combien comment concernant dit dire info infos"
    " information informations lire nouvelle nouvelles parle parlent parlant pourquoi propos publie publies quand quel"
    " quelle quelles quels quoi recherche retrouver sujet sujets texte trouver veux voudrais".split()
)
"""Folded words that ask, and do not tell what for."""
_SITE = re.compile(r"\s+[-\u2013\u2014|]\s+(?:www\.)?(?:[\w-]+\.)+[a-z]{2,6}\s*$", re.IGNORECASE)
"""What a browser's title ends with: ` - maCommune.info`."""


def without_fillers(typed: str) -> str | None:
    """What is typed without the words that only ask; None where it has none, or nothing else, or is quoted."""
    if '"' in typed or "«" in typed:
        return None
    said = _SITE.sub("", typed).split()
    told = [word for word in said if not _is_filler(word)]
    if told != said:
        told = [word for word in told if word.isupper() or not _says_nothing(word)]
    left = " ".join(told)
    has_more = any(fold(word) not in STOP_WORDS for word in words(left))
    return left if has_more and left != " ".join(typed.split()) else None


def _says_nothing(word: str) -> bool:
    return all(fold(part) in STOP_WORDS for part in words(word))


def _is_filler(word: str) -> bool:
    parts = [fold(part) for part in words(word)]
    return any(part in _FILLERS for part in parts) and all(part in _FILLERS | STOP_WORDS for part in parts)
