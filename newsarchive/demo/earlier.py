"""The articles published before a moment, counted and picked without looking at each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime

from newsarchive.demo.story import Story

SHELF = 256
"""Articles on a shelf: some root of how many the largest sites have, so that shelves are both few and short."""


class Earlier:
    """Articles in the order they are given, asked again and again for those before some moment."""

    def __init__(self, stories: Iterable[Story]) -> None:
        kept = tuple(stories)
        self._shelves = [kept[start : start + SHELF] for start in range(0, len(kept), SHELF)]
        self._published = [sorted(story.published for story in shelf) for shelf in self._shelves]

    def than(self, moment: datetime) -> EarlierThan:
        """Those published before the moment, in their order."""
        return EarlierThan(self._shelves, [bisect_left(published, moment) for published in self._published], moment)


class EarlierThan:
    """What `[story for story in stories if story.published < moment]` holds, for `random.choice`."""

    def __init__(self, shelves: Sequence[Sequence[Story]], counts: Sequence[int], moment: datetime) -> None:
        self._shelves, self._counts, self._moment = shelves, counts, moment

    def __len__(self) -> int:
        return sum(self._counts)

    def __getitem__(self, index: int) -> Story:
        for shelf, count in zip(self._shelves, self._counts, strict=True):
            if index < count:
                return [story for story in shelf if story.published < self._moment][index]
            index -= count
        raise IndexError(index)
