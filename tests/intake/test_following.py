"""What is amiss in WARC files costs the records that it is in, and is told."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.intake.following import recover
from newsarchive.reextraction import rebuild
from newsarchive.warc import Record, records
from tests.reextraction.simulated import SITE, START, after, count, crawling, story
from tests.warc.making import packed, text

STORY = story("Un titre", "Le premier texte de cet article.")
KEPT = "SELECT count(*) FROM captures WHERE url = '" + SITE + "{}'"


def file_of(folder: Path) -> Path:
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def damage(path: Path, url: str) -> None:
    """Change a byte of the response's record."""
    data = bytearray(path.read_bytes())
    for record in records(path):
        if isinstance(record, Record) and (record.type, record.url) == ("response", url):
            data[record.place.offset + record.place.length // 2] ^= 0xFF
    path.write_bytes(data)


def test_what_a_killed_run_left_to_a_damaged_record_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Archive(tmp_path / "a") as archive, crawling(archive, START) as first:
        first.answer("/un-titre/", STORY)
    shutil.copy(tmp_path / "a/newsarchive.db", tmp_path / "before.db")
    with Archive(tmp_path / "a") as archive, crawling(archive, after(days=1)) as second:
        second.answer("/pris-en-double/", STORY)
        second.answer("/autre/", story("Un autre", "Le texte de cet autre article."))
    shutil.copy(tmp_path / "before.db", tmp_path / "a/newsarchive.db")
    damage(file_of(tmp_path / "a"), f"{SITE}/un-titre/")
    for _ in range(2):
        with Archive(tmp_path / "a") as archive, caplog.at_level(logging.WARNING):
            recover(archive, declared)
    assert [told for told in caplog.messages if "holds no whole record at byte" in told] != []
    kept = {path: count(tmp_path / "a", KEPT.format(path)) for path in ("/un-titre/", "/pris-en-double/", "/autre/")}
    assert kept == {"/un-titre/": 1, "/pris-en-double/": 0, "/autre/": 1}


@pytest.mark.parametrize(
    ("block", "extra"),
    [
        (b"HTTP/1.1 20x OK\r\n\r\n", ""),
        (b"", ""),
        (b"HTTP/1.1 200 OK\r\n\r\n", "WARC-Date: yesterday\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "Newsarchive-Listed: {\r\n"),
    ],
)
def test_a_record_of_no_use_is_told_and_gone_past(block: bytes, extra: str, tmp_path: Path) -> None:
    with Archive(tmp_path / "a") as archive, crawling(archive, START) as first:
        first.answer("/un-titre/", STORY)
    path = file_of(tmp_path / "a")
    of_no_use = packed(text(block, extra=extra))
    first_record = next(record for record in records(path) if isinstance(record, Record))
    data, end = path.read_bytes(), first_record.place.length
    path.write_bytes(data[:end] + of_no_use + data[end:])
    followed = rebuild(tmp_path / "a", tmp_path / "rebuilt", declared)
    assert [told.partition(": ")[0] for told in followed.unusable] == [
        f"{path.name} holds a record of no use at byte {end}"
    ]
    assert count(tmp_path / "rebuilt", KEPT.format("/un-titre/")) == 1
