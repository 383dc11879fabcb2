"""A database made anew, from the WARC files alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ..archive import Archive, archive_lock
from ..archive.journal import FOLDER
from ..errors import ArchiveUnusable, ArchiveUnwritable
from ..intake.declared import DeclaredOf
from ..intake.following import Followed, follow


def rebuild(
    source: Path,
    into: Path,
    declared_of: DeclaredOf,
    *,
    workers: int = 1,
    tell: Callable[[object], None] | None = None,
) -> Followed:
    """Build the database of the archive folder `source`, whether it is still there or not, in the folder `into`.

    That shares the WARC files of `source`. One that was begun before is gone on with. Raises ArchiveUnusable where
    there are no WARC files, or `into` is another archive; ArchiveLocked where either is in use.
    """
    files = source / FOLDER
    if not any(files.glob("*.warc.gz")):
        raise ArchiveUnusable(f"There are no WARC files in {files}: nothing can be built from them.")
    if into.resolve() == source.resolve():
        raise ArchiveUnusable(f"{into} is in use: name a new folder with --into.")
    _share(files, into)
    with archive_lock(into, "reextract"), Archive(into) as archive:
        return follow(archive, archive.journal.folder, declared_of, workers=workers, tell=tell)


def _share(files: Path, into: Path) -> None:
    place = into / FOLDER
    if place.exists() and place.resolve() == files.resolve():
        return
    try:
        into.mkdir(parents=True, exist_ok=True)
        if any(each.name != "lock" for each in into.iterdir()):
            raise ArchiveUnusable(f"{into} is in use: name a new folder with --into.")
        place.symlink_to(os.path.relpath(files.resolve(), into.resolve()), target_is_directory=True)
    except OSError as error:
        raise ArchiveUnwritable(f"{into} could not be written ({error.strerror}): choose another.") from error
