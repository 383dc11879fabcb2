"""A version's body as it is shown: typed blocks, lists nested, links where their words stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newsarchive.archive import blocks_from_json

_WEB: Final = ("http://", "https://")


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
    waiting = list(links)
    return tuple(
        ShownBlock(kind="list", list=_nested([(item.depth, item.ordered, item.text) for item in block.items], waiting))
        if block.kind == "list" and block.items
        else ShownBlock(kind=block.kind, level=block.level, runs=tuple(_runs(block.text, waiting)))
        for block in blocks_from_json(article_body, spans)
    )


def _runs(text: str, waiting: list[Link]) -> Iterator[Run]:
    """The text cut where the next links stand; links that are found are taken from `waiting`."""
    at = 0
    while waiting:
        link = waiting[0]
        found = text.find(link.text, at) if link.text else -1
        if found < 0:
            later = next((other for other in waiting[1:] if other.text and other.text in text[at:]), None)
            if later is None:
                break
            del waiting[: waiting.index(later)]
            continue
        if found > at:
            yield Run(text=text[at:found])
        yield Run(text=link.text, link=link)
        at = found + len(link.text)
        del waiting[0]
    if at < len(text) or not text:
        yield Run(text=text[at:])


def _nested(items: Sequence[tuple[int, bool, str]], waiting: list[Link]) -> ItemList:
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
