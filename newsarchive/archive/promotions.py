"""Rows of `teasers` and `teaser_sightings`: which articles a page promoted, worded how, and how long.

A sighting is a wording under a heading of an article's page: seen there again, wherever on the page, it only moves
`last_seen_at` and `position`. A teaser printed twice under one heading of a page is one sighting, at its first place.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from newsarchive.items import Teaser

_FIND = """
    SELECT id FROM teasers
    WHERE target_url = ? AND headline = ? AND coalesce(kicker, '') = ? AND coalesce(description, '') = ?
"""

_ADD = """
    INSERT INTO teasers (target_url, headline, kicker, description, target_article_id)
    VALUES (?1, ?2, nullif(?3, ''), nullif(?4, ''), (SELECT id FROM articles WHERE url = ?1))
"""

_SEEN = """
    INSERT INTO teaser_sightings
        (teaser_id, article_id, heading, position, first_seen_at, last_seen_at, first_capture_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
    ON CONFLICT (teaser_id, article_id, coalesce(heading, ''))
    DO UPDATE SET last_seen_at = excluded.last_seen_at, position = excluded.position
"""


def add_sightings(db: Database, teasers: Iterable[Teaser], *, article_id: int, capture_id: int, at: str) -> None:
    """Record what the article's page promoted at `at` (UTC, as stored)."""
    seen: dict[tuple[int, str | None], int] = {}
    for teaser in teasers:
        seen.setdefault((_teaser_id(db, teaser), teaser.heading or None), teaser.position)
    db.conn.executemany(
        _SEEN,
        [(teaser_id, article_id, heading, position, at, capture_id) for (teaser_id, heading), position in seen.items()],
    )


def _teaser_id(db: Database, teaser: Teaser) -> int:
    wording = (teaser.target_url, teaser.headline, teaser.kicker or "", teaser.description or "")
    row = db.conn.execute(_FIND, wording).fetchone()
    return int(row[0]) if row else int(db.conn.execute(_ADD, wording).lastrowid or 0)
