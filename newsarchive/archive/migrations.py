"""How a database comes to its present shape, by named steps (sqlite-utils migrations).

The first step creates what `schema` describes today. A later step brings an older database to the same shape, and
finds nothing to do in a new one: it asks what is there before it adds.
"""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

from newsarchive.archive.findings_schema import CRAWL_FIGURES, FINDINGS
from newsarchive.archive.schema import COMMENTS, SEARCHED_COLUMNS, TABLES, TOKENIZER
from newsarchive.archive.shape import create, create_indexes

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
    create_indexes(db, COMMENTS)


@migrations(name="0005_monitors")
def _monitors(db: Database) -> None:
    create(db, tuple(table for table in (CRAWL_FIGURES, FINDINGS) if not db[table.name].exists()))


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
