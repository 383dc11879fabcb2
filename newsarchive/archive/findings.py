"""Rows of `crawl_figures` and `findings`, and what the monitors ask the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.values import encodable, utc
from newsarchive.items import Figures, Finding, Kept

LEAST_RUNS: Final = 10
"""Runs of a history, however long ago."""
SPAN: Final = timedelta(days=21)
"""Where runs are frequent, all of this span are history."""
_MOST_RUNS = 1000

_HISTORY = """
    SELECT crawls.id, crawls.started_at FROM crawls
    WHERE site = ? AND id < ? AND EXISTS (SELECT 1 FROM crawl_figures WHERE crawl_id = crawls.id)
    ORDER BY id DESC LIMIT ?
"""
_KEPT = """
    SELECT articles.id, first.first_seen_at, revisions.article_body,
           revisions.kicker IS NOT NULL AS kicker, revisions.description IS NOT NULL AS description,
           revisions.section IS NOT NULL AS section, revisions.date_published IS NOT NULL AS date_published,
           revisions.date_modified IS NOT NULL AS date_modified, json_array_length(revisions.authors) AS authors,
           (SELECT count(*) FROM list_items WHERE revision_id = revisions.id) AS list_items,
           (SELECT count(*) FROM images WHERE revision_id = revisions.id) AS images,
           (SELECT count(*) FROM links WHERE revision_id = revisions.id) AS links
    FROM articles
    JOIN revisions ON revisions.article_id = articles.id AND revisions.number = articles.revision_count - :back
    JOIN revisions AS first ON first.article_id = articles.id AND first.number = 1
    WHERE articles.url = :url
"""
_FIELDS = (
    "kicker", "description", "section", "date_published", "date_modified", "authors", "list_items", "images", "links",
)  # fmt: skip
_PUBLISHED = """
    SELECT substr(coalesce(date_published, first_seen_at), 1, 10) AS day, count(*) FROM articles
    WHERE site = ?1 AND (date_published >= ?2 OR (date_published IS NULL AND first_seen_at >= ?2)) GROUP BY day
"""


def add_figures(db: Database, crawl_id: int, values: Mapping[str, float]) -> None:
    """Record what a run measured; figures that are nought are left out."""
    rows = [(crawl_id, encodable(name), float(value)) for name, value in values.items() if value]
    db.conn.executemany("INSERT INTO crawl_figures (crawl_id, name, value) VALUES (?, ?, ?)", rows)


def add_findings(db: Database, crawl_id: int, findings: Iterable[Finding], at: datetime) -> None:
    """Record what the monitors found."""
    rows = [(crawl_id, finding.monitor, encodable(finding.message), utc(at)) for finding in findings]
    db.conn.executemany("INSERT INTO findings (crawl_id, monitor, message, at) VALUES (?, ?, ?, ?)", rows)


def history(db: Database, site: str, *, before: int, at: datetime) -> list[Figures]:
    """Figures of the runs of a site before the run `before`, oldest first; runs that were killed have none.

    The last ten, and all of the three weeks before `at`.
    """
    since = at - SPAN
    runs = [(run, datetime.fromisoformat(text)) for run, text in db.conn.execute(_HISTORY, (site, before, _MOST_RUNS))]
    wanted = {run: started for place, (run, started) in enumerate(runs) if place < LEAST_RUNS or started >= since}
    values: dict[int, dict[str, float]] = defaultdict(dict)
    if wanted:
        sql = "SELECT crawl_id, name, value FROM crawl_figures WHERE crawl_id BETWEEN ? AND ?"
        for run, name, value in db.conn.execute(sql, (min(wanted), max(wanted))):
            values[run][name] = value
    return [Figures(started_at=wanted[run], values=values[run]) for run in sorted(wanted)]


def kept(db: Database, url: str, *, before_last: bool) -> Kept | None:
    """How much of each field the newest version of an article holds, or the one before; None where there is none.

    Tags are those of the newest version alone.
    """
    row = db.conn.execute(_KEPT, {"url": url, "back": int(before_last)}).fetchone()
    if row is None:
        return None
    article_id, first_seen_at, body, *counts = row
    sizes = {**dict(zip(_FIELDS, counts, strict=True)), "article_body": len(body.split())}
    if not before_last:
        sql = "SELECT count(*) FROM article_tags WHERE article_id = ?"
        sizes["tags"] = db.conn.execute(sql, (article_id,)).fetchone()[0]
    return Kept(sizes=sizes, first_seen_at=datetime.fromisoformat(first_seen_at))


def page_types(db: Database, site: str) -> dict[str, int]:
    """Page type -> articles of the site."""
    sql = "SELECT page_type, count(*) FROM articles WHERE site = ? GROUP BY page_type"
    return dict(db.conn.execute(sql, (site,)).fetchall())


def published(db: Database, site: str, since: date) -> dict[date, int]:
    """Day -> articles of the site that it published then, by their own dates; an article without one by first sight."""
    days = db.conn.execute(_PUBLISHED, (site, since.isoformat()))
    return {date.fromisoformat(day): number for day, number in days}


def not_modified(db: Database, crawl_id: int) -> int:
    """Articles that the site said had not changed (304)."""
    sql = "SELECT count(*) FROM captures WHERE crawl_id = ? AND status = 304 AND article_id IS NOT NULL"
    return int(db.conn.execute(sql, (crawl_id,)).fetchone()[0])
