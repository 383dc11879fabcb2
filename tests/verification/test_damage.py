"""Each kind of damage has a sentence of its own, and a sound archive has none."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive, archive_lock
from newsarchive.cli.main import main
from newsarchive.demo import Replica, running
from newsarchive.items import Problem
from newsarchive.verification import verify
from newsarchive.warc import Record
from newsarchive.warc.writing import GZIP_HEAD
from tests.archive.making import begin, page
from tests.verification.damaging import change, faults, files, flip, messages, row, warc_file, whole

OTHER = "(SELECT max(id) FROM articles)"
VERSIONS = "(SELECT article_id FROM revisions WHERE number = 2 LIMIT 1)"
CHANGES = {
    "a capture's row is gone": (
        ("DELETE FROM captures WHERE kind = 'listing' AND id = (SELECT min(id) FROM captures WHERE kind = 'listing')",),
        r"no capture is of the response there, of http://127\.0\.0\.1",
    ),
    "an article's row is gone": (("DELETE FROM articles WHERE id = 1",), "names a row of articles that is not there"),
    "two captures of one record": (
        (
            f"UPDATE captures SET ({', '.join(('warc_offset', 'warc_length'))}) = (SELECT warc_offset, warc_length FROM"
            " captures WHERE id = 1) WHERE id = 2",
        ),
        r"Capture 1 .* and capture 2 name the same record, at byte \d+",
    ),
    "an offset": (("UPDATE captures SET warc_offset = warc_offset + 1 WHERE id = 3",), "no whole record begins there"),
    "a length": (("UPDATE captures SET warc_length = warc_length + 1 WHERE id = 3",), "its warc_length is"),
    "a request's offset": (("UPDATE captures SET warc_offset = 0 WHERE id = 3",), "the record there is a warcinfo"),
    "a status": (("UPDATE captures SET status = 203 WHERE id = 4",), "its status is 203, and its record says"),
    "a kind": (("UPDATE captures SET kind = 'other' WHERE id = 4",), "its kind is other, and its record says"),
    "a size": (("UPDATE captures SET payload_size = 1 WHERE id = 4",), "its payload_size is 1, and its record says"),
    "a time": (
        ("UPDATE captures SET fetched_at = '2020-01-01T00:00:00+00:00' WHERE id = 4",),
        "its fetched_at is 2020",
    ),
    "a revisit's original": (
        ("UPDATE captures SET original_id = original_id + 1 WHERE original_id IS NOT NULL",),
        "has another payload",
    ),
    "a revisit without original": (
        ("UPDATE captures SET original_id = NULL WHERE original_id IS NOT NULL",),
        "no capture has that",
    ),
    "a revisit that is none": (
        ("UPDATE captures SET original_id = 1 WHERE id = 4",),
        "and its record has a payload of its own",
    ),
    "part of a place": (("UPDATE captures SET digest = NULL WHERE id = 4",), "names a WARC record only in part"),
    "an unknown file": (("UPDATE captures SET warc_file = 'x.warc.gz' WHERE id = 4",), r"x\.warc\.gz is missing"),
    "a file that is not accounted for": (
        ("DELETE FROM warc_files",),
        r"is not in warc_files, and 504 captures \(ids 1 to 504\) are in it",
    ),
    "too much accounted for": (("UPDATE warc_files SET length = length + 1",), "is cut short .* no capture is lost"),
    "too little accounted for": (("UPDATE warc_files SET length = length - 1",), "goes on after byte"),
    "an emptied index": (("INSERT INTO revisions_fts (revisions_fts) VALUES ('delete-all')",), "full-text index"),
    "a gap in the numbers": (
        (f"UPDATE revisions SET number = 3 WHERE number = 2 AND article_id = {VERSIONS}",),
        "has versions numbered 1 to 3",
    ),
    "a count": (("UPDATE articles SET revision_count = 9 WHERE id = 1",), "and its revision_count is 9"),
    "a newest version": (
        (
            f"UPDATE articles SET current_revision_id = (SELECT current_revision_id FROM articles WHERE id = {OTHER})"
            " WHERE id = 1",
        ),
        "which is not its last",
    ),
    "the order of versions": (
        ("UPDATE revisions SET stamp = '20100101000000' WHERE number = 2",),
        "is not older than version 2",
    ),
    "a stamp": (("UPDATE revisions SET stamp = '2010' WHERE id = 1",), "has the stamp 2010, and was first seen at"),
    "a version's capture": (
        ("UPDATE revisions SET capture_id = 1 WHERE id = 1",),
        "was read from capture 1 of another article",
    ),
    "a capture's article": (
        (f"UPDATE captures SET article_id = {OTHER} WHERE article_id = 1",),
        "which is kept at another address",
    ),
    "a first sight": (
        ("UPDATE articles SET first_seen_at = '2020-01-01T00:00:00+00:00' WHERE id = 1",),
        "and its first version at",
    ),
    "a last sight": (
        ("UPDATE articles SET last_seen_at = '2020-01-01T00:00:00+00:00' WHERE id = 1",),
        "was first seen at .* and last seen before that",
    ),
    "a time that is none": (("UPDATE crawls SET started_at = '2020' WHERE id = 1",), "which is no time in UTC"),
    "a word that means nothing": (
        ("UPDATE articles SET status = 'livf' WHERE id = 1",),
        "livf, which means nothing",
    ),
    "a section": (("UPDATE articles SET section = 'Sprot' WHERE id = 1",), "has another section than its newest"),
    "a key": (("UPDATE articles SET key = 'aaaaaaaaaa' WHERE id = 1",), "the key of its article is aaaaaaaaaa"),
    "a headline": (
        (
            "UPDATE articles SET headline = headline || '.' WHERE id = 1",
            "UPDATE revisions SET headline = headline || '.' WHERE article_id = 1",
        ),
        "its text is not what its content_sha256 says",
    ),
    "a body": (
        ("UPDATE revisions SET article_body = article_body || '.' WHERE id = 1",),
        "not the whole of its article_body",
    ),
    "blocks": (("UPDATE revisions SET blocks = '[{}]' WHERE id = 1",), "its blocks cannot be read"),
    "a word count": (("UPDATE articles SET word_count = 1 WHERE id = 1",), "the word_count of its article is 1"),
    "a list": (("UPDATE list_items SET text = 'x'",), "its rows of list_items are not the lists in its blocks"),
    "JSON": (("UPDATE crawls SET options = '{' WHERE id = 1",), "Row 1 of crawls: its options is no JSON"),
    "a text that is none": (
        ("UPDATE teasers SET headline = CAST(X'ff' AS TEXT) WHERE id = 1",),
        "its headline is not UTF-8",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_the_database_is_told(what: str, archive: Path) -> None:
    statements, sentence = CHANGES[what]
    change(archive, *statements)
    assert re.search(sentence, "\n".join(messages(archive)))


def test_a_sound_archive_has_no_faults_and_is_left_as_it_is(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(archive)
    assert main(["verify", "--archive", str(archive)]) == 0
    lines = capsys.readouterr().out.splitlines()
    articles, captures = (row(archive, f"SELECT count(*) FROM {table}")[0] for table in ("articles", "captures"))
    assert len(lines) == 1
    assert f"{articles} articles" in lines[0]
    assert f"{captures} captures; {len(whole(archive))} records read" in lines[0]
    assert lines[0].endswith("all is well.")
    assert main(["verify", "--archive", str(archive), "--fast"]) == 0
    assert files(archive) == before


def test_json(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = next(each for each in whole(archive) if each.type == "response")
    flip(warc_file(archive), record.place.offset + 100)
    assert main(["verify", "--archive", str(archive), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(each["file"], each["offset"]) for each in said["faults"]] == [(record.place.file, record.place.offset)]
    assert said["faults"][0]["url"] == record.url
    assert said["captures"] == row(archive, "SELECT count(*) FROM captures")[0]


def _missing(archive: Path) -> None:
    warc_file(archive).unlink()


def _truncated(archive: Path) -> None:
    with warc_file(archive).open("r+b") as file:
        file.truncate(warc_file(archive).stat().st_size - 1)


def _no_page(archive: Path) -> None:
    _quarantined(archive)
    (page_there,) = (archive / "quarantine").glob("*/page.html")
    page_there.unlink()


def _quarantined(archive: Path) -> None:
    with Archive(archive) as opened:
        problem = Problem(stage="extract", error="NoHeadline", message="Nothing says what its headline is.")
        opened.quarantine(
            page("https://www.macommune.info/x/"), begin(opened), problem, url="https://www.macommune.info/x/"
        )


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_missing, r"is missing: 504 captures \(ids 1 to 504\) are lost"),
        (_truncated, "is cut short .* no capture is lost"),
        (_no_page, "it held the page"),
    ],
)
def test_a_fast_look_finds_what_is_missing(damage: Callable[[Path], None], sentence: str, archive: Path) -> None:
    damage(archive)
    assert re.search(sentence, "\n".join(messages(archive, fast=True)))


def test_a_page_in_quarantine_is_read(archive: Path) -> None:
    _quarantined(archive)
    assert messages(archive) == []
    assert "1 capture without a record, of before there were WARC files" in verify(archive).notes[0]
    (kept,) = (archive / "quarantine").glob("*/page.html")
    flip(kept, 0)
    assert messages(archive) == [f"{kept} is not the page of capture 505 (https://www.macommune.info/x/) any more."]


def test_bytes_between_records_are_told(archive: Path) -> None:
    """And the records behind them are looked at, where their rows say that they are."""
    record = whole(archive)[9]
    path, at = warc_file(archive), record.place.offset
    stored = path.read_bytes()
    path.write_bytes(stored[:at] + b"strays" + stored[at:])
    change(
        archive,
        f"UPDATE captures SET warc_offset = warc_offset + 6 WHERE warc_offset >= {at}",
        "UPDATE warc_files SET length = length + 6",
    )
    assert [(fault.offset, "the record is damaged" in fault.message) for fault in faults(archive)] == [(at, True)]


def test_a_block_that_its_digest_is_not_of_is_told(archive: Path) -> None:
    """Whoever packs a changed record anew makes its checksums right, and not its digests."""
    record = whole(archive)[-1]
    _pack_anew(archive, record, b"\r\n\r\n" + record.block, b"\r\n\r\n" + record.block[::-1])
    assert re.search("its block is not what its WARC-Block-Digest says", "\n".join(messages(archive)))


def _pack_anew(archive: Path, record: Record, old: bytes, new: bytes) -> None:
    path, at = warc_file(archive), record.place.offset
    stored = path.read_bytes()
    packed = gzip.compress(gzip.decompress(stored[at:]).replace(old, new), mtime=0)
    changed = GZIP_HEAD + packed[len(GZIP_HEAD) :]
    path.write_bytes(stored[:at] + changed)
    change(archive, f"UPDATE warc_files SET length = {at + len(changed)}")


def test_what_the_next_crawl_takes_in_is_no_fault(archive: Path) -> None:
    with warc_file(archive).open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")
    (archive / "warc" / "macommune-20990101000000-00001.warc.gz.torn-12").write_bytes(b"torn")
    (archive / "warc" / "notes.txt").write_text("mine")
    report = verify(archive)
    assert report.faults == []
    left, torn, other = report.notes
    assert "has 7 bytes that no table tells of: the next crawl takes that in" in left
    assert "torn-12 is what a write that was cut short has left behind" in torn
    assert "notes.txt is no WARC file of the archive's" in other
    with archive_lock(archive, "macommune"):
        assert verify(archive).notes == [torn, other]


def test_beside_a_transaction(archive: Path) -> None:
    """A writer is neither waited for nor kept waiting."""
    with closing(sqlite3.connect(archive / FILE_NAME, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE articles SET headline = 'half-way'")
        assert messages(archive) == []
        writing.execute("ROLLBACK")


def test_beside_a_crawl(tmp_path: Path) -> None:
    folder, times = tmp_path / "data", 0
    with running(Replica(articles=90)) as base_url:
        command = [sys.executable, "-m", "newsarchive", "crawl", "macommune", "--archive", str(folder), "--quiet"]
        with subprocess.Popen([*command, "--base-url", base_url, "--delay", "0"]) as crawling:
            while crawling.poll() is None:
                if (folder / "warc").is_dir():
                    assert messages(folder) == []
                    times += 1
    assert crawling.returncode == 0
    assert times > 1
    assert messages(folder) == []


def test_where_there_is_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--archive", str(tmp_path)]) == 1
    assert "There is no archive in" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
