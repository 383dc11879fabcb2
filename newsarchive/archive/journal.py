"""The WARC side of a transaction: what is about to be written down is in the WARC files before its rows are.

Exchanges are request and response records. What is no exchange (a timeout, the end of a run …) is a `metadata` record
of type application/json, so that the WARC files alone tell all that the database knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from newsarchive.archive.values import utc
from newsarchive.errors import ArchiveLocked, ArchiveUnwritable
from newsarchive.items import AddressKind, Discovery, Exchange, Finding, Page, Place, Problem
from newsarchive.warc import Original, WarcWriter, payload_digest

FOLDER: Final = "warc"
"""Where the WARC files are, in an archive's folder."""

_ORIGINAL = """
    SELECT id, url, fetched_at, warc_file, warc_offset, warc_length FROM captures
    WHERE digest = ? AND warc_file IS NOT NULL AND original_id IS NULL ORDER BY id LIMIT 1
"""
_ACCOUNTED = """
    INSERT INTO warc_files (name, length) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET length = excluded.length WHERE length <> excluded.length
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where an exchange is kept."""

    place: Place
    digest: str
    """WARC-Payload-Digest."""
    original_id: int | None
    """The capture whose record holds the same payload, where this one's record does not."""


class Journal:
    """Writes the WARC files of a run, or follows the files that an archive is built from."""

    def __init__(self, db: Database, folder: Path) -> None:
        self._db = db
        self.folder = folder / FOLDER
        """Where the WARC files are, there or not."""
        self._writer: WarcWriter | None = None
        self._written: WeakKeyDictionary[Exchange, Place] = WeakKeyDictionary()
        self._accounted: tuple[str, int] | None = None
        self._read_to: tuple[str, int] | None = None
        self._behind: ArchiveUnwritable | ArchiveLocked | None = None

    def begin(self, site: str, at: datetime, info: Mapping[str, str]) -> None:
        """From now on everything goes to the WARC files; `info` is what the run's `warcinfo` record says."""
        self.close()
        self._writer = WarcWriter(self.folder, site, at, info)

    def keep(self, page: Page, kind: AddressKind, *, again: bool, source: str | None = None) -> Kept | None:
        """Have the exchange behind `page` in the WARC files; None where there is nothing to keep, or nowhere.

        `again` says that it is no last word, `source` is the record it was taken from if others captured it.
        """
        exchange = page.exchange
        if exchange is None:
            return None
        digest = payload_digest(exchange.payload)
        original = self._original(digest) if exchange.payload else None
        notes = {"Kind": kind, "Listed": json.dumps(dict(page.listed)) if page.listed else None}
        notes |= {"Again": "yes" if again else None, "Source": source}
        place = page.place or self._written.get(exchange) or self._write(page, exchange, notes, original)
        if place is None:
            return None
        return Kept(place=place, digest=digest, original_id=original[0] if original and place.is_revisit else None)

    def note(self, event: str, at: datetime, **details: object) -> None:
        """Have something in the WARC files that is no exchange."""
        if self._writer:
            self._writer.write_event({"event": event, "at": at.isoformat(), **details}, at)

    @property
    def end(self) -> tuple[str, int] | None:
        """The file that is being filled and its size in bytes, None where nothing is written."""
        return self._writer.end if self._writer else None

    def follow(self, place: Place) -> None:
        """What comes next is written down from this record of a file that is there already."""
        self._read_to = place.file, place.offset + place.length

    def accounted(self) -> dict[str, int]:
        """File -> how much of it is accounted for, in bytes from its beginning."""
        return dict(self._db.conn.execute("SELECT name, length FROM warc_files").fetchall())

    def shorten(self, name: str, length: int) -> None:
        """A power cut has taken the end of a file: it is accounted for up to there."""
        self._db.conn.execute("UPDATE warc_files SET length = ? WHERE name = ?", (length, name))

    def place_of(self, digest: str) -> Place | None:
        """The record that holds the payload of that digest."""
        row = self._db.conn.execute(_ORIGINAL, (digest,)).fetchone()
        return None if row is None else Place(file=row[3], offset=row[4], length=row[5])

    def account(self) -> None:
        """Write down, in the transaction that is about to end, how far the WARC files are accounted for."""
        end = self.end or self._read_to
        if end is not None and end != self._accounted:
            self._db.conn.execute(_ACCOUNTED, end)
            self._accounted = end

    @contextmanager
    def in_step(self) -> Iterator[None]:
        """A transaction; where it fails after records were written for it, nothing may follow them.

        Raises its error from then on: the next run takes those records in, as it does after a kill.
        """
        if self._behind:
            raise self._behind
        end = self.end
        try:
            yield
        except (ArchiveUnwritable, ArchiveLocked) as error:
            self._behind = error if self.end != end else None
            raise

    def close(self) -> None:
        """Have all of it on the disk."""
        if self._writer:
            self._writer.close()
            self._writer = None

    def _original(self, digest: str) -> tuple[int, Original] | None:
        """The earlier capture of that payload, if its record is still there to be referred to."""
        row = self._db.conn.execute(_ORIGINAL, (digest,)).fetchone()
        if row is None or not self._reaches(row[3], row[4] + row[5]):
            return None
        return row[0], Original(url=row[1], date=datetime.fromisoformat(row[2]))

    def _reaches(self, name: str, end: int) -> bool:
        try:
            return (self.folder / name).stat().st_size >= end
        except OSError:
            return False

    def _write(
        self, page: Page, exchange: Exchange, notes: Mapping[str, str | None], original: tuple[int, Original] | None
    ) -> Place | None:
        if self._writer is None:
            return None
        told = {name: value for name, value in notes.items() if value}
        place = self._writer.write_exchange(page, told, original[1] if original else None)
        self._written[exchange] = place
        return place


def as_details(value: Discovery | Finding | Problem) -> dict[str, object]:
    """A dataclass as an event tells it: what is None left out, times in ISO 8601."""
    return {
        name: utc(item) if isinstance(item, datetime) else item
        for name, item in asdict(value).items()
        if item is not None
    }
