"""A made-up archive, written in bulk; kept in a folder and made anew only when its generator or the schema changes."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from bench.browsing.rows import Rows
from bench.measure import ROOT
from newsarchive.archive.database import FILE_NAME, open_for_writing

CACHE: Final = ROOT / "bench-results" / "archives"
SEED: Final = 20130312
_DROPPED: Final = """
    SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type
"""
_SEARCH_INDEXES: Final = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%content=%'"


def kept(articles: int) -> Path:
    """The folder of an archive of so many articles, made if it is not there."""
    folder = CACHE / f"{articles}-{_generator()}"
    if not (folder / FILE_NAME).exists():
        for other in CACHE.glob(f"{articles}-*"):
            shutil.rmtree(other)
        fill(folder, articles)
    return folder


def fill(folder: Path, articles: int, seed: int = SEED) -> None:
    """Make an archive of so many articles in `folder`; it has its name only once it is complete."""
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    with closing(open_for_writing(making)) as db:
        fill_database(db, Rows(articles, seed))
    making.rename(folder)


def fill_database(db: Database, rows: Rows) -> None:
    """Add all rows, then make the indexes that keep up with single rows in an archive's own life."""
    for pragma in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        db.execute(f"PRAGMA {pragma}")
    dropped = db.execute(_DROPPED).fetchall()
    for kind, name, _ in dropped:
        db.execute(f'DROP {kind} "{name}"')
    for table, found in rows.all():
        began = time.monotonic()
        count = _insert(db, table, found)
        _tell(f"{count:>9} rows of {table}", began)
    for _, name, sql in dropped:
        began = time.monotonic()
        db.execute(sql)
        _tell(f"          {name}", began)
    for (name,) in db.execute(_SEARCH_INDEXES).fetchall():
        db.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')
    db.execute("ANALYZE")
    db.conn.commit()
    db.execute("PRAGMA journal_mode = WAL")


def _insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> int:
    found = iter(rows)
    first = next(found, None)
    if first is None:
        return 0
    names = tuple(first)
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    cursor = db.conn.executemany(sql, _values(names, first, found))
    db.conn.commit()
    return cursor.rowcount


def _values(
    names: tuple[str, ...], first: Mapping[str, Any], rest: Iterator[Mapping[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    yield tuple(first.values())
    for row in rest:
        if tuple(row) != names:
            raise ValueError(f"rows of one table have other columns: {row}")
        yield tuple(row.values())


def _generator() -> str:
    """Changes whenever an archive that is made now would be another one."""
    schema = ("schema.py", "crawls_schema.py", "findings_schema.py", "migrations.py", "shape.py")
    makers = ("filling.py", "history.py", "prose.py", "rows.py", "texts.py")
    sources = [Path(__file__).with_name(name) for name in makers]
    sources += [ROOT / "newsarchive" / "archive" / name for name in schema]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:12]


def _tell(what: str, began: float) -> None:
    if time.monotonic() - began > 1:
        print(f"{what} in {time.monotonic() - began:.0f} s", file=sys.stderr)
