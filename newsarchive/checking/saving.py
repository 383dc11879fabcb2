"""Keeps what a first contact brought: pages as fixtures that wait for review, everything else beside them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from newsarchive.checking.assessment import Assessment
from newsarchive.checking.contact import Sample
from newsarchive.checking.indexes import Index
from newsarchive.errors import FileUnusable, UnreadablePage
from newsarchive.items import Page
from newsarchive.normalise import normalise
from newsarchive.proposal.fixture import write_fixture, write_unread
from newsarchive.proposal.samples import case_of
from newsarchive.sites import read

_MARKUP = {"feed": "xml", "sitemap": "xml"}


def place(folder: Path, site: str) -> Path:
    """The folder below `folder` for this site, made now, before anything is asked for. Raises FileUnusable."""
    below = folder / site
    try:
        below.mkdir(parents=True, exist_ok=True)
        is_empty = not any(below.iterdir())
    except OSError as error:
        raise FileUnusable(f"{below} cannot be made: {error.strerror}") from error
    if not is_empty:
        raise FileUnusable(f"{below} holds something already: name a new folder, what was saved is not overwritten")
    return below


def save_contact(assessment: Assessment, folder: Path) -> None:
    """robots.txt, listings, feeds and sitemaps as fetched, one fixture per article's page, report.json.

    Raises FileUnusable where the disk will not have it.
    """
    contact = assessment.contact
    try:
        if contact.robots.body:
            (folder / "robots.txt").write_bytes(contact.robots.body)
        names: Counter[str] = Counter()
        for index in contact.indexes:
            if index.answer.body:
                names[index.kind] += 1
                (folder / _name(index, names[index.kind])).write_bytes(index.answer.body)
        for sample in contact.samples:
            if sample.answer.body:
                _save_page(sample, folder, contact.declared.site)
        text = json.dumps(assessment.as_json(), ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise FileUnusable(f"{folder} cannot be written to: {error.strerror}") from error


def _name(index: Index, number: int) -> str:
    """`feed-1.xml`, `page-2-1.html`."""
    return f"{index.kind.replace(' ', '-')}-{number}.{_MARKUP.get(index.kind, 'html')}"


def _save_page(sample: Sample, folder: Path, site: str) -> None:
    """The page, read again as its fixture will be: at the site's own address and without HTTP headers."""
    case = case_of(sample.choice.identity)
    alike = sum(1 for _ in folder.glob(f"{case}*/"))
    home = folder / (f"{case}-{alike + 1}" if alike else case)
    answer = sample.answer
    page = Page(
        url=sample.choice.identity,
        final_url=sample.choice.identity,
        fetched_at=answer.fetched_at,
        status=answer.status or 0,
        body=answer.body,
        site=site,
        listed=dict(sample.report.page.listed) if sample.report else {},
    )
    try:
        write_fixture(home, replace(normalise(read(page)), page=page))
    except UnreadablePage:
        write_unread(home, page)
