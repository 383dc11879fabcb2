"""What a reference says of a version of an article."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from newsarchive.browse.reading.rows import row

_NEWEST: Final = """
    SELECT articles.key, articles.url, articles.site, revisions.stamp, revisions.headline, revisions.description,
           revisions.section, revisions.authors, revisions.date_published, revisions.date_modified,
           revisions.first_seen_at, revisions.page_type, articles.gone_at
    FROM articles JOIN revisions ON revisions.id = articles.current_revision_id WHERE articles.key = ?
"""
_ONE: Final = f"""
    {_NEWEST.replace("revisions.id = articles.current_revision_id", "revisions.article_id = articles.id")}
    AND revisions.stamp = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A version, as columns of `articles` and `revisions` tell it; `authors` is JSON."""

    key: str
    url: str
    site: str
    stamp: str
    headline: str
    description: str | None
    section: str | None
    authors: str
    date_published: str | None
    date_modified: str | None
    first_seen_at: str
    page_type: str
    gone_at: str | None


def cited(connection: sqlite3.Connection, key: str, stamp: str | None = None) -> Cited | None:
    """The version of that stamp (14 digits, UTC), without one the newest; None where there is none."""
    return row(connection, Cited, _ONE, (key, stamp)) if stamp else row(connection, Cited, _NEWEST, (key,))
