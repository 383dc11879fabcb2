"""One flipped byte is found, and said to be where it is."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.archive.integrity import Extent, Integrity
from newsarchive.cli.main import main
from newsarchive.errors import NewsArchiveError
from newsarchive.verification import Fault, Report, verify
from newsarchive.verification.files import record_faults
from newsarchive.warc import Record
from tests.verification.damaging import flip, row, warc_file, whole

KINDS = ("warcinfo", "metadata", "request", "response", "revisit")

CELLS = (
    *("articles.key", "articles.url", "articles.headline", "articles.description", "articles.first_seen_at"),
    *(
        "revisions.headline",
        "revisions.article_body",
        "revisions.blocks",
        "revisions.content_sha256",
        "revisions.stamp",
    ),
    *("captures.url", "captures.fetched_at", "captures.etag", "captures.payload_sha256", "captures.digest"),
    *(
        "captures.mime",
        "captures.last_modified",
        "images.caption",
        "list_items.text",
        "warc_files.name",
        "revisions.stamp",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A WARC file, looked at where something was done to it."""

    integrity: Integrity
    extent: Extent
    path: Path
    records: list[Record]

    def at(self, record: Record) -> list[Fault]:
        start, end = record.place.offset, record.place.offset + record.place.length
        return list(record_faults(self.integrity, self.extent, self.path.parent, Report(), start, end))

    def flipped(self, record: Record, offset: int, mask: int) -> list[Fault]:
        flip(self.path, record.place.offset + offset, mask)
        found = self.at(record)
        flip(self.path, record.place.offset + offset, mask)
        return found


@pytest.fixture
def looked(archive: Path) -> Iterator[Looked]:
    with Archive.open_existing(archive) as opened:
        integrity = Integrity(opened.db)
        (extent,) = integrity.extents()
        yield Looked(integrity=integrity, extent=extent, path=warc_file(archive), records=whole(archive))


def test_a_byte_anywhere_in_a_record_of_any_kind(looked: Looked) -> None:
    chance = random.Random(20260206)
    for kind in KINDS:
        of_kind = [record for record in looked.records if record.type == kind]
        for _ in range(60):
            record = chance.choice(of_kind)
            offset, mask = chance.randrange(record.place.length), chance.choice((0xFF, 1 << chance.randrange(8)))
            found = looked.flipped(record, offset, mask)
            assert found, f"byte {offset} of a {kind} of {record.place.length}, mask {mask}"
            assert {fault.offset for fault in found} == {record.place.offset}
            assert all(str(record.place.offset) in fault.message for fault in found)


@pytest.mark.parametrize("kind", KINDS)
def test_each_byte_of_a_small_record(kind: str, looked: Looked) -> None:
    record = min((each for each in looked.records if each.type == kind), key=lambda each: each.place.length)
    assert not looked.at(record)
    for offset in range(record.place.length):
        assert looked.flipped(record, offset, 0xFF), f"byte {offset}"
    ends = (*range(10), *range(record.place.length - 10, record.place.length))
    for offset in ends:
        for bit in range(8):
            assert looked.flipped(record, offset, 1 << bit), f"bit {bit} of byte {offset}"


def test_a_damaged_response_is_told_with_its_capture(looked: Looked, archive: Path) -> None:
    record = next(each for each in looked.records if each.type == "revisit")
    (fault,) = looked.flipped(record, record.place.length // 2, 0xFF)
    found = (fault.capture_id, fault.url)
    assert found == row(archive, f"SELECT id, url FROM captures WHERE warc_offset = {record.place.offset}")
    assert f"Capture {found[0]} ({found[1]})" in fault.message


def test_the_records_after_a_damaged_one_are_looked_at(archive: Path) -> None:
    responses = [record for record in whole(archive) if record.type == "response"]
    for record in (responses[0], responses[1], responses[-1]):
        flip(warc_file(archive), record.place.offset + record.place.length - 1)
    offsets = {fault.offset for fault in verify(archive).faults}
    assert offsets == {record.place.offset for record in (responses[0], responses[1], responses[-1])}


@pytest.mark.parametrize("seed", range(4))
def test_the_command_finds_it(seed: int, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = random.Random(seed).choice(whole(archive))
    flip(warc_file(archive), record.place.offset + record.place.length // 2)
    assert main(["verify", "--archive", str(archive)]) == 1
    assert f"yte {record.place.offset} of {warc_file(archive).name}" in capsys.readouterr().out


@pytest.mark.parametrize("column", CELLS)
def test_a_letter_of_a_stored_text(column: str, archive: Path) -> None:
    """Texts that stand in more than one place, or that a digest is kept of; docs/verify.md names the others."""
    table, name = column.split(".")
    on_one_page = f"length({name}) < 1000 ORDER BY length({name}) DESC"
    row_id, text = row(archive, f"SELECT rowid, {name} FROM {table} WHERE {on_one_page} LIMIT 1")
    path, changed = archive / FILE_NAME, 0
    stored = path.read_bytes()
    for found in re.finditer(re.escape(text.encode()), stored):
        flip(path, found.start() + len(found[0]) // 2, 1)
        if row(archive, f"SELECT {name} FROM {table} WHERE rowid = {row_id}") != (text,):
            changed += 1
            assert verify(archive).faults, f"at {found.start()}"
        flip(path, found.start() + len(found[0]) // 2, 1)
    assert changed


def test_pages_of_tables_and_indexes(archive: Path) -> None:
    """Their heads, which say what is in them: nothing that is damaged there may end in anything but a sentence."""
    path, chance = archive / FILE_NAME, random.Random(7)
    pages = path.stat().st_size // 4096
    for page in (0, *chance.sample(range(1, pages), 30)):
        flip(path, page * 4096 + (16 if page == 0 else 0))
        try:
            found = [fault.message for fault in verify(archive, fast=True).faults]
        except NewsArchiveError as error:
            found = [str(error)]
        flip(path, page * 4096 + (16 if page == 0 else 0))
        assert found, f"page {page}"


def test_a_page_of_the_full_text_index(archive: Path) -> None:
    (block,) = row(archive, "SELECT block FROM revisions_fts_data WHERE id > 10 ORDER BY length(block) DESC LIMIT 1")
    flip(archive / FILE_NAME, (archive / FILE_NAME).read_bytes().index(block[:40]) + 20)
    assert any("full-text index" in fault.message for fault in verify(archive).faults)
