"""The WARC files of an archive, and what is in them: what every export of captures begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from newsarchive.archive import Archive
from newsarchive.archive.holdings import NOT_MODIFIED, CaptureRecord, Holdings, PageCapture
from newsarchive.archive.publication import require_archive
from newsarchive.archive.values import stamp
from newsarchive.errors import NothingToExport, UnusableRecord
from newsarchive.warc import Record, http_parts, records

_CAPTURES: Final = frozenset({"response", "revisit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcFile:
    """A file as far as its records are whole."""

    path: Path
    told: int
    """Bytes from its beginning that the tables tell of."""
    length: int
    """Bytes up to the end of the last whole record: a crawl may be adding another, or was killed while it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """All that an archive has in WARC files at one moment."""

    holdings: Holdings
    files: tuple[WarcFile, ...]

    def records(self) -> Iterator[CaptureRecord]:
        """Every capture that can be replayed, in no particular order."""
        there = {file.path.name for file in self.files}
        yield from (record for record in self.holdings.records() if record.place.file in there)
        for file in self.files:
            yield from _untold(file)

    def front_pages(self) -> Iterator[PageCapture]:
        """Each site's newest."""
        return self._there(self.holdings.front_pages())

    def articles(self) -> Iterator[PageCapture]:
        """Each article's newest page."""
        return self._there(self.holdings.articles())

    def _there(self, pages: Iterator[PageCapture]) -> Iterator[PageCapture]:
        there = {file.path.name for file in self.files}
        return (page for page in pages if page.file in there)


@contextmanager
def opened(folder: Path) -> Iterator[Collection]:
    """The collection of the archive in `folder`, as it is now.

    Raises ArchiveUnusable, NothingToExport where there are no WARC files, UnusableRecord where one was cut off.
    """
    with Archive.open_existing(folder) as archive, archive.holdings.at_once():
        require_archive(archive.db, folder)
        told = archive.journal.accounted()
        paths = sorted(archive.journal.folder.glob("*.warc.gz"))
        files = tuple(_measured(path, told.get(path.name, 0)) for path in paths)
        if not any(file.length for file in files):
            raise NothingToExport(f"There are no WARC files in {archive.journal.folder}: the next crawl writes one.")
        yield Collection(holdings=archive.holdings, files=files)


def _measured(path: Path, told: int) -> WarcFile:
    try:
        size = path.stat().st_size
        ends = [record.place.offset + record.place.length for record in _whole(path, told)]
    except OSError as error:
        raise UnusableRecord(f"{path} cannot be read ({error.strerror}): give this user access to it.") from error
    if size < told:
        raise UnusableRecord(f"{path} is shorter than when it was written: restore it from a backup.")
    return WarcFile(path=path, told=told, length=max(ends, default=told))


def _whole(path: Path, start: int) -> Iterator[Record]:
    return (record for record in records(path, start) if isinstance(record, Record))


def _untold(file: WarcFile) -> Iterator[CaptureRecord]:
    for record in _whole(file.path, file.told):
        if record.place.offset >= file.length or record.type not in _CAPTURES:
            continue
        parts = http_parts(record)
        if parts.status == NOT_MODIFIED:
            continue
        mime = parts.headers.get("content-type", "").partition(";")[0].strip().lower()
        yield CaptureRecord(
            url=record.url,
            stamp=stamp(record.date),
            status=parts.status,
            mime=mime or None,
            digest=record.payload_digest,
            place=record.place,
        )
