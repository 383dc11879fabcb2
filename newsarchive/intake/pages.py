"""From a WARC record to the page it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from email.message import Message
from pathlib import Path
from typing import Any, Final, cast, get_args

from ..archive.rereading import Captured
from ..errors import MissingRecord
from ..items import AddressKind, Exchange, Page
from ..warc import Record, http_parts, record_at

PAGE_LIMIT: Final = 8 * 2**20
"""Bytes that a page may unpack to, in a crawl as afterwards."""
SITEMAP_LIMIT: Final = 64 * 2**20
"""Bytes for sitemaps; the protocol allows 50 MB."""
REQUISITE_LIMIT: Final = 10 * 2**20
"""Bytes for what a page is shown with."""


def limit_of(kind: AddressKind | None) -> int:
    """Bytes that a response may unpack to, by what was asked for."""
    if kind == "sitemap":
        return SITEMAP_LIMIT
    return REQUISITE_LIMIT if kind == "requisite" else PAGE_LIMIT


def page_of(record: Record, payload: bytes, *, site: str, mirror: str | None) -> Page:
    """The response in a record as it was received; `payload` is the record's own, or that of its original.

    Raises UnusableRecord where what the record says of it cannot be read.
    """
    parts = http_parts(record)
    exchange = Exchange(request_head=b"", response_head=parts.head, payload=payload)
    return Page(
        url=record.url,
        final_url=record.url,
        fetched_at=record.date,
        status=parts.status,
        headers=parts.headers,
        body=payload,
        encoding=charset(parts.headers),
        site=site,
        mirror=mirror,
        listed=_listed(record),
        exchange=exchange,
        place=record.place,
    )


def page_at(folder: Path, captured: Captured, *, site: str, mirror: str | None) -> tuple[Record, Page]:
    """The record of a capture below `folder`, and the response in it; raises UnusableRecord."""
    if captured.place is None:
        raise MissingRecord(f"The capture of {captured.url} has no record: it was made without WARC files.")
    record = record_at(folder, captured.place)
    payload = record_at(folder, captured.payload_place).payload if captured.payload_place else record.payload
    return record, replace(page_of(record, payload, site=site, mirror=mirror), capture_id=captured.id)


def kind_of(record: Record) -> AddressKind | None:
    """What was asked for, None where the record does not say."""
    kind = record.headers.get("newsarchive-kind")
    return cast("AddressKind", kind) if kind in get_args(AddressKind) else None


def _listed(record: Record) -> dict[str, Any]:
    """What a feed or sitemap said of the article, from the note on its record."""
    try:
        listed = json.loads(record.headers.get("newsarchive-listed", "{}"))
    except ValueError:
        listed = None
    if not isinstance(listed, dict):
        raise record.unusable("its note Newsarchive-Listed is no object of JSON")
    return listed


def charset(headers: Mapping[str, str]) -> str | None:
    """The charset that a response's headers (in lower case) declare."""
    content_type = headers.get("content-type", "")
    if "charset" not in content_type:
        return None
    header = Message()
    header["content-type"] = content_type
    return header.get_content_charset()
