"""Reads the archive's own WARC files: a gzip member for each record."""

from __future__ import annotations

import os
import shutil
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from ..errors import UnusableRecord
from ..items import Place
from .writing import IDENTICAL

_GZIP: Final = 31
_MAGIC: Final = b"\x1f\x8b\x08"
_PIECE: Final = 1 << 16
_MAX_LENGTH: Final = 1 << 28
"""Bytes that a record may unpack to: nothing that is fetched is nearly as large."""


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
        """When it was captured (UTC)."""
        return datetime.fromisoformat(self.headers["warc-date"]).astimezone(UTC)

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
        return self.block.partition(b"\r\n\r\n")[2]

    @property
    def fields(self) -> Mapping[str, str]:
        """Of a record of type `application/warc-fields`."""
        return _fields(self.block.decode("utf-8", "replace").split("\r\n"))


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
    """What a record of a response begins with."""
    head = record.block.partition(b"\r\n\r\n")[0]
    lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        name = name.strip().lower()
        headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
    return HttpParts(status=int(lines[0].split()[1]), head=head + b"\r\n\r\n", headers=headers)


def records(path: Path, start: int = 0) -> Iterator[Record | BadRecord]:
    """The records from byte `start` on, in their order; in the place of what is none, a BadRecord that says so.

    After one, it goes on with the next whole record.
    """
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


def record_at(folder: Path, place: Place) -> Record:
    """The record there; raises UnusableRecord."""
    path = folder / place.file
    try:
        with path.open("rb") as file:
            member = _member(file, place.offset)
    except OSError as error:
        raise UnusableRecord(f"{path} cannot be read ({error.strerror}).") from error
    record = _record(path, place.offset, member or _Member(b"", 0, "the file ends before it"))
    if isinstance(record, BadRecord):
        raise record
    return record


def torn_tail(path: Path, start: int) -> int | None:
    """Where the bytes begin that a write cut short has left behind the last whole record, None where there are none.

    Nothing before `start` is looked at.
    """
    last = deque(records(path, start), maxlen=1)
    return next((each.offset for each in last if isinstance(each, BadRecord)), None)


def cut_off(path: Path, offset: int) -> Path:
    """Take what a file holds from `offset` on out of it, into a file beside it, which is given back."""
    side = path.with_name(f"{path.name}.torn-{offset}")
    with path.open("r+b") as file, side.open("wb") as kept:
        file.seek(offset)
        shutil.copyfileobj(file, kept)
        kept.flush()
        os.fsync(kept.fileno())
        file.truncate(offset)
        os.fsync(file.fileno())
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
        try:
            pieces.append(stream.decompress(packed, left))
        except zlib.error as error:
            return _Member(b"", length, str(error))
        left -= len(pieces[-1])
        length += len(packed) - len(stream.unused_data)
        if stream.unconsumed_tail or left <= 0:
            return _Member(b"", length, f"it unpacks to more than {_MAX_LENGTH} bytes")
    return _Member(b"".join(pieces), length)


def _next(path: Path, file: BinaryIO, offset: int) -> int | None:
    """Where the next whole record begins, None where there is none."""
    file.seek(offset)
    rest = file.read()
    place = rest.find(_MAGIC)
    while place >= 0:
        member = _member(file, offset + place)
        if member and isinstance(_record(path, offset + place, member), Record):
            return offset + place
        place = rest.find(_MAGIC, place + 1)
    return None


def _record(path: Path, offset: int, member: _Member) -> Record | BadRecord:
    if member.fault:
        return BadRecord(path, offset, member.fault)
    head, _, rest = member.text.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    headers = _fields(lines)
    length = headers.get("content-length", "")
    if not version.startswith("WARC/1.") or not length.isdigit():
        return BadRecord(path, offset, "no WARC record begins there")
    if len(rest) != int(length) + 4:
        return BadRecord(path, offset, "its length is not what its head says")
    is_revisit = headers.get("warc-profile") == IDENTICAL
    place = Place(file=path.name, offset=offset, length=member.length, is_revisit=is_revisit)
    return Record(headers=headers, block=rest[: int(length)], place=place)


def _fields(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines if line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
