"""What is opened, what is refused, and what each refusal advises."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive, archive_lock, database
from newsarchive.errors import ArchiveLocked, ArchiveUnusable, ArchiveUnwritable
from tests.archive.making import archived, article, begin, rows, text


def database_with(folder: Path, *statements: str) -> None:
    folder.mkdir(exist_ok=True)
    connection = sqlite3.connect(folder / FILE_NAME)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_what_was_stored_is_there_when_opened_again(tmp_path: Path) -> None:
    with Archive(tmp_path / "new" / "archive") as archive:
        archived(archive, begin(archive), article())
    with Archive(tmp_path / "new" / "archive") as archive:
        assert len(rows(archive, "revisions")) == 1
        applied = [row["name"] for row in rows(archive, "_sqlite_migrations")]
        assert sorted(set(applied)) == sorted(applied)


def test_reading_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnusable, match="There is no archive in"):
        Archive.open_existing(tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


def test_reading_writes_nothing(tmp_path: Path) -> None:
    Archive(tmp_path).close()
    with Archive.open_existing(tmp_path) as archive:
        assert archive.summary().tables["articles"] == 0
        with pytest.raises(ArchiveUnwritable, match="write access"):
            begin(archive)


def test_a_file_left_empty_by_a_killed_start_is_completed(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with Archive(tmp_path) as archive:
        assert rows(archive, "articles") == []


@pytest.mark.parametrize("opened", [Archive, Archive.open_existing])
class TestRefused:
    def test_a_newer_archive(self, tmp_path: Path, opened: type[Archive]) -> None:
        Archive(tmp_path).close()
        added = "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('newsarchive', '0099_future')"
        database_with(tmp_path, added)
        with pytest.raises(ArchiveUnusable, match=r"newer newsarchive \(it has 0099_future\): upgrade"):
            opened(tmp_path)

    def test_somebody_elses_database(self, tmp_path: Path, opened: type[Archive]) -> None:
        database_with(tmp_path, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
        before = (tmp_path / FILE_NAME).read_bytes()
        with pytest.raises(ArchiveUnusable, match="not one of newsarchive"):
            opened(tmp_path)
        assert (tmp_path / FILE_NAME).read_bytes() == before

    def test_a_file_that_is_no_database(self, tmp_path: Path, opened: type[Archive]) -> None:
        (tmp_path / FILE_NAME).write_bytes(b"not a database " * 100)
        with pytest.raises(ArchiveUnusable, match="not a SQLite database"):
            opened(tmp_path)

    def test_a_folder_that_is_a_file(self, tmp_path: Path, opened: type[Archive]) -> None:
        (tmp_path / "archive").write_text("in the way")
        with pytest.raises(ArchiveUnusable, match="archive"):
            opened(tmp_path / "archive")


def test_an_older_archive_waits_for_a_writer(tmp_path: Path) -> None:
    database_with(tmp_path)
    with pytest.raises(ArchiveUnusable, match="older newsarchive"):
        Archive.open_existing(tmp_path)
    Archive(tmp_path).close()
    Archive.open_existing(tmp_path).close()


def test_an_archive_of_before_listed_dates_gets_their_column(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article())
    forget = "DELETE FROM _sqlite_migrations WHERE name = '0002_date_listed'"
    database_with(tmp_path, "ALTER TABLE urls DROP COLUMN date_listed", forget)
    with Archive(tmp_path) as archive:
        assert {row["date_listed"] for row in rows(archive, "urls")} == {None}


def test_an_archive_of_before_pauses_gets_their_column(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        begin(archive)
    forget = "DELETE FROM _sqlite_migrations WHERE name = '0006_resume_at'"
    database_with(tmp_path, "ALTER TABLE crawls DROP COLUMN resume_at", forget)
    with Archive(tmp_path) as archive:
        assert {row["resume_at"] for row in rows(archive, "crawls")} == {None}


def test_a_database_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.01)
    with Archive(tmp_path) as archive:
        other = sqlite3.connect(tmp_path / FILE_NAME)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked, match="stayed locked by another program"):
            begin(archive)
        other.rollback()
        other.close()
        assert begin(archive) == 1


def test_a_full_disk_stops_the_store_and_damages_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        pages = archive.db.execute("PRAGMA page_count").fetchone()[0]
        archive.db.execute(f"PRAGMA max_page_count = {pages + 2}")
        long = article(blocks=text("mot " * 20_000))
        with pytest.raises(ArchiveUnwritable, match="The disk is full"):
            archived(archive, crawl_id, long)
        assert len(rows(archive, "captures")) == len(rows(archive, "revisions")) == 1
        assert archive.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        archive.db.execute(f"PRAGMA max_page_count = {pages + 1000}")
        assert archived(archive, crawl_id, long) == "silent-edit"


def test_a_reader_sees_whole_transactions_while_a_writer_works(tmp_path: Path) -> None:
    with Archive(tmp_path) as writer, Archive.open_existing(tmp_path) as reader:
        crawl_id = begin(writer)
        for number in range(20):
            with reader.db.atomic():
                before = len(rows(reader, "articles"))
                url = f"https://www.macommune.info/{number}/"
                archived(writer, crawl_id, article(url=url, teasers=()))
                assert len(rows(reader, "articles")) == len(rows(reader, "revisions")) == before
            assert len(rows(reader, "articles")) == before + 1


def test_a_file_is_no_archive(tmp_path: Path) -> None:
    file = tmp_path / "newsarchive.db"
    file.write_text("")
    with pytest.raises(ArchiveUnusable, match="is a file: name the folder it is in"):
        Archive.open_existing(file)
    with pytest.raises(ArchiveUnusable, match="is a file: an archive is a folder"), archive_lock(file):
        pass


def test_a_folder_that_takes_no_files_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite would make a write-ahead log and its index there."""
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article())
    before = sorted(tmp_path.iterdir())
    _forbid_writing(tmp_path, monkeypatch)
    with Archive.open_existing(tmp_path) as archive:
        assert archive.summary().tables["articles"] == 1
        assert sorted(tmp_path.iterdir()) == before


