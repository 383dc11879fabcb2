"""Captures from WARC files that others made: Common Crawl, Browsertrix, wget, Heritrix, warcio (WARC 1.0 and 1.1)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from . import digests
from .framing import Damage, Framed, framed
from .messages import Message, NoMessage, bare, message, split

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_CAPTURES: Final = frozenset({"response", "revisit", "resource"})
_OTHERS: Final = frozenset({"warcinfo", "request", "metadata", "conversion", "continuation"})
_NEAR: Final = 4
"""Requests that are remembered: each stands right before or behind its response."""


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """An HTTP response that somebody else captured."""

    url: str
    """WARC-Target-URI, without the angle brackets of wget."""
    date: datetime
    """WARC-Date: aware, UTC."""
    status: int
    request_head: bytes
    """Of the concurrent request, the blank line included; empty where there is none nearby."""
    response_head: bytes
    """As in the record, the blank line included, lines parted by CRLF.

    A header that is not true of `payload` has `X-Archive-Orig-` before its name.
    """
    headers: Mapping[str, str]
    """As in `response_head`: names in lower case; repeated headers joined with ", "."""
    payload: bytes
    """The body with its content coding, without chunks; empty in a revisit."""
    ip_address: str | None
    record_id: str
    """WARC-Record-ID, to know the record again; empty where it has none."""
    refers_to: tuple[str, datetime] | None
    """Address and time (aware, UTC) of the record that has the payload, where this one leaves it to another."""
    refers_to_id: str | None
    """WARC-Record-ID of that record; wget gives nothing else."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no usable HTTP response, or bytes that are no record."""

    reason: str
    """A few words to count by: `request`, `warcinfo`, `damaged`, `not HTTP` …"""
    offset: int
    """Where in the file it begins, or its gzip member, in bytes."""


class _Found(NamedTuple):
    foreign: Foreign
    record: Framed


def foreign(path: Path) -> Iterator[Foreign | Skipped]:
    """What every record of the file comes to; raises FileUnusable where it cannot be read or holds none.

    Damage costs the records that it is in: those before and behind it are read.
    """
    requests: deque[Framed] = deque(maxlen=_NEAR)
    waiting: _Found | None = None
    for record in framed(path):
        found = _found(record)
        if isinstance(found, _Found):
            if waiting:
                yield _with_request(waiting, requests)
            waiting = found
            continue
        if isinstance(record, Framed) and found.reason == "request":
            requests.append(record)
        yield found
    if waiting:
        yield _with_request(waiting, requests)


def _found(record: Framed | Damage) -> _Found | Skipped:
    if isinstance(record, Damage):
        return Skipped("damaged", record.offset)
    try:
        return _Found(_read(record), record)
    except NoMessage as error:
        return Skipped(str(error), record.offset)


def _read(record: Framed) -> Foreign:
    """The capture in a record; raises NoMessage."""
    kind = record.field("warc-type").lower()
    block = _usable(record, kind)
    response = _response(record, kind, block)
    url, date = _url(record.field("warc-target-uri")), _date(record.field("warc-date"))
    refers_to, refers_to_id = _original(record) if kind == "revisit" else (None, None)
    if kind == "revisit" and response.status != 304 and not (refers_to or refers_to_id):
        raise NoMessage("original unknown")
    return Foreign(
        url=url,
        date=date,
        status=response.status,
        request_head=b"",
        response_head=response.head,
        headers=response.headers,
        payload=response.payload,
        ip_address=record.field("warc-ip-address") or None,
        record_id=record.field("warc-record-id"),
        refers_to=refers_to,
        refers_to_id=refers_to_id,
    )


def _usable(record: Framed, kind: str) -> bytes:
    """The block of a record that can hold a response, whole and undamaged."""
    if kind not in _CAPTURES:
        raise NoMessage(kind if kind in _OTHERS else "unknown type")
    if record.block is None:
        raise NoMessage("too large")
    if record.field("warc-segment-number"):
        raise NoMessage("segmented")
    return record.block


def _response(record: Framed, kind: str, block: bytes) -> Message:
    if kind == "revisit":
        # It lacks its payload by nature, and wget and warcio.js before 2.4.5 give it the digest of something else.
        return bare(block)
    if record.field("warc-truncated"):
        raise NoMessage("truncated")
    response = _resource(record, block) if kind == "resource" else message(block)
    if not _holds(record, block, response.payload):
        raise NoMessage("damaged")
    return response


def _holds(record: Framed, block: bytes, payload: bytes) -> bool:
    """Whether a record's digest is true: of the block, which has it all, or where there is none of the payload."""
    digest = record.field("warc-block-digest")
    if digests.is_known(digest):
        return digests.holds(digest, block)
    digest = record.field("warc-payload-digest")
    # Some take it of the body with its chunks, against the standard.
    return not digests.is_known(digest) or any(digests.holds(digest, body) for body in (payload, split(block)[1]))


def _resource(record: Framed, block: bytes) -> Message:
    """A page that was kept without its exchange, as the response it will have been in."""
    content_type = record.field("content-type")
    if content_type.partition(";")[0].strip().lower() not in _HTML:
        raise NoMessage("resource")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    headers = {"content-type": content_type, "content-length": str(len(block))}
    return Message(status=200, head=head.encode("latin-1", "replace"), headers=headers, payload=block)


def _original(record: Framed) -> tuple[tuple[str, datetime] | None, str | None]:
    """Where a revisit says its payload is: (address and time, record id)."""
    record_id = record.field("warc-refers-to") or None
    try:
        url, date = _url(record.field("warc-refers-to-target-uri")), _date(record.field("warc-refers-to-date"))
    except NoMessage:
        return None, record_id
    return (url, date), record_id


def _url(text: str) -> str:
    """An address of the web; wget puts it in angle brackets, as the grammar of WARC 1.0 wants by mistake."""
    url = text.removeprefix("<").removesuffix(">").strip()
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if url and not url.lower().startswith(("http:", "https:")):
        raise NoMessage("not HTTP")
    if not is_whole:
        raise NoMessage("no address")
    return url


def _date(text: str) -> datetime:
    """A time to the second or finer; WARC 1.1 allows a bare day or year too, which say too little."""
    try:
        if not _TIME.match(text):
            raise NoMessage("no date")
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise NoMessage("no date") from error


def _with_request(found: _Found, requests: Iterable[Framed]) -> Foreign | Skipped:
    """With the head of the request that is concurrent to it; what came for another than a GET is no page."""
    for request in requests:
        if request.block and _are_concurrent(request, found.record):
            head = split(request.block)[0]
            if not head.startswith(b"GET "):
                return Skipped("not GET", found.record.offset)
            return replace(found.foreign, request_head=head)
    return found.foreign


def _are_concurrent(one: Framed, other: Framed) -> bool:
    return _names(one, other) or _names(other, one)


def _names(one: Framed, other: Framed) -> bool:
    record_id = other.field("warc-record-id")
    return bool(record_id) and ("warc-concurrent-to", record_id) in one.fields
