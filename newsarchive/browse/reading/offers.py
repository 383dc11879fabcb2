"""The section, author or tag that is called what was typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.names import authors_named, folded, spelled, tags_named
from newsarchive.browse.reading.search import Search, count

_LONGEST: Final = 200
_MOST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A name, and how many articles have it."""

    kind: Literal["section", "author", "tag"]
    name: str
    search: Search
    count: int


def offers(connection: sqlite3.Connection, typed: str) -> tuple[Offer, ...]:
    """Sections, authors and tags of that name, whatever its case, accents and signs."""
    if len(typed) > _LONGEST or not folded(typed):
        return ()
    return tuple(islice(_offers(connection, typed), _MOST))


def _offers(connection: sqlite3.Connection, typed: str) -> Iterator[Offer]:
    for name in spelled(choices(connection, "section")).get(folded(typed), ()):
        search = Search(section=name)
        yield Offer(kind="section", name=name, search=search, count=count(connection, search))
    for name in authors_named(connection, typed)[:1]:
        search = Search(author=name)
        yield Offer(kind="author", name=name, search=search, count=count(connection, search))
    for name in tags_named(connection, typed)[:1]:
        search = Search(tag=name)
        yield Offer(kind="tag", name=name, search=search, count=count(connection, search))