def test_what_is_still_in_the_log_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path) as writing:
        archived(writing, begin(writing), article())
        _forbid_writing(tmp_path, monkeypatch)
        with Archive.open_existing(tmp_path) as archive:
            assert archive.summary().tables["articles"] == 1


FLAGS = 8
"""Place of `f_flag` in what `os.statvfs` gives."""


def _forbid_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a medium that is read-only does, which says so when asked."""
    asked = os.statvfs

    def statvfs(path: Path) -> os.statvfs_result:
        found = list(asked(path))
        if path == folder:
            found[FLAGS] |= os.ST_RDONLY
        return os.statvfs_result(found)

    monkeypatch.setattr(os, "statvfs", statvfs)


@pytest.mark.parametrize("opened", [Archive, Archive.open_existing])
def test_a_malformed_database_is_told_with_its_remedy(tmp_path: Path, opened: type[Archive]) -> None:
    Archive(tmp_path).close()
    _overwrite(tmp_path / FILE_NAME, 100)
    with pytest.raises(
        ArchiveUnusable, match=r"is damaged .* backup, or build it anew .* newsarchive reextract --archive"
    ):
        opened(tmp_path)


def test_damage_that_is_met_later_is_told_alike(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article())
        (page,) = archive.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'captures'").fetchone()
    _overwrite(tmp_path / FILE_NAME, (page - 1) * 4096)
    with (
        pytest.raises(ArchiveUnusable, match=r"is damaged .* backup, or build it anew"),
        Archive.open_existing(tmp_path) as archive,
    ):
        list(archive.holdings.records())


def _overwrite(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * 40)


def test_where_the_warc_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "macommune-20260206120000-00000.warc.gz").touch()
    with pytest.raises(
        ArchiveUnusable, match=r"its WARC files are there: newsarchive reextract --archive .* --into NEW"
    ):
        Archive.open_existing(tmp_path)
