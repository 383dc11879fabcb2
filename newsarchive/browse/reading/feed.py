"""The newest changes with the sentences that changed, for a feed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from newsarchive.browse.differing import Excerpt, Version, difference, excerpts
from newsarchive.browse.reading.changes import PAGE, Change, changes_page
from newsarchive.browse.reading.difference import version_of
from newsarchive.browse.reading.noticed import Wanted
from newsarchive.browse.reading.rows import value

_ARTICLE: Final = "SELECT id FROM articles WHERE key = ?"
_LONGEST: Final = 20_000
"""Characters of a text up to which its sentences are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change, and what it changed."""

    change: Change
    excerpts: tuple[Excerpt, ...] = ()
    is_cut: bool = False
    """Whether more has changed than the excerpts show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The newest changes."""

    entries: tuple[Entry, ...]
    updated: str | None
    """When the newest was noticed; of a feed without entries, when the archive's first run began. ISO 8601, UTC."""


def feed(connection: sqlite3.Connection, wanted: Wanted) -> Feed:
    """The newest of the changes wanted, wherever a reader of pages has come to."""
    changes = changes_page(connection, replace(wanted, before=None)).changes
    began_at = None if changes else value(connection, "SELECT min(started_at) FROM crawls")
    return Feed(
        entries=tuple(_entry(connection, change) for change in changes),
        updated=changes[0].at if changes else began_at,
    )


def _entry(connection: sqlite3.Connection, change: Change) -> Entry:
    if change.stamp is None or change.earlier_stamp is None:
        return Entry(change=change)
    article_id = value(connection, _ARTICLE, (change.key,))
    old, new = (version_of(connection, article_id, stamp) for stamp in (change.earlier_stamp, change.stamp))
    if max(sum(len(block.text) for block in version.blocks) for version in (old, new)) > _LONGEST:
        return Entry(change=change)
    found, is_cut = _told(old, new)
    return Entry(change=change, excerpts=found, is_cut=is_cut)


@lru_cache(maxsize=4 * PAGE)
def _told(old: Version, new: Version) -> tuple[tuple[Excerpt, ...], bool]:
    """Remembered, since readers of feeds ask for the same ones again and again."""
    return excerpts(difference(old, new))
