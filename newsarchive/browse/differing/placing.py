"""What became of each entry of a sequence: kept, changed, moved, gone or come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

from newsarchive.browse.differing.matching import Gap, Pair, gaps, matching

Status = Literal["same", "changed", "added", "removed", "moved-away", "moved-here"]
"""What moved stands twice, at its old and at its new place."""
Placed = tuple[Status, int | None, int | None]
"""What became of an entry, its old and its new place."""
Likeness = Callable[[int, int], float]
"""How alike an old and a new place are, 0 to 1."""

_COMPARABLE: Final = 128 * 128
"""Old times new entries up to which each is held against each."""


def placed(old: Sequence[Any], new: Sequence[Any], *, likeness: Likeness, least: float) -> Iterator[Placed]:
    """What became of each entry, in the order of both; where both differ, what went stands before what came.

    Entries are hashable and can be put in order. Two that are less than `least` alike have nothing to do with each
    other.
    """
    pairs = _alike(old, new, likeness, least)
    moved = _moved(old, new, pairs)
    back = {j: i for i, j in moved.items()}
    for (i, i_end, j, j_end), pair in zip(gaps(pairs, (0, len(old), 0, len(new))), [*pairs, None], strict=True):
        yield from (("moved-away", at, moved[at]) if at in moved else ("removed", at, None) for at in range(i, i_end))
        yield from (("moved-here", back[at], at) if at in back else ("added", None, at) for at in range(j, j_end))
        if pair:
            yield "same" if old[pair[0]] == new[pair[1]] else "changed", *pair


def _moved(old: Sequence[Any], new: Sequence[Any], pairs: Sequence[Pair]) -> dict[int, int]:
    """Old place -> new place of what is the same on both sides and has no partner in the order of both."""
    places = defaultdict(list)
    for j in sorted(set(range(len(new))) - {j for _, j in pairs}, reverse=True):
        places[new[j]].append(j)
    free = sorted(set(range(len(old))) - {i for i, _ in pairs})
    return {i: places[old[i]].pop() for i in free if places[old[i]]}


def _alike(old: Sequence[Any], new: Sequence[Any], likeness: Likeness, least: float) -> list[Pair]:
    """What is the same, and between it what is alike: the pairs that rise on both sides and are most alike in all."""
    pairs = matching(old, new)
    for gap in list(gaps(pairs, (0, len(old), 0, len(new)))):
        i, i_end, j, j_end = gap
        if not 0 < (i_end - i) * (j_end - j) <= _COMPARABLE:
            continue
        if new[j:j_end] < old[i:i_end]:  # type: ignore[operator]
            turned = _most_alike((j, j_end, i, i_end), lambda b, a: likeness(a, b), least)
            pairs += [(a, b) for b, a in turned]
        else:
            pairs += _most_alike(gap, likeness, least)
    return sorted(pairs)


def _most_alike(gap: Gap, likeness: Likeness, least: float) -> Iterator[Pair]:
    """Heaviest common subsequence: `best[i][j]` is what the entries from places i and j on can come to."""
    i, i_end, j, j_end = gap
    width = j_end - j
    weights = [[likeness(a, b) for b in range(j, j_end)] for a in range(i, i_end)]
    best = [[0.0] * (width + 1) for _ in range(i_end - i + 1)]
    for a in range(i_end - i - 1, -1, -1):
        for b in range(width - 1, -1, -1):
            weight = weights[a][b]
            paired = weight + best[a + 1][b + 1] if weight >= least else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], paired)
    a = b = 0
    while a < i_end - i and b < width:
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            yield i + a, j + b
            a, b = a + 1, b + 1
