"""WARC records made by hand."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

from newsarchive.warc.foreign import Foreign, Skipped, foreign

HTML = b"<html><h1>Le pont rouvre</h1>" + b"<p>Il rouvre lundi.</p>" * 20 + b"</html>"
DATE = "2019-05-20T15:18:57Z"


def http(body: bytes = HTML, *headers: str, status: str = "HTTP/1.1 200 OK", newline: str = "\r\n") -> bytes:
    lines = [status, "Content-Type: text/html", *headers, "", ""]
    return newline.join(lines).encode("latin-1") + body


def record(
    block: bytes | None = None,
    *fields: str,
    url: str = "https://a.example/1",
    kind: str = "response",
    date: str = DATE,
    version: str = "WARC/1.0",
    length: object = None,
    newline: str = "\r\n",
    tail: bytes = b"\r\n\r\n",
) -> bytes:
    """A record of that block; `length` is what it says in place of the true one."""
    block = http() if block is None else block
    lines = [
        version,
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        f"WARC-Record-ID: <urn:uuid:{url}>",
        *fields,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return newline.join([*lines, "", ""]).encode() + block + tail


def numbered(number: int) -> bytes:
    return record(url=f"https://a.example/{number}")


def packed(*records: bytes) -> bytes:
    """A gzip member for each."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def write(folder: Path, *pieces: bytes, name: str = "a.warc") -> Path:
    path = folder / name
    path.write_bytes(b"".join(pieces))
    return path


def captures(path: Path) -> list[Foreign]:
    return [each for each in foreign(path) if isinstance(each, Foreign)]


def only(path: Path) -> Foreign:
    (capture,) = captures(path)
    return capture


def skipped(path: Path) -> list[str]:
    return [each.reason for each in foreign(path) if isinstance(each, Skipped)]


def numbers(found: Sequence[Foreign]) -> str:
    """The ends of their addresses."""
    return "".join(each.url[-1] for each in found)
