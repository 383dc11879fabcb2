"""A word with a slip in it -> the word of an index that is likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LEAST: Final = 4
"""Letters of a word that is told from a slip of another."""
_LONG: Final = 6
"""Letters of a word that may have two slips."""


def beginnings(word: str) -> tuple[str, ...]:
    """How a word that is meant may begin: with the first two letters, in either order; none for a short word."""
    first = word[:2]
    return tuple(dict.fromkeys((first, first[::-1]))) if len(word) >= _LEAST and word.isalpha() else ()


def nearest(word: str, others: Iterable[tuple[str, int]]) -> str | None:
    """Of the words, each with how many texts have it, the one with the fewest slips, then that of the most texts."""
    most = 2 if len(word) >= _LONG else 1
    near = ((slips(word, other), -texts, other) for other, texts in others if abs(len(word) - len(other)) <= most)
    slipped, _, found = min((one for one in near if one[0] <= most), default=(0, 0, None))
    return found if slipped else None


def slips(one: str, other: str) -> int:
    """Letters left out, put in, changed or swapped with the next (optimal string alignment distance)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        row = [i + 1]
        for j, wanted in enumerate(other):
            row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (letter != wanted)))
            if i and j and (letter, one[i - 1]) == (other[j - 1], wanted):
                row[-1] = min(row[-1], before[j - 1] + 1)
        before, last = last, row
    return last[-1]
