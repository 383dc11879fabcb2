"""Rows of `captures`: one per HTTP exchange."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database

from newsarchive.archive.database import insert
from newsarchive.archive.journal import Kept
from newsarchive.archive.values import utc
from newsarchive.items import AddressKind, Page
from newsarchive.urls import resolved


def add_capture(
    db: Database,
    page: Page,
    crawl_id: int,
    *,
    canonical_url: str,
    kind: AddressKind,
    article_id: int | None,
    kept: Kept | None,
) -> int:
    """Record the exchange behind `page`, `kept` in the WARC files, and return its row id."""
    return insert(
        db,
        "captures",
        {
            "crawl_id": crawl_id,
            "canonical_url": canonical_url,
            "article_id": article_id,
            **told_by(page),
            "kind": kind,
            "digest": kept and kept.digest,
            "warc_file": kept and kept.place.file,
            "warc_offset": kept and kept.place.offset,
            "warc_length": kept and kept.place.length,
            "original_id": kept and kept.original_id,
        },
    )


def told_by(page: Page) -> dict[str, str | int | None]:
    """Columns of `captures` that the response alone decides."""
    mime = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    location = page.headers.get("location")
    return {
        "url": page.url,
        "fetched_at": utc(page.fetched_at),
        "status": page.status,
        "mime": mime or None,
        "etag": page.headers.get("etag"),
        "last_modified": page.headers.get("last-modified"),
        "redirect_url": resolved(page.url, location) if location else None,
        "payload_sha256": hashlib.sha256(page.body).hexdigest(),
        "payload_size": len(page.body),
    }
