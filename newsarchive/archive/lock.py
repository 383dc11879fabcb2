"""One crawl at a time: a lock of the operating system, which drops it when its holder ends, however that happens."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from newsarchive.archive.values import utc
from newsarchive.errors import ArchiveLocked, ArchiveUnusable, ArchiveUnwritable


@contextmanager
def archive_lock(folder: Path, site: str = "") -> Iterator[None]:
    """Hold the archive's lock for the length of the block.

    The file `lock` stays behind and says nothing by itself: only a running process holds it. Raises ArchiveLocked,
    with the `site` the holder crawls, its process id and since when it holds the lock.
    """
    with ExitStack() as locks:
        for place in _places(folder):
            locks.enter_context(_held(place, site))
        yield


def _places(folder: Path) -> list[Path]:
    """The archive's folder, and the one whose WARC files it shares, if it does."""
    files = folder / "warc"
    shared = files.resolve().parent
    return [folder, shared] if files.is_symlink() and os.access(shared, os.W_OK) else [folder]


@contextmanager
def _held(folder: Path, site: str) -> Iterator[None]:
    with _lock_file(folder) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = lock.read().strip() or "unknown"
            raise ArchiveLocked(f"Another crawl ({holder}) is writing to {folder}: wait for it, or stop it.") from error
        lock.truncate(0)
        lock.write(f"{site + ', ' if site else ''}pid {os.getpid()} since {utc(datetime.now(UTC))}\n")
        lock.flush()
        yield


def is_locked(folder: Path) -> bool:
    """Whether somebody holds the archive's lock at this moment. Writes nothing."""
    try:
        with (folder / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _lock_file(folder: Path) -> TextIO:
    if folder.is_file():
        raise ArchiveUnusable(f"{folder} is a file: an archive is a folder. Name one with --archive.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise ArchiveUnwritable(
            f"{folder} could not be written ({error.strerror}): choose another, or give access."
        ) from error
    file.seek(0)
    return file
