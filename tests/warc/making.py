"""Made-up exchanges, files of them, and members as the writer makes them of whatever text."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.items import Exchange, Page
from newsarchive.warc import BadRecord, Record, WarcWriter, records
from newsarchive.warc.writing import GZIP_HEAD

AT = datetime(2026, 2, 6, 9, 15, tzinfo=UTC)
INFO = {"software": "newsarchive/0", "format": "WARC File Format 1.1", "operator": "Médiathèque"}
URL = "https://journal.example/2026/02/un-pont/"


def fetched(payload: bytes = b"<p>Un pont.</p>", url: str = URL, status: int = 200, extra: str = "") -> Page:
    """A page of that payload; `extra` are header lines, each with its end."""
    head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: text/html\r\n{extra}\r\n"
    exchange = Exchange(
        request_head=b"GET /2026/02/un-pont/ HTTP/1.1\r\nHost: journal.example\r\n\r\n",
        response_head=head.encode("latin-1"),
        payload=payload,
        ip_address="192.0.2.7",
    )
    return Page(url=url, final_url=url, fetched_at=AT, status=status, body=b"", site="journal", exchange=exchange)


def exchanged(page: Page) -> Exchange:
    assert page.exchange
    return page.exchange


def writer(folder: Path, at: datetime = AT, *, max_size: int = 1 << 30) -> WarcWriter:
    return WarcWriter(folder, "journal", at, INFO, max_size=max_size)


def written(folder: Path, *payloads: bytes) -> Path:
    """A file with one exchange per payload."""
    ours = writer(folder)
    for payload in payloads:
        ours.write_exchange(fetched(payload), {})
    ours.close()
    return folder / ours.end[0]


def text(block: bytes, *, length: object = None, kind: str = "response", extra: str = "") -> bytes:
    """A record, unpacked; `extra` are header lines, each with its end."""
    fields = f"WARC-Type: {kind}\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2026-02-06T09:15:00Z\r\n{extra}"
    length = len(block) if length is None else length
    return f"WARC/1.1\r\n{fields}Content-Length: {length}\r\n\r\n".encode("latin-1") + block + b"\r\n\r\n"


def packed(data: bytes) -> bytes:
    """A gzip member as the writer makes it."""
    packing = zlib.compressobj(6, wbits=31)
    return GZIP_HEAD + (packing.compress(data) + packing.flush())[len(GZIP_HEAD) :]


def saved(path: Path, *texts: bytes) -> Path:
    """A file of one member for each text."""
    path.write_bytes(b"".join(map(packed, texts)))
    return path


def read(path: Path, start: int = 0) -> tuple[list[Record], list[BadRecord]]:
    """Records that are whole, and what is none."""
    found = list(records(path, start))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, BadRecord)]


def whole(path: Path) -> list[Record]:
    """The records of a file that holds nothing else."""
    found, bad = read(path)
    assert bad == []
    return found
