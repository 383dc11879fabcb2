"""A saved page with what is read from it, for somebody to check: tests/fixtures/<site>/<case>/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from newsarchive.items import Article

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
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(article.page.body)
    asked = {"reviewed": False, "fetched_at": article.page.fetched_at.isoformat()}
    text = json.dumps({**asked, **truth_of(article)}, ensure_ascii=False, indent=1)
    (folder / "article.json").write_text(text + "\n", "utf-8")
