"""Which edits of a text are trivial: those that put its spelling right, and leave what it says.

At most two words come and go, in all. Either one stands in for the other and is the same word, but for its accents,
its punctuation and, in a word of five letters or more, one letter; or each is one of `SMALL_WORDS`. A word with a digit
or a capital in it, one that counts and one that denies are never trivial. What only moved is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

MOST_WORDS: Final = 2
"""How many words may come and go, both counted."""
SMALL_WORDS: Final = frozenset(
    """
    a au aux avec c ce ces cet cette d dans de des du elle elles en et il ils j je l la le les leur leurs lui m me
    mais on ou par pour qu que qui s sa se ses son sont sur t un une y
    """.split()
)
"""Words that may be missing, or too many, by a slip of the pen; without accents."""
_TELLING: Final = frozenset(
    """
    ne n pas non ni jamais rien aucun aucune sans plus moins sauf
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
    cinquante soixante cent cents mille million millions milliard milliards
    """.split()
)
"""What counts and what denies; without accents."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LONG: Final = 5


def is_trivial(before: str, after: str) -> bool:
    """Whether an edit of a text is trivial. Linear in the texts' lengths."""
    old, new = Counter(before.split()), Counter(after.split())
    gone, come = list((old - new).elements()), list((new - old).elements())
    words = [*gone, *come]
    if len(words) > MOST_WORDS or any(_tells(word) for word in words):
        return False
    if len(gone) == len(come) == 1 and _same_word(_plain(gone[0]), _plain(come[0])):
        return True
    return all(set(_parts(word)) <= SMALL_WORDS for word in words)


def _tells(word: str) -> bool:
    return any(sign.isdigit() or sign.isupper() for sign in word) or not _TELLING.isdisjoint(_parts(word))


def _parts(word: str) -> list[str]:
    """`d’accord,` as `d` and `accord`: lower case, without accents."""
    return _LETTERS.findall(_unaccented(word))


def _plain(word: str) -> str:
    """The word's letters alone."""
    return "".join(_parts(word))


def _unaccented(word: str) -> str:
    marked = unicodedata.normalize("NFD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _LONG and _one_letter_apart(one, other))


def _one_letter_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one letter was added, left out or replaced, or two neighbours changed places."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    swapped = others[1::-1] == rest[:2] and rest[2:] == others[2:]
    return swapped or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]
