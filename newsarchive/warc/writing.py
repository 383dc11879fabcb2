"""Appends records to an archive's WARC files: gzip, a member for each record (WARC 1.1, annex D)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from ..errors import ArchiveUnwritable
from ..items import Exchange, Page, Place

IDENTICAL: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_MAX_SIZE: Final = 1 << 30
GZIP_HEAD: Final = bytes.fromhex("1f8b0800000000000003")
"""Of every member: no name, no time, and the same on every system, so that each of its bytes can be checked."""
_GZIP: Final = 31
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\U0010ffff]")
_NAME: Final = "{site}-{begun:%Y%m%d%H%M%S}-{serial:05}.warc.gz"


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier record with the same payload."""

    url: str
    date: datetime
    """Aware."""


def payload_digest(payload: bytes) -> str:
    """SHA-1 in Base32 with its name, as WARC tools have it."""
    return "sha1:" + b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


class WarcWriter:
    """Appends to the WARC files in a folder; one writer at a time.

    A run goes on with the newest file of its site, unless that is full or of an earlier month: years of runs make a few
    files a month, and those of past months never change. Raises ArchiveUnwritable.
    """

    def __init__(
        self, folder: Path, site: str, at: datetime, info: Mapping[str, str], *, max_size: int = _MAX_SIZE
    ) -> None:
        self._folder = folder
        self._site = site
        self._info = info
        self._max_size = max_size
        self._at = at.astimezone(UTC)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._open(self._newest() or _NAME.format(site=site, begun=self._at, serial=1))
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._begin(info, at)

    @property
    def end(self) -> tuple[str, int]:
        """The file that is written to, and where it ends."""
        return self._name, self._size

    def write_exchange(self, page: Page, notes: Mapping[str, str], original: Original | None = None) -> Place:
        """The request and the response behind `page`, on the disk when it returns; gives the place of the latter.

        A payload that an `original` holds is left to it. `notes` become header fields `Newsarchive-…` of the record.
        """
        exchange, url, at = page.exchange, safe(page.url), page.fetched_at
        assert exchange is not None
        self._make_room(at)
        request_id, response_id = _record_id(), _record_id()
        request = {
            "WARC-Type": "request",
            "WARC-Target-URI": url,
            "WARC-Concurrent-To": response_id,
            "Content-Type": "application/http; msgtype=request",
        }
        response = _response(page.status, exchange, original) | {
            "WARC-Target-URI": url,
            "WARC-Concurrent-To": request_id,
            "Content-Type": "application/http; msgtype=response",
            **{f"Newsarchive-{name}": safe(value, keep=" ") for name, value in notes.items()},
        }
        body = b"" if response["WARC-Type"] == "revisit" else exchange.payload
        self._append(
            self._record(request_id, at, self._by(exchange, request), exchange.request_head),
            packed := self._record(response_id, at, self._by(exchange, response), exchange.response_head + body),
        )
        is_revisit = response.get("WARC-Profile") == IDENTICAL
        return Place(file=self._name, offset=self._size - len(packed), length=len(packed), is_revisit=is_revisit)

    def write_event(self, event: Mapping[str, object], at: datetime) -> None:
        """Something of the run that is no exchange."""
        self._make_room(at)
        fields = {"WARC-Type": "metadata", "WARC-Warcinfo-ID": self._warcinfo_id, "Content-Type": "application/json"}
        self._append(self._record(_record_id(), at, fields, json.dumps(event, ensure_ascii=False).encode()))

    def close(self) -> None:
        """Have it all on the disk."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise _unwritable(self._folder / self._name, error) from error

    def _newest(self) -> str | None:
        ours = sorted(path for path in self._folder.glob(f"{self._site}-{self._at:%Y%m}*-*.warc.gz"))
        return ours[-1].name if ours and ours[-1].stat().st_size < self._max_size else None

    def _open(self, name: str) -> None:
        self._file = (self._folder / name).open("ab", buffering=0)
        self._name, self._size = name, self._file.tell()

    def _make_room(self, at: datetime) -> None:
        """Go on in a new file once one is full."""
        if self._size < self._max_size:
            return
        stem, serial = self._name.removesuffix(".warc.gz").rsplit("-", 1)
        try:
            self.close()
            self._open(f"{stem}-{int(serial) + 1:05}.warc.gz")
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        self._begin({**self._info, "continues": "true"}, at)

    def _begin(self, info: Mapping[str, str], at: datetime) -> None:
        self._warcinfo_id = _record_id()
        fields = {
            "WARC-Type": "warcinfo",
            "WARC-Filename": self._name,
            "Content-Type": "application/warc-fields",
        }
        lines = "".join(f"{name}: {safe(value, keep=' ')}\r\n" for name, value in info.items())
        self._append(self._record(self._warcinfo_id, at, fields, lines.encode()))

    def _by(self, exchange: Exchange, fields: dict[str, str]) -> dict[str, str]:
        address = {"WARC-IP-Address": exchange.ip_address} if exchange.ip_address else {}
        return fields | {"WARC-Warcinfo-ID": self._warcinfo_id} | address

    def _record(self, record_id: str, at: datetime, fields: Mapping[str, str], block: bytes) -> bytes:
        head = {
            "WARC-Record-ID": record_id,
            "WARC-Date": warc_date(at),
            **fields,
            "WARC-Block-Digest": payload_digest(block),
            "Content-Length": str(len(block)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        stream = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        packed = b"".join(
            (
                stream.compress(f"WARC/1.1\r\n{lines}\r\n".encode()),
                stream.compress(block),
                stream.compress(b"\r\n\r\n"),
                stream.flush(),
            )
        )
        return GZIP_HEAD + packed[len(GZIP_HEAD) :]

    def _append(self, *members: bytes) -> None:
        """Write whole records, or none."""
        data = memoryview(b"".join(members))
        try:
            written = 0
            while written < len(data):
                written += self._file.write(data[written:])
        except OSError as error:
            self._file.truncate(self._size)
            raise _unwritable(self._folder / self._name, error) from error
        self._size += len(data)


def _response(status: int, exchange: Exchange, original: Original | None) -> dict[str, str]:
    digest = {"WARC-Payload-Digest": payload_digest(exchange.payload)}
    if status == 304 and not exchange.payload:
        return {"WARC-Type": "revisit", "WARC-Profile": NOT_MODIFIED} | digest
    if original is None or not exchange.payload:
        return {"WARC-Type": "response"} | digest
    return {
        "WARC-Type": "revisit",
        "WARC-Profile": IDENTICAL,
        "WARC-Refers-To-Target-URI": safe(original.url),
        "WARC-Refers-To-Date": warc_date(original.date),
    } | digest


def _record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def warc_date(at: datetime) -> str:
    """A time (aware) as records have it, in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def safe(value: str, *, keep: str = "") -> str:
    """A value as records have it: it stays on its line, and is ASCII."""
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else quote(found[0], errors="replace"), value)


def _unwritable(path: Path, error: OSError) -> ArchiveUnwritable:
    return ArchiveUnwritable(f"{path} could not be written ({error.strerror}): free space or give access.")
