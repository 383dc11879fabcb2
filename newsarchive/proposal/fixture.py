"""A saved page with what is read from it, for somebody to check: tests/fixtures/<site>/<case>/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from newsarchive.items import Article, Page

FIELDS = (
    "url key page_type headline kicker description date_published date_published_raw date_modified date_modified_raw"
    " section authors tags blocks images links teasers problems"
).split()
"""What a fixture's truth says of an article."""


def truth_of(article: Article) -> dict[str, Any]:
    """The fields of an article that are checked, as JSON has them; dates in ISO 8601."""
    found = article.as_json()
    return {name: found[name] for name in FIELDS}


def write_fixture(folder: Path, article: Article) -> None:
    """Page and truth, not reviewed yet: its test fails until somebody has read it and says so in the file."""
    _write(folder, article.page, {**_origin(article.page), **truth_of(article)})


def write_unread(folder: Path, page: Page) -> None:
    """A page that no article could be read from, with where it came from: its test writes the truth once one can."""
    _write(folder, page, {**_origin(page), "url": page.url})


def _origin(page: Page) -> dict[str, Any]:
    listed = {"listed": dict(page.listed)} if page.listed else {}
    return {"reviewed": False, "fetched_at": page.fetched_at.isoformat(), **listed}


def _write(folder: Path, page: Page, truth: dict[str, Any]) -> None:
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(page.body)
    (folder / "article.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")
