"""Two bodies, block by block and then word by word; lists item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar

from newsarchive.archive import Block, ListItem
from newsarchive.browse.differing.placing import Placed, Status, placed
from newsarchive.browse.differing.words import Segment, compare, likeness, telling_words, words_of

T = TypeVar("T")
_ALIKE: Final = 0.4
"""Share of telling words from which one text is taken for the other, rewritten."""
_MOST: Final = 2_000
"""Blocks or items up to which they are told apart; a body or a list of more is compared as one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a list, and what became of it."""

    status: Status
    segments: tuple[Segment, ...]
    depth: int
    """0 in the outer list."""
    ordered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block of the body, and what became of it.

    `segments` make up its text; a list that is a list on both sides, or on its only one, has `items` instead.
    """

    status: Status
    kind: str
    """In the new version, or in the old one where it is in that alone: paragraph, heading, list, quote or strap."""
    old_kind: str | None = None
    """What it was, where it is something else now."""
    level: int | None = None
    """1-6 for a heading."""
    segments: tuple[Segment, ...] = ()
    items: tuple[Item, ...] = ()
    words: int
    """In the new version, or in the old one where it is in that alone."""
    place: int
    """Among the blocks of that version, from 1."""
    other_place: int | None = None
    """Among the blocks of the other version, where it is in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Pieces in a row that are all unchanged, or all not."""

    is_unchanged: bool
    pieces: tuple[Piece, ...]
    words: int


def body_pieces(old: Sequence[Block], new: Sequence[Block]) -> tuple[Piece, ...]:
    """All pieces of two bodies in reading order; where both differ, what went stands before what came."""
    if max(len(old), len(new)) > _MOST:
        old, new = ([Block(kind="paragraph", text="\n\n".join(block.text for block in side))] for side in (old, new))
    keys = [[(block.kind, block.text) for block in side] for side in (old, new)]
    return tuple(
        _piece(status, i, j, _shown(old, i, status != "moved-here"), _shown(new, j, status != "moved-away"))
        for status, i, j in _placed(keys)
    )


def passages(pieces: Iterable[Piece]) -> tuple[Passage, ...]:
    """The pieces, those that did not change put together."""
    return tuple(
        Passage(is_unchanged=unchanged, pieces=(run := tuple(group)), words=sum(piece.words for piece in run))
        for unchanged, group in groupby(pieces, key=lambda piece: piece.status == "same")
    )


def _shown(side: Sequence[T], place: int | None, is_here: bool) -> T | None:
    """What a piece shows of one side; what moved is shown at either place as if it were there alone."""
    return None if place is None or not is_here else side[place]


def _piece(status: Status, i: int | None, j: int | None, old: Block | None, new: Block | None) -> Piece:
    block = new or old
    assert block is not None
    place, other = (i, j) if new is None else (j, i)
    assert place is not None
    blocks = [each for each in (old, new) if each]
    lists = all(each.kind == "list" and 0 < len(each.items) <= _MOST for each in blocks)
    return Piece(
        status=status,
        kind=block.kind,
        old_kind=old.kind if old and old.kind != block.kind else None,
        level=block.level,
        segments=() if lists else compare(old.text if old else "", new.text if new else ""),
        items=_items(old.items if old else (), new.items if new else ()) if lists else (),
        words=words_of(block.text),
        place=place + 1,
        other_place=None if other is None else other + 1,
    )


def _items(old: Sequence[ListItem], new: Sequence[ListItem]) -> tuple[Item, ...]:
    keys = [[(item.depth, item.text) for item in side] for side in (old, new)]
    return tuple(
        _item(status, _shown(old, i, status != "moved-here"), _shown(new, j, status != "moved-away"))
        for status, i, j in _placed(keys)
    )


def _item(status: Status, old: ListItem | None, new: ListItem | None) -> Item:
    item = new or old
    assert item is not None
    return Item(
        status=status,
        segments=compare(old.text if old else "", new.text if new else ""),
        depth=item.depth,
        ordered=item.ordered,
    )


def _placed(keys: Sequence[Sequence[tuple[object, str]]]) -> Iterator[Placed]:
    """Old and new entries, of which each is what must be the same and a text."""
    old, new = ([telling_words(text) for _, text in side] for side in keys)
    return placed(*keys, likeness=lambda i, j: likeness(old[i], new[j]), least=_ALIKE)
