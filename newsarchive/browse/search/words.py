"""Typed text -> words as the index has them (https://www.sqlite.org/fts5.html#unicode61_tokenizer).

SQLite splits and folds what is in quotes itself, with its own tables of Unicode: a word kept whole here with a sign
SQLite would split at is a phrase of its pieces. So only signs that part words for certain are listed, and only words
of plain Latin letters are folded here, which is what closely related forms are made from.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ODD_LETTERS = "\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3"
"""Letters in Python's eyes, not in those of SQLite."""
_SIGNS = (
    r"\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    r"\u2010-\u2027\u202f-\u205e\u3000-\u3003\ud800-\udfff" + _ODD_LETTERS
)
WORD: Final = f"[^{_SIGNS}]+"
"""A regular expression for a word, or for a sign that SQLite may take for one."""
_WORD, _SIGN = re.compile(WORD), re.compile(f"[{_SIGNS}]")
_LATIN = re.compile("[0-9A-Za-z\u00c0-\u017f]+")
_FOLDED = re.compile("[0-9a-zœæ]+")
_LIGATURES = (("oe", "œ"), ("ae", "æ"))
_SAINTS = {"saint": "st", "sainte": "ste"}
_SHORT = _SAINTS | {short: saint for saint, short in _SAINTS.items()}

STOP_WORDS: Final = frozenset(
    "a ai au aux avec c ce ces cet cette d dans de des du elle elles en est et eu il ils j je l la le les leur"
    " leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par pas pour qu que qui s sa sans se ses si"
    " son sont sur t ta te tes ton tu un une vos votre vous y".split()
)
"""Folded words that nearly every text has."""


def words(text: str) -> list[str]:
    """The words of a text as they are spelled, and signs between them that SQLite may take for words."""
    return _WORD.findall(text) if any(char.isalnum() for char in _SIGN.sub("", text)) else []


def fold(word: str) -> str | None:
    """The word in lower case without accents, as it is in the index; None for one that is not of Latin letters."""
    composed = unicodedata.normalize("NFC", word)
    if not _LATIN.fullmatch(composed):
        return None
    plain = "".join(char for char in unicodedata.normalize("NFD", composed) if not unicodedata.combining(char)).lower()
    return plain if _FOLDED.fullmatch(plain) else None


_FOLDED_LETTERS = {ord(letter): fold(letter) for letter in map(chr, [*range(0x41, 0x5B), *range(0xC0, 0x180)])}
_TRANSLATION = {letter: folded for letter, folded in _FOLDED_LETTERS.items() if folded}


def fold_text(text: str) -> str:
    """A text of the same length with its Latin letters as `fold` has them."""
    return text.translate(_TRANSLATION)


def spellings(word: str) -> tuple[str, ...]:
    """The word as the index may have it: œ and æ are letters of their own there, which many type as two; St, Saint."""
    folded = fold(word)
    if folded is None:
        return (word,)
    apart = joined = folded
    for two, one in _LIGATURES:
        apart, joined = apart.replace(one, two), joined.replace(two, one)
    return tuple(dict.fromkeys((folded, apart, joined, _SHORT.get(folded, folded))))
