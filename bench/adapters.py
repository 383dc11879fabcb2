"""Ours, in the shape the corpus's score.py calls: `score.py bench.adapters:extract`."""

from __future__ import annotations

from datetime import datetime

import newsarchive


def extract(html: bytes, url: str) -> dict[str, object]:
    """What an article says, under the names score.py knows."""
    article = newsarchive.extract(html, url)
    return {
        "headline": article.headline,
        "date_published": article.date_published,
        "date_modified": article.date_modified,
        "body": article.article_body,
        "authors": list(article.authors),
        "list_items": [item for items in article.lists for item in items],
    }


def parse_date(text: str, base: str | None) -> object:
    """A datetime or date; `base` is the ISO time that relative forms are read against."""
    reference = datetime.fromisoformat(base) if base else None
    if reference and reference.tzinfo is None:
        from newsarchive.dates import PARIS

        reference = reference.replace(tzinfo=PARIS)
    return newsarchive.parse_date(text, reference)
