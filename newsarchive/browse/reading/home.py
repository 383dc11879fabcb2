"""What the first page tells of an archive."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from newsarchive.browse.reading.remembering import until_changed
from newsarchive.browse.reading.rows import row, rows, value

_MONTHS: Final = "SELECT month, count(*) AS articles FROM articles GROUP BY month ORDER BY month"
_REWORDED: Final = "SELECT count(DISTINCT article_id) FROM revisions WHERE change <> 'first' AND change <> 'restamp'"
_SECTIONS: Final = """
    SELECT section AS name, count(*) AS articles FROM articles WHERE section IS NOT NULL
    GROUP BY section ORDER BY articles DESC, section LIMIT 24
"""
_LAST_RUN: Final = """
    SELECT id, site, started_at, finished_at, finish_reason, responses, first_versions,
           updates + silent_edits + backdated + reversions + restamps AS changed,
           (SELECT count(*) FROM findings WHERE crawl_id = crawls.id) AS findings
    FROM crawls WHERE finish_reason IS NOT 'imported' ORDER BY started_at DESC, id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Articles by the month they were published in (`2013-03`); None for those without a date."""

    month: str | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the site."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The last run; times are ISO 8601, UTC."""

    id: int
    site: str
    started_at: str
    finished_at: str | None
    finish_reason: str | None
    responses: int
    first_versions: int
    changed: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The archive at a glance."""

    sites: tuple[str, ...]
    articles: int
    versions: int
    changed: int
    """Articles that have more than one version."""
    redated: int
    """Those of them in which nothing but dates changed."""
    gone: int
    first_seen_at: str | None
    last_seen_at: str | None
    months: tuple[Month, ...]
    sections: tuple[Section, ...]
    last_run: Run | None


def home_page(connection: sqlite3.Connection) -> Home:
    """Everything on the first page but the latest changes; counted anew once anybody has written to the database."""
    return until_changed(connection, _home)


def _home(connection: sqlite3.Connection) -> Home:
    months = rows(connection, Month, _MONTHS)
    changed = value(connection, "SELECT count(*) FROM articles WHERE revision_count > 1")
    return Home(
        sites=tuple(site for (site,) in connection.execute("SELECT DISTINCT site FROM crawls ORDER BY site")),
        articles=sum(month.articles for month in months),
        versions=value(connection, "SELECT count(*) FROM revisions"),
        changed=changed,
        redated=changed - value(connection, _REWORDED),
        gone=value(connection, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL"),
        first_seen_at=value(connection, "SELECT min(started_at) FROM crawls"),
        last_seen_at=value(connection, "SELECT max(fetched_at) FROM captures"),
        months=months,
        sections=rows(connection, Section, _SECTIONS),
        last_run=row(connection, Run, _LAST_RUN),
    )
