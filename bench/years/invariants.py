"""What must hold after every run, whatever became of it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bench.years.chronicle import Chronicle
from bench.years.runs import Run
from newsarchive.archive.schema import REVISIONS

WAL_LIMIT = 16 * 2**20
"""Bytes: four times what SQLite lets pile up before it writes them back."""
_WORTH_REPEATING = frozenset({408, 429, 500, 502, 503, 504})
_PARTS = ("list_items", "images")


class Invariants:
    """Remembers what was archived, and complains where it is not there any more as it was."""

    def __init__(self, archive: Path) -> None:
        self._path = archive / "newsarchive.db"
        self._revisions: dict[int, str] = {}
        self._articles: dict[int, tuple[str, str]] = {}
        self.largest_wal = 0

    def check(self, run: Run, chronicle: Chronicle, passed: timedelta, kills: int) -> Iterator[str]:
        """Complaints about the archive after a run; `passed` is the time that was let pass in all."""
        yield from _twice(run)
        yield from self._write_ahead_log()
        with closing(sqlite3.connect(self._path)) as db:
            yield from self._altered(db, passed)
            yield from self._renamed(db)
            yield from _misjudged(db, chronicle)
            yield from _unfinished(db, kills)

    def _write_ahead_log(self) -> Iterator[str]:
        log = self._path.with_name(f"{self._path.name}-wal")
        size = log.stat().st_size if log.exists() else 0
        self.largest_wal = max(self.largest_wal, size)
        if size > WAL_LIMIT:
            yield f"the write-ahead log has grown to {size} bytes"

    def _altered(self, db: sqlite3.Connection, passed: timedelta) -> Iterator[str]:
        """Versions that are not what they were, or not there."""
        now = dict(_fingerprints(db, passed))
        for revision_id, before in self._revisions.items():
            if now.get(revision_id) != before:
                yield f"version {revision_id} was {'altered' if revision_id in now else 'lost'}"
        self._revisions = now

    def _renamed(self, db: sqlite3.Connection) -> Iterator[str]:
        now = {row: (key, url) for row, key, url in db.execute("SELECT id, key, url FROM articles")}
        for row, before in self._articles.items():
            if now.get(row) != before:
                yield f"the article {before[1]} has become {now.get(row)}"
        self._articles = now


def _fingerprints(db: sqlite3.Connection, passed: timedelta) -> Iterator[tuple[int, str]]:
    """Row id of each version to a digest of all that is never to change: its last sight aside, everything."""
    parts: dict[int, str] = {}
    for table in _PARTS:
        for revision_id, *values in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3"):
            parts[revision_id] = f"{parts.get(revision_id, '')}{table}{values}"
    for revision_id, *values in db.execute("SELECT revision_id, position, url, text FROM links ORDER BY 1, 2"):
        parts[revision_id] = f"{parts.get(revision_id, '')}{values}"
    names = [column.name for column in REVISIONS.columns if column.name not in ("id", "first_seen_at", "last_seen_at")]
    for revision_id, first_seen, *values in db.execute(f"SELECT id, first_seen_at, {', '.join(names)} FROM revisions"):
        seen = datetime.fromisoformat(first_seen) + passed
        yield revision_id, hashlib.sha256(f"{seen}{values}{parts.get(revision_id)}".encode()).hexdigest()


def _twice(run: Run) -> Iterator[str]:
    """No address is answered twice in a run, but for answers that ask for another try."""
    answered = Counter(request.path for request in run.requests if request.status not in _WORTH_REPEATING)
    for path, times in answered.items():
        if times > 1:
            yield f"{path} was asked for {times} times in one run"
    tried = Counter(request.path for request in run.requests)
    for path, times in tried.items():
        if times > 3:
            yield f"{path} was tried {times} times in one run"


def _misjudged(db: sqlite3.Connection, chronicle: Chronicle) -> Iterator[str]:
    """Nothing is gone or elsewhere that always stood where it was, and nothing is missing that stood for long."""
    rows = dict(db.execute("SELECT url, status FROM articles"))
    for url, status in rows.items():
        if url not in chronicle.states:
            yield f"{url} is archived and was never published"
        elif status != "live" and url not in chronicle.left:
            yield f"{url} is {status} and was never removed or moved"
    yield from (f"{url} stood for long and is not archived" for url in sorted(chronicle.due - rows.keys()))


def _unfinished(db: sqlite3.Connection, kills: int) -> Iterator[str]:
    """Every run has an end, but for the last one where it was killed; the ones before are told to have been."""
    newest, killed, open_runs = db.execute(
        "SELECT max(id), count(*) FILTER (WHERE finish_reason = 'killed'),"
        " group_concat(CASE WHEN finish_reason IS NULL THEN id END) FROM crawls"
    ).fetchone()
    if open_runs not in (None, str(newest)):
        yield f"the runs {open_runs} have no end"
    if killed + (open_runs is not None) > kills:
        yield f"{killed} runs are told to have been killed, of {kills} that were"
