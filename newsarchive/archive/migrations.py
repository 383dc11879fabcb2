"""How a database comes to its present shape, by named steps (sqlite-utils migrations).

The first step creates what `schema` describes today. A later step brings an older database to the same shape, and
finds nothing to do in a new one: it asks what is there before it adds.
"""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

from newsarchive.archive.coverage import COVERAGE
from newsarchive.archive.crawls_schema import CAPTURES, URLS, WARC_FILES
from newsarchive.archive.findings_schema import CRAWL_FIGURES, FINDINGS
from newsarchive.archive.schema import (
    ARTICLES,
    COMMENTS,
    REVISIONS,
    SEARCHED_COLUMNS,
    TABLES,
    TEASER_SIGHTINGS,
    TOKENIZER,
)
from newsarchive.archive.shape import complete, create

migrations = Migrations("newsarchive")


@migrations(name="0001_archive")
def _archive(db: Database) -> None:
    create(db, TABLES)
    cast(Table, db["revisions"]).enable_fts(SEARCHED_COLUMNS, tokenize=TOKENIZER)
    for trigger in _search_triggers():
        db.execute(trigger)


@migrations(name="0002_date_listed")
def _date_listed(db: Database) -> None:
    urls = cast(Table, db["urls"])
    if "date_listed" not in urls.columns_dict:
        urls.add_column("date_listed", str)


@migrations(name="0003_comments")
def _comments(db: Database) -> None:
    comments = cast(Table, db["comments"])
    if "depth" not in comments.columns_dict:
        comments.add_column("depth", int, not_null_default=0)
    complete(db, COMMENTS)


@migrations(name="0004_frontier")
def _frontier(db: Database) -> None:
    urls, articles = cast(Table, db["urls"]), cast(Table, db["articles"])
    if "state" in urls.columns_dict:
        return
    for name in ("site", "state", "lastmod_at", "redirect_url", "missing_since"):
        urls.add_column(name, str)
    urls.add_column("failed_visits", int, not_null_default=0)
    urls.add_column("last_crawl_id", int)
    articles.add_column("redirect_url", str)
    articles.add_column("redirect_article_id", int, fk="articles", fk_col="id")
    for statement in _STANDING_OF_OLD:
        db.execute(statement)
    urls.transform(not_null={column.name for column in URLS.columns if column.required})
    for index in urls.indexes:
        if index.origin == "c":
            db.execute(f'DROP INDEX "{index.name}"')
    complete(db, URLS)
    complete(db, ARTICLES)
    for name in ("redirected", "not_modified", "discovered"):
        cast(Table, db["crawls"]).add_column(name, int, not_null_default=0)
    db.create_view(COVERAGE.name, COVERAGE.query or "")


_STANDING_OF_OLD = (
    """UPDATE urls SET site = coalesce(
        (SELECT site FROM articles WHERE articles.id = urls.article_id),
        (SELECT site FROM crawls JOIN captures ON captures.crawl_id = crawls.id
         WHERE captures.canonical_url IN (urls.url, urls.discovered_from) LIMIT 1),
        (SELECT site FROM crawls ORDER BY id LIMIT 1), '')""",
    """UPDATE urls SET discovered_via = 'declared'
        WHERE discovered_via = 'manual' AND kind IN ('feed', 'sitemap', 'listing')""",
    """UPDATE urls SET kind = 'page' WHERE kind = 'listing'
        AND (url GLOB '*/page/[0-9]*' OR url GLOB '*[?]start=[0-9]*' OR url GLOB '*[?]page=[0-9]*')""",
    """UPDATE urls SET state = CASE
        WHEN kind = 'other' THEN 'excluded'
        WHEN visits = 0 THEN 'pending'
        WHEN article_id IS NOT NULL
            THEN (SELECT CASE status WHEN 'live' THEN 'archived' ELSE status END
                  FROM articles WHERE articles.id = article_id)
        WHEN last_status IN (404, 410) THEN 'missing'
        WHEN last_status BETWEEN 300 AND 399 THEN 'redirected'
        WHEN last_status >= 400 THEN 'failed'
        WHEN kind = 'article' THEN 'unreadable'
        ELSE 'read' END""",
    "UPDATE urls SET missing_since = last_visited_at WHERE last_status IN (404, 410)",
    """UPDATE urls SET next_visit_at = coalesce(last_visited_at, discovered_at)
        WHERE state <> 'excluded' AND kind <> 'robots'""",
)
"""What a release that asked for everything each time knew of its addresses; all of them are due."""


@migrations(name="0005_monitors")
def _monitors(db: Database) -> None:
    create(db, tuple(table for table in (CRAWL_FIGURES, FINDINGS) if not db[table.name].exists()))


@migrations(name="0006_resume_at")
def _resume_at(db: Database) -> None:
    crawls = cast(Table, db["crawls"])
    if "resume_at" not in crawls.columns_dict:
        crawls.add_column("resume_at", str)


@migrations(name="0007_warc")
def _warc(db: Database) -> None:
    captures = cast(Table, db["captures"])
    if "kind" not in captures.columns_dict:
        captures.add_column("kind", str)
        captures.add_column("digest", str)
        captures.add_column("original_id", int, fk="captures", fk_col="id")
        complete(db, CAPTURES)
        create(db, (WARC_FILES,))


@migrations(name="0008_browsing")
def _browsing(db: Database) -> None:
    for table in (ARTICLES, REVISIONS, CAPTURES, URLS, TEASER_SIGHTINGS):
        complete(db, table)


def _search_triggers() -> tuple[str, str, str]:
    """Keep the index in step. Unlike sqlite-utils' own triggers, a new last_seen_at does not index the text again."""
    names = ", ".join(SEARCHED_COLUMNS)
    new = ", ".join(f"new.{name}" for name in SEARCHED_COLUMNS)
    old = ", ".join(f"old.{name}" for name in SEARCHED_COLUMNS)
    add = f"INSERT INTO revisions_fts (rowid, {names}) VALUES (new.id, {new});"
    remove = f"INSERT INTO revisions_fts (revisions_fts, rowid, {names}) VALUES ('delete', old.id, {old});"
    return (
        f"CREATE TRIGGER revisions_ai AFTER INSERT ON revisions BEGIN {add} END",
        f"CREATE TRIGGER revisions_ad AFTER DELETE ON revisions BEGIN {remove} END",
        f"CREATE TRIGGER revisions_au AFTER UPDATE OF {names} ON revisions BEGIN {remove} {add} END",
    )
