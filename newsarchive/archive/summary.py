"""What an archive holds, in the figures `newsarchive status` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from newsarchive.archive.coverage import coverage
from newsarchive.archive.crawls_schema import CHANGE_COUNTS
from newsarchive.archive.schema import TABLES
from newsarchive.archive.values import utc

_LAST_CRAWLS = 10
_ANSWERS = """
    CASE WHEN finished_at IS NULL THEN (SELECT count(*) FROM captures WHERE crawl_id = crawls.id) ELSE responses END
"""
"""Of a run under way, what it has got so far."""
_DUE = "SELECT site, count(*) FROM urls WHERE next_visit_at <= ? GROUP BY site ORDER BY site"
_NEXT_DUE = "SELECT site, min(next_visit_at) FROM urls WHERE next_visit_at > ? GROUP BY site ORDER BY site"
_WAITING = "SELECT site, max(resume_at) FROM crawls WHERE resume_at > ? GROUP BY site ORDER BY site"
_FINDING = ("site", "at", "monitor", "message")
_FINDINGS = """
    SELECT site, at, monitor, message FROM findings JOIN crawls ON crawls.id = crawl_id
    WHERE crawl_id IN (SELECT max(id) FROM crawls WHERE finished_at IS NOT NULL GROUP BY site) ORDER BY findings.id
"""
_PACE = "SELECT first_versions FROM crawls WHERE finish_reason IS NOT 'imported' ORDER BY id DESC LIMIT 60"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Figures of an archive; times and dates are text, as stored. Counts come with the largest first."""

    tables: dict[str, int]
    """Table -> rows."""
    warc_bytes: int
    """Bytes of the WARC files."""
    statuses: dict[str, int]
    """Status -> articles."""
    page_types: dict[str, int]
    """Page type -> articles."""
    sections: dict[str, int]
    """Section -> articles; "" for those without one."""
    changes: dict[str, int]
    """Kind of change -> versions."""
    first_published: str | None
    last_published: str | None
    years: dict[str, int]
    """Year of publication -> articles, in order of years; "" for those without a date."""
    crawls: list[dict[str, str | int | None]]
    """The last ten runs, newest first, with the columns of `crawls`."""
    problems: dict[str, int]
    """Kind of problem -> rows."""
    discovered_via: dict[str, int]
    """Channel -> addresses first heard of through it."""
    unvisited: int
    """Article addresses heard of and never asked for."""
    coverage: dict[str, dict[str, int]]
    """Month of publication ("" where unknown) -> outcome -> addresses that may be an article's."""
    due: dict[str, int]
    """Site -> addresses that are due by now."""
    next_due: dict[str, str]
    """Site -> when the next address becomes due."""
    waiting: dict[str, str]
    """Site -> until when it asked not to be crawled, where that is yet to come."""
    findings: list[dict[str, str]]
    """What the monitors found in the last run of each site: `site`, `at`, `monitor`, `message`."""
    pace: list[int]
    """New articles of each of the last sixty crawls, oldest first."""


def summarise(db: Database, at: datetime) -> Summary:
    """Read the figures as of `at` (aware), all from one state of the database."""
    db.conn.execute("BEGIN")
    try:
        return _read(db, utc(at))
    finally:
        db.rollback()


def _read(db: Database, now: str) -> Summary:
    first, last = db.conn.execute("SELECT min(date_published), max(date_published) FROM articles").fetchone()
    return Summary(
        tables={table.name: _number(db, f"SELECT count(*) FROM {table.name}") for table in TABLES if not table.query},
        warc_bytes=_number(db, "SELECT coalesce(sum(length), 0) FROM warc_files"),
        statuses=_counts(db, "status", "articles"),
        page_types=_counts(db, "page_type", "articles"),
        sections=_counts(db, "section", "articles"),
        changes=_counts(db, "change", "revisions"),
        first_published=first,
        last_published=last,
        years=dict(sorted(_counts(db, "substr(date_published, 1, 4)", "articles").items())),
        crawls=_last_crawls(db),
        problems=_counts(db, "error", "problems"),
        discovered_via=_counts(db, "discovered_via", "urls"),
        unvisited=_number(db, "SELECT count(*) FROM urls WHERE kind = 'article' AND visits = 0"),
        coverage=coverage(db),
        due=dict(db.conn.execute(_DUE, (now,))),
        next_due=dict(db.conn.execute(_NEXT_DUE, (now,))),
        waiting=dict(db.conn.execute(_WAITING, (now,))),
        findings=[dict(zip(_FINDING, row, strict=True)) for row in db.conn.execute(_FINDINGS)],
        pace=[count for (count,) in db.conn.execute(_PACE)][::-1],
    )


def _number(db: Database, sql: str) -> int:
    return int(db.conn.execute(sql).fetchone()[0])


def _counts(db: Database, what: str, table: str) -> dict[str, int]:
    sql = f"SELECT coalesce({what}, ''), count(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(db.conn.execute(sql).fetchall())


def _last_crawls(db: Database) -> list[dict[str, str | int | None]]:
    names = ["id", "site", "started_at", "finished_at", "finish_reason", "requests", "responses", "bytes"]
    names += [*CHANGE_COUNTS.values(), "gone", "redirected", "failed", "discovered", "not_modified"]
    columns = [_ANSWERS if name == "responses" else name for name in names]
    rows = db.conn.execute(f"SELECT {', '.join(columns)} FROM crawls ORDER BY id DESC LIMIT ?", (_LAST_CRAWLS,))
    return [dict(zip(names, row, strict=True)) for row in rows]
