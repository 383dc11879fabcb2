"""Rows of `urls`: every address heard of, what came of visiting it, and the joins that wait for an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlite_utils import Database

from newsarchive.archive.values import utc
from newsarchive.items import Discovery

_DISCOVERED = """
    INSERT INTO urls (url, article_id, kind, discovered_at, discovered_via, discovered_from, lastmod, date_listed)
    VALUES (:url, (SELECT id FROM articles WHERE url = :url), :kind, :at, :via, :source, :lastmod, :date_listed)
    ON CONFLICT (url) DO UPDATE SET
        lastmod = coalesce(excluded.lastmod, lastmod),
        date_listed = coalesce(excluded.date_listed, date_listed)
    WHERE coalesce(excluded.lastmod, lastmod) IS NOT lastmod
        OR coalesce(excluded.date_listed, date_listed) IS NOT date_listed
"""

_VISITED = """
    INSERT INTO urls (url, article_id, kind, discovered_at, discovered_via,
                      last_visited_at, visits, unchanged_visits, last_status)
    VALUES (:url, :article_id, :kind, :at, 'manual', :at, 1, coalesce(:unchanged, 0), :status)
    ON CONFLICT (url) DO UPDATE SET
        article_id = coalesce(excluded.article_id, article_id),
        last_visited_at = excluded.last_visited_at,
        visits = visits + 1,
        unchanged_visits = CASE :unchanged WHEN 1 THEN unchanged_visits + 1 WHEN 0 THEN 0 ELSE unchanged_visits END,
        last_status = excluded.last_status
"""


def add_discoveries(db: Database, found: Iterable[Discovery], at: datetime) -> None:
    """Record addresses heard of; the first sighting stays, a newer lastmod or listed date replaces the old one."""
    db.conn.executemany(_DISCOVERED, _rows(found, utc(at)))


def listed_date(db: Database, url: str) -> str | None:
    """The date that a listing printed beside its link to the address, None where none did."""
    row = db.conn.execute("SELECT date_listed FROM urls WHERE url = ?", (url,)).fetchone()
    return None if row is None else row[0]


def add_visit(
    db: Database, url: str, *, kind: str, at: datetime, status: int, article_id: int | None, unchanged: bool | None
) -> None:
    """Count a visit; `unchanged` None says it found out nothing about change."""
    row = {
        "url": url,
        "kind": kind,
        "at": utc(at),
        "status": status,
        "article_id": article_id,
        "unchanged": None if unchanged is None else int(unchanged),
    }
    db.conn.execute(_VISITED, row)


def join_arrival(db: Database, article_id: int, url: str) -> None:
    """Point teasers, links and addresses that waited for the article at `url` to it."""
    db.conn.execute("UPDATE teasers SET target_article_id = ? WHERE target_url = ?", (article_id, url))
    db.conn.execute("UPDATE links SET target_article_id = ? WHERE url = ?", (article_id, url))
    db.conn.execute("UPDATE urls SET article_id = ? WHERE url = ?", (article_id, url))


def _rows(found: Iterable[Discovery], at: str) -> Iterator[dict[str, object]]:
    for discovery in found:
        yield {
            "url": discovery.url,
            "kind": discovery.kind,
            "at": at,
            "via": discovery.via,
            "source": discovery.source,
            "lastmod": discovery.lastmod,
            "date_listed": discovery.date_listed,
        }
