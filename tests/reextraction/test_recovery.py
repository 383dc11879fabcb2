"""What a run that was killed has left is brought in order by the next one, wherever it was killed."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from bench.likeness import differences
from newsarchive.archive import Archive, archive_lock
from newsarchive.crawling.declared import declared
from newsarchive.demo import Replica, running
from newsarchive.errors import ArchiveLocked, ArchiveUnwritable
from newsarchive.intake.following import recover
from newsarchive.reextraction import rebuild
from newsarchive.verification import verify
from newsarchive.warc import Record, records
from tests.crawling.running import crawl, run
from tests.reextraction.simulated import START, Crawl, after, count, crawling, story


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose database stands as after its first run, and whose WARC file holds the second one too."""
    folder = tmp_path_factory.mktemp("killed") / "archive"
    with Archive(folder) as archive, crawling(archive, START) as first:
        first.answer("/un-titre/", story("Un titre", "Un texte."))
    shutil.copy(folder / "newsarchive.db", folder.parent / "before.db")
    with Archive(folder) as archive, crawling(archive, after(days=1)) as second:
        second.answer("/un-titre/", story("Un titre", "Un autre texte."))
        second.answer("/nouveau/", story("Nouveau", "Un texte."))
        second.answer("/nouveau/", b"", status=404)
        second.no_answer("/muet/")
    shutil.copy(folder.parent / "before.db", folder / "newsarchive.db")
    return folder


def file_of(folder: Path) -> Path:
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def length_accounted(folder: Path) -> int:
    return count(folder, "SELECT length FROM warc_files")


@pytest.mark.parametrize("part", range(24))
def test_a_file_cut_anywhere_is_taken_in_to_its_last_whole_record(tmp_path: Path, killed: Path, part: int) -> None:
    folder = shutil.copytree(killed, tmp_path / "archive")
    path, start = file_of(folder), length_accounted(folder)
    whole = [each.place for each in records(path, start) if isinstance(each, Record)]
    ends = {start} | {place.offset + place.length for place in whole}
    end = start + (path.stat().st_size - start) * part // 23
    end = min(ends, key=lambda each: abs(each - end)) if part % 3 == 0 else end
    with path.open("r+b") as file:
        file.truncate(end)
    with Archive(folder) as archive:
        recover(archive, declared)
    last = max(each for each in ends if each <= end)
    assert path.stat().st_size == last == length_accounted(folder)
    torn = list((folder / "warc").glob("*.torn-*"))
    assert [each.stat().st_size for each in torn] == ([] if end == last else [end - last])
    told = set(rows(folder))
    kept = {each.place.offset for each in records(path) if isinstance(each, Record) and each.type in RESPONSES}
    assert told == kept
    rebuild(folder, tmp_path / "rebuilt", declared)
    assert list(differences(folder, tmp_path / "rebuilt")) == []


RESPONSES = {"response", "revisit"}


def rows(folder: Path) -> list[int]:
    with Archive.open_existing(folder) as archive:
        return [offset for (offset,) in archive.db.conn.execute("SELECT warc_offset FROM captures")]


def test_the_next_crawl_does_it_and_says_so(tmp_path: Path, killed: Path) -> None:
    folder = shutil.copytree(killed, tmp_path / "archive")
    path = file_of(folder)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 9)
    with running(Replica()) as base_url:
        done = crawl(folder, base_url, "--quiet", "--limit", "1")
    assert done.code in {0, 3}, done.err
    assert f"The last record of {path.name} was torn; its bytes are in {path.name}.torn-" in done.err
    assert "records that the database did not know were taken into it." in done.err
    assert count(folder, "SELECT count(*) FROM articles WHERE url LIKE '%/nouveau/'") == 1
    assert count(folder, "SELECT count(*) FROM crawls WHERE finish_reason = 'killed'") == 1


def test_reextract_and_import_do_it_too(tmp_path: Path, killed: Path) -> None:
    folder = shutil.copytree(killed, tmp_path / "archive")
    done = run(sys.executable, "-m", "newsarchive", "reextract", "--archive", str(folder))
    assert done.code == 0, done.err
    assert count(folder, "SELECT count(*) FROM articles") == 2


def test_what_the_database_had_no_room_for_is_taken_in_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    folder = tmp_path / "archive"
    with Archive(folder) as archive:
        crawl = Crawl(archive, START)
        crawl.answer("/un-titre/", story("Un titre", "Un texte."))
        with monkeypatch.context() as patch:
            patch.setattr(archive.journal, "account", full)
            with pytest.raises(ArchiveUnwritable):
                crawl.answer("/nouveau/", b"nothing", status=404)
        with pytest.raises(ArchiveUnwritable):
            crawl.finish()
    with Archive(folder) as archive:
        recover(archive, declared)
        with crawling(archive, after(days=1)):
            pass
    assert count(folder, "SELECT count(*) FROM captures WHERE url LIKE '%/nouveau/'") == 1
    assert count(folder, "SELECT count(*) FROM crawls WHERE finish_reason = 'killed'") == 1
    assert verify(folder).faults == []
    rebuild(folder, tmp_path / "rebuilt", declared)
    assert list(differences(folder, tmp_path / "rebuilt")) == []


def test_a_file_that_a_power_cut_made_shorter_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive(folder) as archive, crawling(archive, START) as first:
        first.answer("/un-titre/", story("Un titre", "Un texte."))
        first.answer("/nouveau/", story("Nouveau", "Un texte."))
    path = file_of(folder)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with Archive(folder) as archive:
        recover(archive, declared)
        with crawling(archive, after(days=1)) as second:
            second.answer("/encore/", story("Encore", "Un texte."))
        recover(archive, declared)
    assert all(isinstance(each, Record) for each in records(path))
    assert length_accounted(folder) == path.stat().st_size
    assert count(folder, "SELECT count(*) FROM captures WHERE url LIKE '%/encore/'") == 1


def test_a_file_that_is_gone_is_told_and_nothing_more_is_left_to_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, page = tmp_path / "archive", story("Un titre", "Un texte.")
    with Archive(folder) as archive, crawling(archive, START) as first:
        first.answer("/un-titre/", page)
    path = file_of(folder)
    path.unlink()
    with Archive(folder) as archive:
        recover(archive, declared)
        with crawling(archive, after(days=40)) as second:
            second.answer("/un-titre/", page)
    assert f"{path} is not there any more" in caplog.text
    kept = [each for each in records(file_of(folder)) if isinstance(each, Record) and each.payload == page]
    assert [each.type for each in kept] == ["response"]


def test_two_archives_that_share_their_files_are_not_written_to_at_once(tmp_path: Path, killed: Path) -> None:
    folder = shutil.copytree(killed, tmp_path / "archive")
    rebuild(folder, tmp_path / "rebuilt", declared)
    for held, other in ((folder, tmp_path / "rebuilt"), (tmp_path / "rebuilt", folder)):
        with archive_lock(held), pytest.raises(ArchiveLocked), archive_lock(other):
            pass
