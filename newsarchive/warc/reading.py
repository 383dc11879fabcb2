"""Reads the archive's own WARC files: a gzip member for each record, as the writer makes them and no others.

One changed byte anywhere is noticed: a member's CRC and length cover what is in it, and no checksum covers its head,
which is therefore compared. (The last byte before the CRC can have spare bits, which mean nothing.)
"""

from __future__ import annotations

import os
import re
import shutil
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from ..errors import ArchiveUnwritable, UnusableRecord
from ..items import Place
from .writing import GZIP_HEAD, IDENTICAL, sync

_GZIP: Final = 31
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_FOLD: Final = re.compile(r"\n(?=[ \t])")
_STATUS_LINE: Final = re.compile(r"HTTP/\S+ +(\d{1,5})(?!\S)", re.ASCII)
_PIECE: Final = 1 << 16
_MAX_LENGTH: Final = (1 << 28) + (1 << 20)
"""Bytes that a record may unpack to: a head, and the most that is taken from others' files (see `framing`)."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """A WARC record."""

    headers: Mapping[str, str]
    """Names in lower case."""
    block: bytes
    place: Place

    @property
    def type(self) -> str:
        """`response`, `request` …"""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """What it is about."""
        return self.headers.get("warc-target-uri", "")

    @property
    def date(self) -> datetime:
        """When it was captured (UTC); raises UnusableRecord."""
        try:
            return datetime.strptime(self.headers.get("warc-date", ""), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError as error:
            raise self.unusable("its WARC-Date is no time") from error

    @property
    def is_identical(self) -> bool:
        """Whether it leaves its payload to another record."""
        return self.headers.get("warc-profile") == IDENTICAL

    @property
    def payload_digest(self) -> str:
        """WARC-Payload-Digest: of the HTTP message's body, also where another record holds it."""
        return self.headers.get("warc-payload-digest", "")

    @property
    def payload(self) -> bytes:
        """The body of the HTTP message."""
        return self.block[_end_of_head(self.block) :]

    @property
    def fields(self) -> Mapping[str, str]:
        """Of a record of type `application/warc-fields`."""
        return _fields(self.block.decode("utf-8", "replace").split("\r\n"))

    def unusable(self, reason: str) -> UnusableRecord:
        """What to raise where the record is whole and yet of no use, for a reason in half a sentence."""
        return UnusableRecord(f"{self.place.file} holds a record of no use at byte {self.place.offset}: {reason}.")


class BadRecord(UnusableRecord):
    """A record that is torn or damaged."""

    def __init__(self, path: Path, offset: int, reason: str) -> None:
        super().__init__(f"{path.name} holds no whole record at byte {offset}: {reason}.")
        self.path = path
        self.offset = offset
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class HttpParts:
    """The parts of an HTTP response that come before its body."""

    status: int
    head: bytes
    """As received, the blank line included."""
    headers: Mapping[str, str]
    """Names in lower case; repeated headers joined with ", "."""


def http_parts(record: Record) -> HttpParts:
    """What a record of a response begins with; raises UnusableRecord where that is no head of HTTP."""
    head = record.block[: _end_of_head(record.block)]
    status_line, *lines = _FOLD.sub("", head.decode("latin-1").replace("\r\n", "\n")).split("\n")
    status = _STATUS_LINE.match(status_line)
    if status is None:
        raise record.unusable("it does not begin with a status line of HTTP")
    headers: dict[str, str] = {}
    for name, colon, value in (line.partition(":") for line in lines):
        name, value = name.strip().lower(), value.strip()
        if colon:
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return HttpParts(status=int(status[1]), head=head, headers=headers)


