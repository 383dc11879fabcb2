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


def add_sightings(
    db: Database, teasers: Iterable[Teaser], *, article_id: int, capture_id: int, at: str
) -> list[Teaser]:
    """Record what the article's page promoted at `at` (UTC, as stored); returns the wordings never met before."""
    new: list[Teaser] = []
    seen: dict[tuple[int, str | None], int] = {}
    for teaser in teasers:
        teaser_id = _known(db, teaser)
        if teaser_id is None:
            teaser_id = _add(db, teaser)
            new.append(teaser)
        seen.setdefault((teaser_id, teaser.heading or None), teaser.position)
    rows = [
        (teaser_id, article_id, heading, position, at, capture_id) for (teaser_id, heading), position in seen.items()
    ]
    db.conn.executemany(_SEEN, rows)
    return new


def _known(db: Database, teaser: Teaser) -> int | None:
    row = db.conn.execute(_FIND, _wording(teaser)).fetchone()
    return None if row is None else int(row[0])


def _add(db: Database, teaser: Teaser) -> int:
    return int(db.conn.execute(_ADD, _wording(teaser)).lastrowid or 0)


def _wording(teaser: Teaser) -> tuple[str, str, str, str]:
    return teaser.target_url, teaser.headline, teaser.kicker or "", teaser.description or ""
