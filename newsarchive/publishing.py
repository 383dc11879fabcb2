"""A live archive -> a folder to be served to everybody: all of it new, or all of it as it was."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.database import FILE_NAME, open_for_reading
from newsarchive.archive.publication import Publication, as_json, is_publication
from newsarchive.archive.snapshot import snapshot
from newsarchive.archive.values import now
from newsarchive.browse.publishing import inspect_data
from newsarchive.errors import ArchiveLocked, ArchiveUnwritable, FileUnusable

PUBLISHED: Final = "published.json"
"""What the publication is, for people and scripts; the database itself says the same."""
INSPECT: Final = "inspect.json"
"""What `datasette serve --inspect-file` takes."""
_WORKSHOP: Final = ".publishing"
"""Where the next publication is made, in the folder of the last one; what a killed run leaves there is removed."""
_LEFT_BY_SQLITE: Final = ("-journal", "-wal", "-shm")


def publish(archive: Path, folder: Path, *, with_text: bool = True) -> Publication:
    """Make `folder` a publication of the archive as it is now, in place of the one that it may hold.

    A crawl may go on meanwhile, and a server that has the old database open keeps it. Raises FileUnusable for a folder
    that holds anything else, ArchiveLocked where another run publishes into it, ArchiveUnusable where there is no
    archive, and ArchiveUnwritable where the disk is full or may not be written: the folder is then as it was.
    """
    open_for_reading(archive).close()
    try:
        _require_place(folder)
        with _workshop(folder) as workshop:
            publication = snapshot(archive, workshop / FILE_NAME, with_text=with_text, at=now())
            for name, told in ((INSPECT, inspect_data(publication, workshop)), (PUBLISHED, as_json(publication))):
                (workshop / name).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
            _replace(workshop, folder)
    except OSError as error:
        what = "free space, give access, or name another folder; nothing has changed there"
        raise ArchiveUnwritable(f"{folder} could not be written ({error.strerror}): {what}.") from error
    return publication


def _require_place(folder: Path) -> None:
    """Raise FileUnusable where something is in the way."""
    if folder.exists() and not folder.is_dir():
        raise FileUnusable(f"{folder} is a file: name a folder to publish into.")
    if folder.is_dir() and {path.name for path in folder.iterdir()} - {_WORKSHOP} and not _is_published(folder):
        raise FileUnusable(f"{folder} holds something else than a publication: name an empty folder, or a new one.")
    if not _is_workshop(folder / _WORKSHOP):
        raise FileUnusable(f"{folder / _WORKSHOP} is not of newsarchive's making: move it away, or name a new folder.")


def _is_workshop(path: Path) -> bool:
    """Whether what is there, if anything is, is what a killed run left; what is in it is removed."""
    if path.is_symlink() or not path.is_dir():
        return not path.is_symlink() and not path.exists()
    return all(left.name.startswith((FILE_NAME, INSPECT, PUBLISHED)) and left.is_file() for left in path.iterdir())


def _is_published(folder: Path) -> bool:
    """Whether the folder holds a publication, even a damaged one."""
    database = folder / FILE_NAME
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return is_publication(Database(connection))
    except sqlite3.Error:
        return (folder / PUBLISHED).is_file()


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """An empty folder within `folder`, which nobody else has meanwhile; nothing is left of it."""
    is_new = not folder.exists()
    workshop = folder / _WORKSHOP
    workshop.mkdir(parents=True, exist_ok=True)
    held = os.open(workshop, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in workshop.iterdir():
            left.unlink()
        try:
            yield workshop
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    except BlockingIOError as error:
        raise ArchiveLocked(f"Another run publishes into {folder}: wait for it, or stop it.") from error
    finally:
        os.close(held)


def _replace(workshop: Path, folder: Path) -> None:
    """Put what was made in its place. The database comes first: it alone decides what the folder holds."""
    names = (FILE_NAME, INSPECT, PUBLISHED)
    for path in (*(workshop / name for name in names), workshop):
        _flush(path)
    for suffix in _LEFT_BY_SQLITE:
        (folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
    for name in names:
        (workshop / name).replace(folder / name)
    _flush(folder)


def _flush(path: Path) -> None:
    """See to it that the file, or the folder's list of files, is on the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
