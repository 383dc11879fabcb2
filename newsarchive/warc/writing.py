"""Records into WARC files: one gzip member each, whole or not at all.

The standard library makes the members: for bodies that came compressed, as nearly all do, it is as quick as
fastwarc's writer, and the place of a record is known to the byte.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from newsarchive.errors import ArchiveUnwritable
from newsarchive.items import Exchange, Page, Place

LEVEL: Final = 6
"""How hard zlib tries; 9 takes as long and saves nothing."""
GZIP_HEAD: Final = bytes.fromhex("1f8b0800000000000003")
"""Of every member: no name, no time, and the same on every system, so that each of its bytes can be checked."""
IDENTICAL: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNCHANGED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_FIELD_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NO_TEXT: Final = re.compile(r"[^\x20-\x7e]")
_NO_URL: Final = re.compile(r"[^\x21-\x7e]")
_NOT_MODIFIED: Final = 304

_Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An earlier exchange that a revisit refers to."""

    url: str
    date: datetime
    """Aware; that of the original's record."""


class WarcWriter:
    """Appends a run's records to the archive's WARC files; one writer at a time (the archive's lock sees to that).

    A run goes on in the site's newest file if that was begun in the same month (UTC) and has room, so that hourly runs
    make few files. What follows a torn record is lost to many readers: `torn_tail` has to be cut off before.
    Everything raises ArchiveUnwritable where the disk is full or the folder may not be written; the file then ends
    with its last whole record.
    """

    def __init__(
        self, folder: Path, site: str, at: datetime, info: Mapping[str, str], *, max_size: int = 1 << 30
    ) -> None:
        """Begin a run at `at` (aware): `info` goes into a `warcinfo` record, and again into each further file.

        A file in which no record may begin at `max_size` bytes or later gets `continues: true` there.
        """
        self._folder, self._site, self._info, self._max_size = folder, site, info, max_size
        self._path = folder
        with self._advice():
            self._stamp, self._serial = _file_to_fill(folder, site, at.astimezone(UTC), max_size)
        self._open()
        self._write_info(at, info)

    @property
    def end(self) -> tuple[str, int]:
        """The file being filled and its size in bytes: everything before is written."""
        return self._path.name, self._size

    def write_exchange(self, page: Page, notes: Mapping[str, str], original: Original | None = None) -> Place:
        """Write a response (or `revisit`) and its request, and give the place of the first; it is in the file by then.

        `page.exchange` must be set. `notes` become header fields `Newsarchive-<name>`: values are one line of ASCII,
        anything else is percent-encoded. With an `original` of identical payload, and for a 304, a revisit without
        body is written; an empty payload is none worth referring for.
        """
        exchange = page.exchange
        if exchange is None:
            raise ValueError(f"{page.url} comes without the bytes that were exchanged.")
        self._make_room(page.fetched_at)
        about = self._about(page, exchange)
        response_id = _new_id()
        kind, fields, body = _response(page, exchange, original)
        fields += [(f"Newsarchive-{_field_name(name)}", value) for name, value in notes.items()]
        response = self._member(kind, response_id, [*about, *fields], (exchange.response_head, *body))
        joined = [*about, ("WARC-Concurrent-To", response_id), ("Content-Type", "application/http; msgtype=request")]
        request = self._member("request", _new_id(), joined, (exchange.request_head,))
        place = self._append(response, request)
        return replace(place, is_revisit=("WARC-Profile", IDENTICAL) in fields)

    def write_event(self, event: Mapping[str, object], at: datetime) -> Place:
        """Write something that happened at `at` (aware) as a `metadata` record of JSON, and give its place."""
        self._make_room(at)
        fields = [("WARC-Date", warc_date(at)), ("Content-Type", "application/json")]
        block = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        return self._append(self._member("metadata", _new_id(), fields, (block,)))

    def close(self) -> None:
        """End the run; its records are on the disk by then."""
        with self._advice():
            try:
                os.fsync(self._file.fileno())
            finally:
                self._file.close()

    def _open(self) -> None:
        self._path = self._folder / f"{self._site}-{self._stamp}-{self._serial:05}.warc.gz"
        with self._advice():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab", buffering=0)
            self._size = os.fstat(self._file.fileno()).st_size
        if not self._size:
            sync(self._folder)

    def _make_room(self, at: datetime) -> None:
        if self._size < self._max_size:
            return
        self.close()
        self._serial += 1
        self._open()
        self._write_info(at, {**self._info, "continues": "true"})

    def _write_info(self, at: datetime, info: Mapping[str, str]) -> None:
        self._info_id = _new_id()
        fields = [
            ("WARC-Date", warc_date(at)),
            ("WARC-Filename", self._path.name),
            ("Content-Type", "application/warc-fields"),
        ]
        lines = (f"{_field_name(name)}: {' '.join(value.split())}\r\n" for name, value in info.items())
        self._append(self._member("warcinfo", self._info_id, fields, ("".join(lines).encode(),)))

    def _about(self, page: Page, exchange: Exchange) -> _Fields:
        address = [("WARC-IP-Address", exchange.ip_address)] if exchange.ip_address else []
        return [("WARC-Date", warc_date(page.fetched_at)), ("WARC-Target-URI", target_uri(page.url)), *address]

    def _member(self, kind: str, record_id: str, fields: _Fields, block: Sequence[bytes]) -> bytes:
        whose = [] if kind == "warcinfo" else [("WARC-Warcinfo-ID", self._info_id)]
        header = [("WARC-Type", kind), ("WARC-Record-ID", record_id), *fields, *whose]
        header += [("WARC-Block-Digest", _digest(*block)), ("Content-Length", str(sum(map(len, block))))]
        lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in header)
        packing = zlib.compressobj(LEVEL, wbits=31)
        pieces = (f"WARC/1.1\r\n{lines}\r\n".encode("ascii"), *block, b"\r\n\r\n")
        packed = b"".join([*map(packing.compress, pieces), packing.flush()])
        return GZIP_HEAD + packed[len(GZIP_HEAD) :]

    def _append(self, *members: bytes) -> Place:
        """Write all of the members or nothing, and give the place of the first."""
        place = Place(file=self._path.name, offset=self._size, length=len(members[0]))
        left = memoryview(b"".join(members))
        with self._advice():
            self._cut()  # what could not be cut off when an earlier record failed
            try:
                while left:
                    left = left[self._file.write(left) or 0 :]
            except BaseException:
                self._cut()
                raise
        self._size += sum(map(len, members))
        return place

    def _cut(self) -> None:
        os.ftruncate(self._file.fileno(), self._size)

    @contextmanager
    def _advice(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveUnwritable(_advice(error, self._path)) from error


def payload_digest(payload: bytes) -> str:
    """WARC-Payload-Digest of a response's body: `sha256:` and 64 hexadecimal digits."""
    return _digest(payload)


def sync(folder: Path) -> None:
    """Have the names of the files in a folder on the disk; some network file systems know no way to, or need none."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def warc_date(at: datetime) -> str:
    """An aware datetime as WARC-Date: UTC, to the second, as it is written down everywhere else."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def target_uri(url: str) -> str:
    """An address as WARC-Target-URI: what is no ASCII, or could end the line, is percent-encoded."""
    return _one_line(url, _NO_URL)


def _response(page: Page, exchange: Exchange, original: Original | None) -> tuple[str, _Fields, tuple[bytes, ...]]:
    """Type, fields of its own and body of the record a response becomes."""
    digest = payload_digest(exchange.payload)
    fields = [("Content-Type", "application/http; msgtype=response")]
    referring = _referring(original) if original else []
    if page.status == _NOT_MODIFIED:
        return "revisit", [*fields, ("WARC-Profile", UNCHANGED), *referring], ()
    fields.append(("WARC-Payload-Digest", digest))
    if original and exchange.payload:
        profile = ("WARC-Profile", IDENTICAL)
        return "revisit", [*fields, profile, *referring, ("WARC-Truncated", "length")], ()
    return "response", fields, (exchange.payload,)


def _referring(original: Original) -> _Fields:
    url = target_uri(original.url)
    return [("WARC-Refers-To-Target-URI", url), ("WARC-Refers-To-Date", warc_date(original.date))]


def _digest(*pieces: bytes) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


def _new_id() -> str:
    return f"<{uuid.uuid4().urn}>"


def _one_line(text: str, unsafe: re.Pattern[str] = _NO_TEXT) -> str:
    """`text` with what could end a header line, or is not ASCII, percent-encoded."""
    return unsafe.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text)


def _field_name(name: str) -> str:
    if not _FIELD_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a header field.")
    return name


def _file_to_fill(folder: Path, site: str, at: datetime, max_size: int) -> tuple[str, int]:
    """Stamp and serial of the file a run that begins at `at` writes to."""
    stamp = at.strftime("%Y%m%d%H%M%S")
    pattern = re.compile(re.escape(site) + r"-(\d{14})-(\d{5})\.warc\.gz")
    known = sorted((found[1], int(found[2])) for path in folder.glob("*.gz") if (found := pattern.fullmatch(path.name)))
    if not known:
        return stamp, 0
    newest, serial = known[-1]
    size = (folder / f"{site}-{newest}-{serial:05}.warc.gz").stat().st_size
    if newest[:6] == stamp[:6] and size < max_size:
        return newest, serial
    return (stamp, serial + 1) if newest == stamp else (stamp, 0)


def _advice(error: OSError, path: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full: {path} could not grow. Free space and run again; nothing is damaged."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{path} may not be written: give this user write access to the file and its folder."
    return f"{path} could not be written ({error.strerror}): free space, give access, or name another folder."
