"""Everything in an archive that can be held against something else, one thing after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..archive import Archive
from ..archive.integrity import Integrity, Unusable
from ..archive.lock import is_locked
from ..archive.publication import require_archive
from ..errors import UnusableRecord, counted
from .faults import Fault, Report
from .files import capture_faults, extent_faults, left_over, record_faults
from .texts import text_faults

SAMPLE = 200
"""Captures that a fast verification looks at: so many of the newest, and as many others."""


def verify(folder: Path, *, fast: bool = False, tell: Callable[[str], None] | None = None) -> Report:
    """Hold an archive against itself; with `fast` a sample of the records is read, and no text.

    Nothing is written, and a crawl may go on meanwhile: what is accounted for when it begins is looked at. `tell` is
    called with what comes next. Raises ArchiveUnusable where there is no archive, or only a
    publication of one.
    """
    report = Report()
    with Archive.open_existing(folder) as archive:
        require_archive(archive.db, folder)
        integrity = Integrity(archive.db)
        for what, check in _checks(integrity, archive.folder, archive.journal.folder, report, fast=fast):
            if tell:
                tell(f"looking at {what}")
            report.faults += _through(what, check)
    return report


def _checks(
    integrity: Integrity, folder: Path, warc: Path, report: Report, *, fast: bool
) -> Iterator[tuple[str, Iterable[Fault]]]:
    """(what is looked at, what is wrong with it)."""
    yield "the database file", map(_fault, integrity.sqlite_finds(fast=fast))
    yield "foreign keys", map(_fault, integrity.foreign_keys_find())
    yield "the tables", (Fault(message=says, kind=rule) for rule, says in integrity.disagreements())
    yield "the number of rows", _counted(integrity, report)
    yield "quarantine", _quarantine(integrity, folder / "quarantine", read=not fast)
    yield "the WARC files", _files(integrity, folder, warc, report)
    if fast:
        yield "some captures", _sample(integrity, warc, report)
    else:
        yield "the full-text index", map(_fault, integrity.search_finds())
        yield "texts", map(_fault, integrity.unreadable_texts())
        yield "versions", (fault for text in integrity.texts() for fault in text_faults(text))
        yield "captures", _records(integrity, warc, report)


def _through(what: str, check: Iterable[Fault]) -> Iterator[Fault]:
    """What a check finds, until it meets what it cannot read; the others go on."""
    try:
        yield from (fault if fault.kind else replace(fault, kind=what) for fault in check)
    except (Unusable, UnusableRecord, OSError, TypeError, ValueError) as error:
        yield Fault(message=f"Not all was looked at of {what}: it cannot be read ({error}).", kind=what)


def _fault(message: str) -> Fault:
    return Fault(message=message)


def _counted(integrity: Integrity, report: Report) -> Iterator[Fault]:
    rows = integrity.counted()
    report.articles, report.revisions, report.captures = rows.articles, rows.revisions, rows.captures
    if rows.unrecorded:
        report.notes.append(f"{counted(rows.unrecorded, 'capture')} without a record, of before there were WARC files.")
    yield from ()


def _quarantine(integrity: Integrity, folder: Path, *, read: bool) -> Iterator[Fault]:
    """Pages that are to be in quarantine, under the first digits of their SHA-256."""
    for digest, capture_id, url in integrity.quarantined():
        places = (folder / digest[:length] / "page.html" for length in (16, 32, 64))
        page = next((place for place in places if place.is_file()), None)
        told = f"capture {capture_id} ({url})"
        if page is None:
            says = f"{folder / digest[:16]} is missing: it held the page of {told}, which could not be read."
            yield Fault(message=says, capture_id=capture_id, url=url)
        elif read and not hashlib.sha256(page.read_bytes()).hexdigest().startswith(page.parent.name):
            yield Fault(message=f"{page} is not the page of {told} any more.", capture_id=capture_id, url=url)


def _files(integrity: Integrity, folder: Path, warc: Path, report: Report) -> Iterator[Fault]:
    crawling = is_locked(folder)
    extents = integrity.extents()
    for extent in extents:
        yield from extent_faults(integrity, extent, warc)
    notes = list(left_over(extents, warc, crawling=crawling))
    report.notes += notes if not is_locked(folder) else left_over(extents, warc, crawling=True)


def _sample(integrity: Integrity, warc: Path, report: Report) -> Iterator[Fault]:
    for capture in integrity.sample(SAMPLE):
        if (warc / capture.place.file).is_file():
            yield from capture_faults(capture, warc, report)


def _records(integrity: Integrity, warc: Path, report: Report) -> Iterator[Fault]:
    for extent in integrity.extents():
        if (warc / extent.name).is_file():
            yield from record_faults(integrity, extent, warc, report)
