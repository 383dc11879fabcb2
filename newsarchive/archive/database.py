"""The one place a database is opened, and every write a transaction.

WAL lets any number of readers work beside the one writer. `synchronous = NORMAL` means a killed process loses
nothing that was committed, and a power cut at most the last transactions, never the file
(https://www.sqlite.org/wal.html#performance_considerations).
"""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.migrations import migrations
from newsarchive.archive.publication import is_publication, require_archive
from newsarchive.errors import ArchiveLocked, ArchiveOutdated, ArchiveUnusable, ArchiveUnwritable, NewsArchiveError

FILE_NAME: Final = "newsarchive.db"
BUSY_TIMEOUT: Final = 10.0
"""Seconds a write waits for another one to end."""


def open_for_writing(folder: Path) -> Database:
    """The archive's database, created or migrated where needed.

    Raises ArchiveUnusable for a file that is not an archive's or is from a newer version.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnusable(f"{folder} cannot be made ({error.strerror}): name another with --archive.") from error
    return _opened(path, _address(path, "rwc"), _make_ready)


def open_for_reading(folder: Path) -> Database:
    """The archive's database, read-only; raises ArchiveUnusable where there is none, and creates nothing."""
    path = folder / FILE_NAME
    if folder.is_file():
        raise ArchiveUnusable(f"{folder} is a file: name the folder it is in, {folder.parent}, with --archive.")
    if not path.is_file():
        raise _absent(folder)
    return _opened(path, address_for_reading(path), _require_ready)


def address_for_reading(path: Path, *, is_at_rest: bool = False) -> str:
    """The URI by which SQLite opens a database to read it; `is_at_rest` promises that nobody changes it.

    SQLite makes files beside a database in WAL mode even to read it. On a medium that is read-only it is read as one
    that nobody changes (https://www.sqlite.org/wal.html#read_only_databases); where it is only this user who may not
    write, somebody else may.
    """
    is_on_read_only = os.statvfs(path.parent).f_flag & os.ST_RDONLY and not _has_log(path)
    return _address(path, "ro&immutable=1" if is_at_rest or is_on_read_only else "ro")


def _address(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _absent(folder: Path) -> ArchiveUnusable:
    if not any((folder / "warc").glob("*.warc.gz")):
        return ArchiveUnusable(f"There is no archive in {folder}: no {FILE_NAME}. Name its folder with --archive.")
    return ArchiveUnusable(
        f"There is no {FILE_NAME} in {folder}, but its WARC files are there: {_anew(folder)},"
        " or the next crawl, builds it anew."
    )


def _anew(folder: Path) -> str:
    """What to type where the database is lost."""
    return f"newsarchive reextract --archive {shlex.quote(str(folder))} --into NEW"


def _has_log(path: Path) -> bool:
    """Whether some of the database is still in its write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _opened(path: Path, address: str, prepare: Callable[[Database, Path], None]) -> Database:
    with ExitStack() as on_failure:
        try:
            connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT)
            on_failure.callback(connection.close)
            db = Database(connection)
            prepare(db, path)
        except sqlite3.Error as error:
            raise advice(error, path) from error
        on_failure.pop_all()
        return db


def _make_ready(db: Database, path: Path) -> None:
    _require_ours(db, path)
    require_archive(db, path.parent)
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")
    migrations.apply(db)
    db.execute("PRAGMA foreign_keys = ON")


def _require_ready(db: Database, path: Path) -> None:
    _require_ours(db, path)
    if migrations.pending(db):
        if is_publication(db):
            raise ArchiveUnusable(f"{path} was published by an older newsarchive: publish the archive again.")
        raise ArchiveOutdated(f"{path} is from an older newsarchive: the next crawl brings it up to date.")


def _require_ours(db: Database, path: Path) -> None:
    applied = {migration.name for migration in migrations.applied(db)}
    if not applied and set(db.table_names()) - {migrations.migrations_table}:
        raise ArchiveUnusable(f"{path} is a database, but not one of newsarchive: name another folder with --archive.")
    with Database(memory=True) as fresh:
        newer = applied - {migration.name for migration in migrations.pending(fresh)}
    if newer:
        raise ArchiveUnusable(f"{path} was written by a newer newsarchive (it has {min(newer)}): upgrade newsarchive.")


@contextmanager
def transaction(db: Database, path: Path) -> Iterator[None]:
    """All of the block's writes, or none; begins as a writer, so that it cannot fail half-way for want of the lock.

    Raises ArchiveLocked when another writer does not end in time, ArchiveUnwritable when the disk is full.
    """
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            db.rollback()
            raise
        db.commit()
    except sqlite3.Error as error:
        db.rollback()
        raise advice(error, path) from error


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """All of the block's writes, or none, within a transaction."""
    db.conn.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        db.conn.execute("ROLLBACK TO part")
        raise
    finally:
        db.conn.execute("RELEASE part")


def is_of_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says by it that the file is malformed."""
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT")


def advice(error: sqlite3.Error, path: Path) -> NewsArchiveError:
    """What to raise instead of an error of SQLite's."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveLocked(f"{path} stayed locked by another program for {BUSY_TIMEOUT:.0f} s: end it and try again.")
    if name.startswith("SQLITE_NOTADB"):
        return ArchiveUnusable(f"{path} is not a SQLite database: name another folder with --archive.")
    if is_of_damage(error):
        return ArchiveUnusable(
            f"{path} is damaged ({error}): put it back from a backup, or build it anew from the WARC files with"
            f" {_anew(path.parent)} (docs/verify.md)."
        )
    if name.startswith("SQLITE_FULL"):
        return ArchiveUnwritable(
            f"The disk is full: {path} could not grow. Free space and run again; nothing is damaged."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return ArchiveUnwritable(f"{path} may not be written: give this user write access to the file and its folder.")
    return ArchiveUnwritable(f"{path} could not be read or written ({name or type(error).__name__}): {error}.")


def insert(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Add `row` (column -> value) and return its row id. sqlite-utils' own insert costs fifty times as much."""
    return int(db.conn.execute(_insert_sql(table, tuple(row)), tuple(row.values())).lastrowid or 0)


def update(db: Database, table: str, row_id: int, row: Mapping[str, object]) -> None:
    """Set the columns named in `row` of the row with that `id`."""
    db.conn.execute(_update_sql(table, tuple(row)), (*row.values(), row_id))


@cache
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


@cache
def _update_sql(table: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE {table} SET {', '.join(f'{column} = ?' for column in columns)} WHERE id = ?"