def records(path: Path, start: int = 0) -> Iterator[Record | BadRecord]:
    """The records from byte `start` on, in their order; in the place of what is none, a BadRecord that says so.

    After one, it goes on with the next whole record. Raises UnusableRecord where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            offset = start
            while member := _member(file, offset):
                record = _record(path, offset, member)
                yield record
                if isinstance(record, Record):
                    offset += record.place.length
                elif (following := _next(path, file, offset + 1)) is None:
                    return
                else:
                    offset = following
    except OSError as error:
        raise _unreadable(path, error) from error


def record_at(folder: Path, place: Place) -> Record:
    """The record there, which is exactly as long as `place` says; raises UnusableRecord."""
    path = folder / place.file
    try:
        with path.open("rb") as file:
            is_inside = 0 <= place.offset < os.fstat(file.fileno()).st_size
            member = _member(file, place.offset) if is_inside else None
    except OSError as error:
        raise _unreadable(path, error) from error
    record = _record(path, place.offset, member or _Member(b"", 0, "the file ends before it"))
    if isinstance(record, BadRecord):
        raise record
    if record.place.length != place.length:
        raise BadRecord(path, place.offset, f"the one there has {record.place.length} bytes, not {place.length}")
    return record


def torn_tail(path: Path, start: int) -> int | None:
    """Where the bytes begin that a write cut short has left behind the last whole record, None where there are none.

    Nothing before `start` is looked at.
    """
    last = deque(records(path, start), maxlen=1)
    return next((each.offset for each in last if isinstance(each, BadRecord)), None)


def cut_off(path: Path, offset: int) -> Path:
    """Take what a file holds from `offset` on out of it, into a file beside it, which is given back.

    It is on the disk there before it is cut off here, and nothing that is there already is written over. Raises
    ArchiveUnwritable.
    """
    name = f"{path.name}.torn-{offset}"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    side = next(free for free in map(path.with_name, names) if not free.exists())
    try:
        with path.open("r+b") as file, side.open("xb") as kept:
            file.seek(offset)
            shutil.copyfileobj(file, kept)
            kept.flush()
            os.fsync(kept.fileno())
            sync(path.parent)
            file.truncate(offset)
            os.fsync(file.fileno())
    except OSError as error:
        raise ArchiveUnwritable(
            f"{path} could not be cut back to its last whole record ({error.strerror}): free space or give access."
        ) from error
    return side


class _Member(NamedTuple):
    """A gzip member, unpacked."""

    text: bytes
    length: int
    """As packed."""
    fault: str | None = None


def _member(file: BinaryIO, offset: int) -> _Member | None:
    """The member that begins there, None at the end of the file."""
    file.seek(offset)
    stream, pieces, length, left = zlib.decompressobj(_GZIP), list[bytes](), 0, _MAX_LENGTH
    while not stream.eof:
        packed = file.read(_PIECE)
        if not packed:
            return _Member(b"", length, "it was cut off") if length else None
        if not length and packed[: len(GZIP_HEAD)] != GZIP_HEAD[: len(packed)]:
            return _Member(b"", 0, "no record of this archive begins there")
        try:
            pieces.append(stream.decompress(packed, left + 1))
        except zlib.error as error:
            return _Member(b"", length, str(error))
        left -= len(pieces[-1])
        length += len(packed) - len(stream.unused_data)
        if left < 0:
            return _Member(b"", length, f"it unpacks to more than {_MAX_LENGTH} bytes")
    return _Member(b"".join(pieces), length)


def _next(path: Path, file: BinaryIO, offset: int) -> int | None:
    """Where the next whole record begins, None where there is none."""
    for place in _finds(file, offset):
        member = _member(file, place)
        if member and isinstance(_record(path, place, member), Record):
            return place
    return None


def _finds(file: BinaryIO, offset: int) -> Iterator[int]:
    """Where members may begin; meanwhile the file may be read elsewhere."""
    kept = b""
    while True:
        file.seek(offset + len(kept))
        if not (piece := file.read(_PIECE)):
            return
        data = kept + piece
        found = data.find(GZIP_HEAD)
        while found >= 0:
            yield offset + found
            found = data.find(GZIP_HEAD, found + 1)
        kept = data[1 - len(GZIP_HEAD) :]
        offset += len(data) - len(kept)


def _record(path: Path, offset: int, member: _Member) -> Record | BadRecord:
    if member.fault:
        return BadRecord(path, offset, member.fault)
    head, _, rest = member.text.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    headers = _fields(lines)
    if not version.startswith("WARC/1."):
        return BadRecord(path, offset, "no WARC record begins there")
    block, end = rest[:-4], rest[-4:]
    if end != b"\r\n\r\n" or headers.get("content-length") != str(len(block)):
        return BadRecord(path, offset, "its length is not what its head says")
    is_revisit = headers.get("warc-profile") == IDENTICAL
    place = Place(file=path.name, offset=offset, length=member.length, is_revisit=is_revisit)
    return Record(headers=headers, block=block, place=place)


def _fields(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines if line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _end_of_head(block: bytes) -> int:
    """Where the body of an HTTP message begins: after the first empty line, however its lines end."""
    found = _BLANK_LINE.search(block)
    return found.end() if found else len(block)


def _unreadable(path: Path, error: OSError) -> UnusableRecord:
    return UnusableRecord(f"{path} cannot be read ({error.strerror}).")
