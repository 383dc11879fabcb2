"""What two sequences have in common, in the order of both; work stays bounded whatever they hold.

Anchors are what occurs once on either side (patience diff, https://bramcohen.livejournal.com/73318.html); only small
gaps that have none are searched by `difflib`, which takes quadratic time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final

Pair = tuple[int, int]
"""A place on the old side, and the place on the new side that goes with it."""
Gap = tuple[int, int, int, int]
"""Old places from, to; new places from, to."""

_DEEPEST: Final = 8
"""How often a gap is looked through again for what occurs once in it."""
_SMALL: Final = 32 * 32
"""Old times new entries up to which a gap without anchors is searched."""


def matching(old: list[Any], new: list[Any]) -> list[Pair]:
    """Places that hold the same, rising on both sides. Entries are hashable and can be put in order."""
    if new < old:
        return [(i, j) for j, i in _matching(new, old)]
    return _matching(old, new)


def _matching(old: list[Any], new: list[Any]) -> list[Pair]:
    pairs: list[Pair] = []
    waiting = [((0, len(old), 0, len(new)), 0)]
    while waiting:
        whole, depth = waiting.pop()
        gap = without_ends(old, new, whole, pairs)
        i, i_end, j, j_end = gap
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(old, new, gap) if depth < _DEEPEST else []
        pairs += anchors
        if anchors:
            waiting += [(between, depth + 1) for between in gaps(anchors, gap)]
        elif (i_end - i) * (j_end - j) <= _SMALL:
            pairs += _searched(old, new, gap)
    return sorted(pairs)


def gaps(pairs: Sequence[Pair], whole: Gap) -> Iterator[Gap]:
    """What lies before, between and after pairs that rise on both sides."""
    i, i_end, j, j_end = whole
    for (i_from, j_from), (i_to, j_to) in pairwise(((i - 1, j - 1), *pairs, (i_end, j_end))):
        yield i_from + 1, i_to, j_from + 1, j_to


def without_ends(old: list[Any], new: list[Any], gap: Gap, pairs: list[Pair]) -> Gap:
    """The gap without what both sides begin and end with, which goes to the pairs."""
    i, i_end, j, j_end = gap
    while i < i_end and j < j_end and old[i] == new[j]:
        pairs.append((i, j))
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
        pairs.append((i_end, j_end))
    return i, i_end, j, j_end


def _anchors(old: list[Any], new: list[Any], gap: Gap) -> list[Pair]:
    """The longest chain of what occurs once on either side of a gap."""
    i, i_end, j, j_end = gap
    new_places = _places_of_single(new, j, j_end)
    both = [
        (place, new_places[entry]) for entry, place in _places_of_single(old, i, i_end).items() if entry in new_places
    ]
    return _rising(both)


def _places_of_single(entries: list[Any], start: int, end: int) -> dict[Any, int]:
    """Entry -> place, in their order, of those that occur once between two places."""
    counts = Counter(entries[start:end])
    return {entries[place]: place for place in range(start, end) if counts[entries[place]] == 1}


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest chain of pairs that rises on the new side, out of some that rise on the old one."""
    ends: list[int] = []
    """New place in which the shortest-reaching chain of each length ends, and its pair."""
    last: list[int] = []
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else None)
    chain = []
    at = last[-1] if last else None
    while at is not None:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _searched(old: list[Any], new: list[Any], gap: Gap) -> Iterator[Pair]:
    i, i_end, j, j_end = gap
    for run in SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False).get_matching_blocks():
        yield from ((i + run.a + step, j + run.b + step) for step in range(run.size))
