"""Pieces of text to typed blocks: nothing lost, nothing doubled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from newsarchive.extraction.reading import Piece
from newsarchive.items import Block, ListItem

_BULLET = re.compile(r"^\s*(?:[•●▪‣◦·–—-]|\*)\s+(?=\S)")


def to_blocks(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The blocks of a run of pieces, in reading order."""
    return tuple(_blocks(list(pieces)))


def _blocks(pieces: list[Piece]) -> Iterator[Block]:
    for root, run in groupby(pieces, key=lambda piece: id(piece.list_root) if piece.list_root is not None else None):
        if root is not None:
            yield list_block(list(_items(list(run))))
        else:
            yield from _loose(list(run))


def _loose(pieces: list[Piece]) -> Iterator[Block]:
    """Blocks of pieces outside of lists; lines that begin with a bullet are a list all the same."""
    for bulleted, run in groupby(pieces, key=_is_bulleted):
        if bulleted:
            lines = [line for piece in run for line in piece.text.split("\n")]
            yield list_block([ListItem(text=_BULLET.sub("", line)) for line in lines])
        else:
            yield from (_block(piece) for piece in run)


def _is_bulleted(piece: Piece) -> bool:
    lines = piece.text.split("\n")
    return piece.kind == "text" and piece.text[0] in "•●▪‣◦" and all(map(_BULLET.match, lines))


def _block(piece: Piece) -> Block:
    if piece.kind == "heading":
        return Block(kind="heading", text=piece.text, level=piece.level)
    if piece.kind == "quote":
        return Block(kind="quote", text=piece.text)
    if is_bold_heading(piece):
        return Block(kind="heading", text=piece.text)
    return Block(kind="paragraph", text=piece.text)


def is_bold_heading(piece: Piece) -> bool:
    """Whether a paragraph is a heading in all but its tag: short, bold throughout, no full stop."""
    return (
        piece.kind == "text"
        and len(piece.text) <= 120
        and piece.bold >= 0.95 * len(piece.text)
        and piece.text[-1] not in ".,;"
    )


def _items(pieces: list[Piece]) -> Iterator[ListItem]:
    for _, run in groupby(pieces, key=lambda piece: id(piece.list_item)):
        item = list(run)
        text = " ".join(" ".join(piece.text.split("\n")) for piece in item)
        yield ListItem(text=text, depth=item[0].level, ordered=item[0].ordered)


def list_block(items: list[ListItem]) -> Block:
    """A list as a block, printed as one "- …" line per item."""
    lines = "\n".join(f"{'  ' * item.depth}- {item.text}" for item in items)
    return Block(kind="list", text=lines, items=tuple(items))
