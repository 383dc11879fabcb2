"""Two bodies, block by block and then word by word; lists item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, TypeVar

from newsarchive.archive import Block, ListItem
from newsarchive.browse.differing.placing import Placed, Status, placed
from newsarchive.browse.differing.resemblance import in_common, same_words, telling_words, words_of
from newsarchive.browse.differing.words import Segment, compare

T = TypeVar("T")
PassageKind = Literal["same", "retyped", "changed"]

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
    is_retyped: bool = False
    """Whether it changed in typography alone."""
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
    """Pieces in a row that are all as they were, all retyped, or neither."""

    kind: PassageKind
    pieces: tuple[Piece, ...]
    words: int


def body_pieces(old: Sequence[Block], new: Sequence[Block]) -> tuple[Piece, ...]:
    """All pieces of two bodies in reading order; where both differ, what went stands before what came."""
    if max(len(old), len(new)) > _MOST:
        old, new = ([Block(kind="paragraph", text="\n\n".join(block.text for block in side))] for side in (old, new))
    keys = ([(block.kind, block.text) for block in side] for side in (old, new))
    return tuple(
        _piece(status, i, j, _shown(old, i, status != "moved-here"), _shown(new, j, status != "moved-away"))
        for status, i, j in _placed(*keys)
    )


def passages(pieces: Iterable[Piece]) -> tuple[Passage, ...]:
    """The pieces, those of a kind put together."""
    return tuple(
        Passage(kind=kind, pieces=(run := tuple(group)), words=sum(piece.words for piece in run))
        for kind, group in groupby(pieces, key=_passage_kind)
    )


def _passage_kind(piece: Piece) -> PassageKind:
    if piece.is_retyped:
        return "retyped"
    return "same" if piece.status == "same" else "changed"


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
        is_retyped=_is_retyped(old, new),
        segments=() if lists else compare(old.text if old else "", new.text if new else ""),
        items=_items(old.items if old else (), new.items if new else ()) if lists else (),
        words=words_of(block.text),
        place=place + 1,
        other_place=None if other is None else other + 1,
    )


def _is_retyped(old: Block | None, new: Block | None) -> bool:
    if old is None or new is None or old.kind != new.kind or old.text == new.text:
        return False
    return same_words(old.text, new.text)


def _items(old: Sequence[ListItem], new: Sequence[ListItem]) -> tuple[Item, ...]:
    keys = ([(item.depth, item.text) for item in side] for side in (old, new))
    return tuple(
        _item(status, _shown(old, i, status != "moved-here"), _shown(new, j, status != "moved-away"))
        for status, i, j in _placed(*keys)
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


def _placed(old: list[tuple[T, str]], new: list[tuple[T, str]]) -> Iterator[Placed]:
    """Of each entry something that must be the same, and its text."""
    before, after = ([telling_words(text) for _, text in side] for side in (old, new))
    return placed(old, new, lambda i, j: in_common(before[i], after[j]))
