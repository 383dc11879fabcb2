"""Pages with their truth: tests/fixtures/<site>/<case>/{page.html, article.json}. Dropping a folder adds its tests.

A page without truth, or with no more of it than where it came from (`url`, `fetched_at`, `listed`), gets one written,
marked as not reviewed, and fails until somebody has read it and marked it so.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsarchive.items import Page
from newsarchive.normalise import normalise
from newsarchive.proposal.fixture import FIELDS, truth_of
from newsarchive.sites import read

FIXTURES = Path(__file__).parent / "fixtures"
FETCHED = "2026-02-06T19:00:00+00:00"
CASES = sorted(page.parent for page in FIXTURES.glob("*/*/page.html"))


@cache
def found(case: Path) -> dict[str, Any]:
    """What is read from a fixture's page today."""
    truth = written(case)
    url = truth.get("url") or f"https://{case.parent.name}.example/{case.name}/"
    page = Page(
        url=url,
        final_url=url,
        fetched_at=datetime.fromisoformat(truth.get("fetched_at", FETCHED)),
        status=200,
        body=(case / "page.html").read_bytes(),
        site=case.parent.name,
        listed=truth.get("listed", {}),
    )
    return truth_of(normalise(read(page)))


@cache
def written(case: Path) -> dict[str, Any]:
    """The reviewed truth, empty where none is written yet."""
    path = case / "article.json"
    truth: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return truth


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_truth_is_reviewed(case: Path) -> None:
    path = case / "article.json"
    if "headline" not in written(case):
        text = json.dumps({"reviewed": False, **written(case), **found(case)}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", "utf-8")
    assert written(case).get("reviewed") or json.loads(path.read_text("utf-8"))["reviewed"], f"review {path}"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_field(case: Path, field: str) -> None:
    assert found(case)[field] == written(case)[field]
