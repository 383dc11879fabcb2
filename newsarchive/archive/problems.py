"""Rows of `problems`, and the pages kept beside them in `quarantine/`."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.database import insert
from newsarchive.archive.values import encodable, utc
from newsarchive.errors import ArchiveUnwritable
from newsarchive.items import Page, Problem

_ADD_ONCE = """
    INSERT INTO problems (crawl_id, url, capture_id, stage, error, message, at)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (
        SELECT 1 FROM problems WHERE url = ?2 AND stage = ?4 AND error = ?5 AND message = ?6)
"""


LOOP: Final = "RedirectLoop"
"""The error of a redirect that leads round to where it began, as was known then."""


def is_loop(db: Database, capture_id: int) -> bool:
    """Whether the capture is of such a redirect."""
    found = "SELECT 1 FROM problems WHERE capture_id = ? AND error = ?"
    return db.conn.execute(found, (capture_id, LOOP)).fetchone() is not None


def add_problem(
    db: Database, crawl_id: int, problem: Problem, *, url: str, capture_id: int | None, at: datetime
) -> None:
    """Record a failure; each visit that fails has a row of its own."""
    insert(
        db,
        "problems",
        {
            "crawl_id": crawl_id,
            "url": encodable(url),
            "capture_id": capture_id,
            "stage": problem.stage,
            "error": problem.error,
            "message": encodable(problem.message),
            "at": utc(at),
        },
    )


def add_doubts(
    db: Database, crawl_id: int, problems: Iterable[Problem], *, url: str, capture_id: int, at: datetime
) -> None:
    """Record what is doubtful in an article that could be read, once for as long as it says the same."""
    for problem in problems:
        words = (problem.stage, problem.error, encodable(problem.message))
        db.conn.execute(_ADD_ONCE, (crawl_id, url, capture_id, *words, utc(at)))


def quarantine_page(folder: Path, page: Page, problem: Problem, *, url: str) -> Path:
    """Keep `page` for later study in `folder`/<hash>/{page.html, error.txt}, whole or not at all; returns that folder.

    The folder is named by the first digits of the body's SHA-256, more of them where another body has the same. The
    same body under a second address or at a second visit keeps its place, and error.txt tells the latest.
    """
    digest = hashlib.sha256(page.body).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=".", dir=folder))
        try:
            (fresh / "page.html").write_bytes(page.body)
            (fresh / "error.txt").write_text(_report(page, problem, url), encoding="utf-8")
            return _put(fresh, folder, digest, page.body)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise ArchiveUnwritable(
            f"{folder} could not be written ({error.strerror}): free space or give access."
        ) from error


def _put(fresh: Path, folder: Path, digest: str, body: bytes) -> Path:
    for length in (16, 32, len(digest)):
        place = folder / digest[:length]
        if not place.exists():
            fresh.chmod(0o755)
            return fresh.rename(place)
        if (place / "page.html").read_bytes() == body:
            os.replace(fresh / "error.txt", place / "error.txt")
            return place
    raise AssertionError("two bodies with the same SHA-256")


def _report(page: Page, problem: Problem, url: str) -> str:
    lines = {
        "url": url,
        "stage": problem.stage,
        "error": problem.error,
        "message": problem.message,
        "fetched_at": utc(page.fetched_at),
    }
    return encodable("".join(f"{name}: {value}\n" for name, value in lines.items()))
