"""What became of each entry of a sequence: kept, changed, moved, gone or come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

from newsarchive.browse.differing.matching import Gap, Pair, gaps, matching, without_ends

Status = Literal["same", "changed", "added", "removed", "moved-away", "moved-here"]
"""What moved stands twice, at its old and at its new place."""
Placed = tuple[Status, int | None, int | None]
"""What became of an entry, its old and its new place."""
Weight = Callable[[int, int], float]
"""How much an old and a new place have in common; nought where they have nothing to do with each other."""

_COMPARABLE: Final = 128 * 128
"""Old times new entries up to which each is held against each."""


def placed(old: list[Any], new: list[Any], weight: Weight) -> Iterator[Placed]:
    """What became of each entry, in the order of both; where both differ, what went stands before what came.

    Entries are hashable and can be put in order. Those are paired that weigh most in all.
    """
    pairs = _heaviest(old, new, weight)
    moved = _moved(old, new, pairs)
    back = {j: i for i, j in moved.items()}
    for (i, i_end, j, j_end), pair in zip(gaps(pairs, (0, len(old), 0, len(new))), [*pairs, None], strict=True):
        yield from (("moved-away", at, moved[at]) if at in moved else ("removed", at, None) for at in range(i, i_end))
        yield from (("moved-here", back[at], at) if at in back else ("added", None, at) for at in range(j, j_end))
        if pair:
            yield "same" if old[pair[0]] == new[pair[1]] else "changed", *pair


def _moved(old: list[Any], new: list[Any], pairs: Sequence[Pair]) -> dict[int, int]:
    """Old place -> new place of what is the same on both sides and has no partner in the order of both."""
    places = defaultdict(list)
    for j in sorted(set(range(len(new))) - {j for _, j in pairs}, reverse=True):
        places[new[j]].append(j)
    free = sorted(set(range(len(old))) - {i for i, _ in pairs})
    return {i: places[old[i]].pop() for i in free if places[old[i]]}


def _heaviest(old: list[Any], new: list[Any], weight: Weight) -> list[Pair]:
    """The pairs that rise on both sides and weigh most in all; of long sides, in each gap between what is equal."""
    whole = (0, len(old), 0, len(new))
    pairs: list[Pair] = []
    middle = without_ends(old, new, whole, pairs)
    if _is_comparable(middle):
        return sorted([*pairs, *_heaviest_within(middle, old, new, weight)])
    pairs = matching(old, new)
    between = [gap for gap in gaps(pairs, whole) if _is_comparable(gap)]
    return sorted([*pairs, *(pair for gap in between for pair in _heaviest_within(gap, old, new, weight))])


def _is_comparable(gap: Gap) -> bool:
    i, i_end, j, j_end = gap
    return (i_end - i) * (j_end - j) <= _COMPARABLE


def _heaviest_within(gap: Gap, old: list[Any], new: list[Any], weight: Weight) -> list[Pair]:
    """The same pairs whichever side is the old one."""
    i, i_end, j, j_end = gap
    if new[j:j_end] < old[i:i_end]:
        return [(a, b) for b, a in _chain((j, j_end, i, i_end), lambda b, a: weight(a, b))]
    return list(_chain(gap, weight))


def _chain(gap: Gap, weight: Weight) -> Iterator[Pair]:
    """Heaviest common subsequence: `best[a][b]` is what the entries from a and b on can come to."""
    i, i_end, j, j_end = gap
    height, width = i_end - i, j_end - j
    weights = [[weight(a, b) for b in range(j, j_end)] for a in range(i, i_end)]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for a in range(height - 1, -1, -1):
        row, below = best[a], best[a + 1]
        for b in range(width - 1, -1, -1):
            row[b] = max(below[b], row[b + 1], weights[a][b] and weights[a][b] + below[b + 1])
    a = b = 0
    while a < height and b < width:
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            yield i + a, j + b
            a, b = a + 1, b + 1
