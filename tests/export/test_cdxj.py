"""The index is what `cdxj-indexer` makes of the same WARC files, whether tables or files tell it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from sqlite3 import connect

import pytest

from newsarchive.archive.holdings import CaptureRecord
from newsarchive.cli.main import main
from newsarchive.export import cdxj as cdxj_format
from newsarchive.export.cdxj import lines
from newsarchive.items import Place
from tests.crawling.running import column
from tests.export.tools import tool

NOT_MODIFIED = '"status": "304"'


def indexed_by_others(archive: Path) -> list[str]:
    files = sorted((archive / "warc").glob("*.warc.gz"))
    done = tool("cdxj-indexer", "--sort", "--records", "response,revisit", *files)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.usefixtures("tools")
def test_lines_are_those_of_cdxj_indexer_but_for_answers_that_nothing_had_changed(archive: Path, cdxj: Path) -> None:
    theirs = indexed_by_others(archive)
    ours = cdxj.read_text("utf-8").splitlines()
    assert ours == [line for line in theirs if NOT_MODIFIED not in line]
    assert len(theirs) == column(archive, "SELECT count(*) FROM captures WHERE warc_file IS NOT NULL")[0]
    assert {kind for line in ours for kind in ("warc/revisit", "text/plain", "application/xml") if kind in line} == {
        "warc/revisit",
        "text/plain",
        "application/xml",
    }


def test_what_a_killed_crawl_wrote_last_is_read_from_the_file(archive: Path, cdxj: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive, tmp_path / "copy"))
    file = next((copy / "warc").iterdir())
    last = column(copy, "SELECT warc_offset + warc_length FROM captures ORDER BY warc_offset LIMIT 1 OFFSET 5")[0]
    with connect(copy / "newsarchive.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM captures WHERE warc_offset >= ?", (last,))
        db.execute("UPDATE warc_files SET length = ?", (last,))
    db.close()
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:100])
    assert main(["export", "cdxj", "--archive", str(copy), "--output", str(tmp_path / "index.cdxj")]) == 0
    assert (tmp_path / "index.cdxj").read_bytes() == cdxj.read_bytes()


def test_an_index_to_standard_output(archive: Path, cdxj: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "cdxj", "--archive", str(archive), "--output", "-"]) == 0
    assert capfdbinary.readouterr().out == cdxj.read_bytes()


def test_more_than_memory_is_to_hold_is_sorted_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj_format, "_SORTED_AT_ONCE", 7)
    numbers = list(range(100, 140))
    random.Random(1).shuffle(numbers)
    records = (
        CaptureRecord(
            url=f"https://example.org/{number}",
            stamp="20260206120000",
            status=200,
            mime=None,
            digest="sha1:A",
            place=Place(file="a.warc.gz", offset=0, length=1),
        )
        for number in numbers
    )
    assert [line.split()[0] for line in lines(records)] == [b"org,example)/%d" % number for number in sorted(numbers)]
