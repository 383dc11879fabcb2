"""A version's body as it is shown: typed blocks, lists nested, links where their words stand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from newsarchive.archive import ListItem
from newsarchive.browse.reading.stored import stored_blocks

_WEB: Final = ("http://", "https://")
_DEEPEST: Final = 16
"""Lists within lists that are shown; items below stand with those of the last."""
_MOST_PLACED: Final = 2000
"""Links that are looked for in the text."""
_FARTHEST: Final = 50
"""Links that may be nowhere in the text, in a row, before the rest is taken for lost too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the body."""

    url: str
    text: str
    target_key: str | None
    """Of the article it points at, where that one is archived."""

    @property
    def is_web(self) -> bool:
        """Whether it may be followed: whatever else a page links (`javascript:`, `data:`) is only told."""
        return is_web(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text; of a link, its words."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a list, with the list inside it."""

    runs: tuple[Run, ...]
    children: ItemList | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """Items beside each other."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """A block of the body; a list has `list`, all others have `runs`."""

    kind: str
    """paragraph, heading, list, quote or strap."""
    runs: tuple[Run, ...] = ()
    level: int | None = None
    list: ItemList | None = None


def is_web(url: str) -> bool:
    """Whether an address is one of the web."""
    return url.lower().startswith(_WEB)


def shown_blocks(article_body: str, spans: str, links: Sequence[Link]) -> tuple[ShownBlock, ...]:
    """The blocks of a version, from its columns `article_body` and `blocks` and its links in reading order."""
    waiting = deque(links[:_MOST_PLACED])
    return tuple(
        ShownBlock(kind="list", list=_nested([_placed(item) for item in block.items], waiting))
        if block.kind == "list" and block.items
        else ShownBlock(kind=block.kind, level=block.level, runs=tuple(_runs(block.text, waiting)))
        for block in stored_blocks(article_body, spans)
    )


def _runs(text: str, waiting: deque[Link]) -> Iterator[Run]:
    """The text cut where the next links stand; those that are found, or passed over, are taken from `waiting`."""
    at = 0
    while place := _next_place(text, at, waiting):
        lost, start = place
        for _ in range(lost):
            waiting.popleft()
        link = waiting.popleft()
        if start > at:
            yield Run(text=text[at:start])
        yield Run(text=link.text, link=link)
        at = start + len(link.text)
    if at < len(text) or not text:
        yield Run(text=text[at:])


def _next_place(text: str, at: int, waiting: deque[Link]) -> tuple[int, int] | None:
    """How many links are not found in the text from a place on, and where the next one is; None where none is."""
    for lost, link in enumerate(islice(waiting, _FARTHEST)):
        start = text.find(link.text, at) if link.text else -1
        if start >= 0:
            return lost, start
    return None


def _placed(item: ListItem) -> tuple[int, bool, str]:
    return max(0, min(item.depth, _DEEPEST)), item.ordered, item.text


def _nested(items: Sequence[tuple[int, bool, str]], waiting: deque[Link]) -> ItemList:
    """Items given as (depth, ordered, text), each deeper one in the item before it."""
    depth = min(depth for depth, _, _ in items)
    shown: list[Item] = []
    for group in _groups(items, depth):
        (_, _, text), inner = group[0], group[1:]
        runs = tuple(_runs(text, waiting))
        shown.append(Item(runs=runs, children=_nested(inner, waiting) if inner else None))
    return ItemList(ordered=items[0][1], items=tuple(shown))


def _groups(items: Iterable[tuple[int, bool, str]], depth: int) -> Iterator[list[tuple[int, bool, str]]]:
    """Each item of this depth with the deeper ones that follow it."""
    group: list[tuple[int, bool, str]] = []
    for item in items:
        if group and item[0] <= depth:
            yield group
            group = []
        group.append(item)
    if group:
        yield group
