"""Rows of `crawls`: a run, and what became of the pages it fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.crawls_schema import CHANGE_COUNTS
from newsarchive.archive.database import insert, update
from newsarchive.archive.values import to_json, utc

_COUNTS: Final = {
    **{str(kind): column for kind, column in CHANGE_COUNTS.items()},
    **{
        name: name
        for name in ("gone", "redirected", "failed", "discovered", "requests", "responses", "not_modified", "bytes")
    },
}
"""What a count is called outside the database -> its column."""

_KILLED: Final = """
    UPDATE crawls SET finish_reason = 'killed',
        finished_at = coalesce((SELECT max(fetched_at) FROM captures WHERE crawl_id = crawls.id), started_at),
        responses = (SELECT count(*) FROM captures WHERE crawl_id = crawls.id)
    WHERE site = ? AND finish_reason IS NULL
"""
_FOUND: Final = """
    UPDATE crawls SET
        discovered = (SELECT count(*) FROM urls
                      WHERE urls.site = crawls.site AND discovered_at >= started_at AND discovered_via <> 'declared'),
        not_modified = (SELECT count(*) FROM captures WHERE crawl_id = crawls.id AND status = 304)
    WHERE id = ?
"""
_BY_CHANGE: Final = ", ".join(
    f"{column} = (SELECT count(*) FROM revisions JOIN captures ON captures.id = capture_id"
    f" WHERE crawl_id = crawls.id AND change = '{kind}')"
    for kind, column in CHANGE_COUNTS.items()
)
_IMPORTED: Final = f"""
    UPDATE crawls SET {_BY_CHANGE},
        responses = (SELECT count(*) FROM captures WHERE crawl_id = crawls.id),
        bytes = (SELECT coalesce(sum(payload_size), 0) FROM captures WHERE crawl_id = crawls.id)
    WHERE id = ? AND finish_reason = 'imported'
"""
"""What a run that fetched nothing has brought is known once everything is read."""


def begin(db: Database, site: str, *, version: str, options: Mapping[str, object], at: datetime) -> int:
    """Record the start of a run, and return its row id; one of the site that never ended was killed."""
    db.conn.execute(_KILLED, (site,))
    row = {"site": site, "version": version, "options": to_json(dict(options)), "started_at": utc(at)}
    return insert(db, "crawls", row)


def finish(db: Database, crawl_id: int, *, reason: str, requests: int, responses: int, size: int, at: datetime) -> None:
    """Record the end of a run; `size` is the number of bytes received."""
    db.conn.execute(_FOUND, (crawl_id,))
    row = {"requests": requests, "responses": responses, "bytes": size, "finish_reason": reason, "finished_at": utc(at)}
    update(db, "crawls", crawl_id, row)
    db.conn.execute(_IMPORTED, (crawl_id,))


def last(db: Database) -> tuple[int, str, dict[str, object]] | None:
    """Row id, site and options of the run that began last."""
    row = db.conn.execute("SELECT id, site, options FROM crawls ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else (row[0], row[1], json.loads(row[2]))


def ask_to_wait(db: Database, crawl_id: int, until: datetime) -> None:
    """Record when the site wants to be asked again, rounded up; of several times the latest counts."""
    resume_at = utc(until + timedelta(seconds=1))
    db.conn.execute("UPDATE crawls SET resume_at = max(coalesce(resume_at, ''), ?) WHERE id = ?", (resume_at, crawl_id))


def resume_at(db: Database, site: str, mirror: str | None) -> datetime | None:
    """The latest time (UTC) that the site, or one mirror of it, asked to be left alone until."""
    latest = """
        SELECT max(resume_at) FROM crawls
        WHERE site = ? AND resume_at IS NOT NULL AND json_extract(options, '$.base_url') IS ?
    """
    (text,) = db.conn.execute(latest, (site, mirror)).fetchone()
    return None if text is None else datetime.fromisoformat(text)


def count(db: Database, crawl_id: int, column: str) -> None:
    """Add one to a count of the run, in the transaction of what is counted: a killed run's counts are right."""
    db.conn.execute(f"UPDATE crawls SET {column} = {column} + 1 WHERE id = ?", (crawl_id,))


def counts(db: Database, crawl_id: int) -> dict[str, int]:
    """Per kind of change, and `gone`, `redirected`, `failed`, `discovered`, `requests`, `responses` and so on."""
    columns = ", ".join(_COUNTS.values())
    values = db.conn.execute(f"SELECT {columns} FROM crawls WHERE id = ?", (crawl_id,)).fetchone()
    return dict(zip(_COUNTS, values, strict=True))
