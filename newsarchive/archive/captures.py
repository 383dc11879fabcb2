"""Rows of `captures`: one per HTTP exchange."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin

from sqlite_utils import Database

from newsarchive.archive.database import insert
from newsarchive.archive.values import utc
from newsarchive.items import Page

_MISSING_FOR: Final = timedelta(days=1)
"""How far apart two visits must lie that both find an address missing, before what was there counts as gone."""

_FIRST_MISS = """
    SELECT min(fetched_at) FROM captures
    WHERE canonical_url = :url AND status IN (404, 410) AND id > coalesce(
        (SELECT max(id) FROM captures WHERE canonical_url = :url AND status < 400), 0)
"""


def add_capture(db: Database, page: Page, crawl_id: int, *, canonical_url: str, article_id: int | None) -> int:
    """Record the exchange behind `page`, and return its row id."""
    mime = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    location = page.headers.get("location")
    return insert(
        db,
        "captures",
        {
            "crawl_id": crawl_id,
            "url": page.url,
            "canonical_url": canonical_url,
            "article_id": article_id,
            "fetched_at": utc(page.fetched_at),
            "status": page.status,
            "mime": mime or None,
            "etag": page.headers.get("etag"),
            "last_modified": page.headers.get("last-modified"),
            "redirect_url": urljoin(page.url, location) if location else None,
            "payload_sha256": hashlib.sha256(page.body).hexdigest(),
            "payload_size": len(page.body),
        },
    )


def missing_long_enough(db: Database, url: str, at: datetime) -> bool:
    """Whether 404 or 410 was answered twice, at least a day apart, with nothing found there since the first.

    Failures that say nothing of the page itself (500, 503, no answer) neither count nor start the day again.
    """
    first: str | None = db.conn.execute(_FIRST_MISS, {"url": url}).fetchone()[0]
    return first is not None and at - datetime.fromisoformat(first) >= _MISSING_FOR
