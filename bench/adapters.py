"""Ours, in the shape the corpus's score.py calls: `score.py bench.adapters:extract`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import newsarchive
from newsarchive.dates import PARIS
from newsarchive.items import Page
from newsarchive.normalise import normalise
from newsarchive.sites import read, site_of


def extract(html: bytes, url: str, listed: Mapping[str, str] | None = None) -> dict[str, object]:
    """What an article says, under the names score.py knows; `listed` is what listings print beside links to it."""
    site, now = site_of(url).name, datetime.now(UTC)
    page = Page(url=url, final_url=url, fetched_at=now, status=200, body=html, site=site, listed=listed or {})
    article = normalise(read(page))
    return {
        "headline": article.headline,
        "date_published": article.date_published,
        "date_modified": article.date_modified,
        "body": article.article_body,
        "authors": list(article.authors),
        "list_items": [item for items in article.lists for item in items],
        "teasers": [[teaser.target_url, teaser.headline] for teaser in article.teasers],
    }


def parse_date(text: str, base: str | None) -> object:
    """A datetime or date; `base` is the ISO time that relative forms are read against."""
    reference = datetime.fromisoformat(base) if base else None
    if reference and reference.tzinfo is None:
        reference = reference.replace(tzinfo=PARIS)
    return newsarchive.parse_date(text, reference)
