"""A folder that is published into holds the last publication whole, whatever happens."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse.publishing import read_publication
from newsarchive.errors import ArchiveLocked, ArchiveUnusable, ArchiveUnwritable, FileUnusable
from newsarchive.publishing import publish
from tests.archive.making import URL, archived, article, begin

FILES = ["inspect.json", "newsarchive.db", "published.json"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with Archive(tmp_path / "archive") as archive:
        archived(archive, begin(archive), article())
        return archive.folder


def add(folder: Path) -> None:
    with Archive(folder) as archive:
        archived(archive, begin(archive), article(url=f"{URL}2/"))


def held(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def articles(folder: Path) -> int:
    publication = read_publication(folder)
    assert publication
    return publication.counts["articles"]


def test_a_new_folder(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "srv" / "public"
    publication = publish(archive, folder)
    assert held(folder) == FILES
    assert read_publication(folder) == publication
    told = json.loads((folder / "published.json").read_text("utf-8"))
    assert told["published_at"] == publication.published_at.isoformat()
    assert (told["sites"], told["with_text"], told["format"]) == (["macommune"], True, 1)
    inspected = json.loads((folder / "inspect.json").read_text("utf-8"))["newsarchive"]
    assert inspected["tables"]["articles"] == {"count": 1}
    assert inspected["size"] == (folder / FILE_NAME).stat().st_size


def test_the_next_publication_takes_the_place_of_the_last(archive: Path, tmp_path: Path) -> None:
    publish(archive, tmp_path / "public")
    with closing(sqlite3.connect(f"file:{tmp_path}/public/{FILE_NAME}?immutable=1", uri=True)) as server:
        assert server.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        add(archive)
        publish(archive, tmp_path / "public", with_text=False)
        assert server.execute("SELECT count(article_body) FROM revisions WHERE article_body <> ''").fetchone() == (1,)
    assert held(tmp_path / "public") == FILES
    assert articles(tmp_path / "public") == 2
    assert not json.loads((tmp_path / "public" / "published.json").read_text("utf-8"))["with_text"]


def test_what_a_database_that_was_written_to_left_is_removed(archive: Path, tmp_path: Path) -> None:
    """SQLite would take it for the new one's."""
    publish(archive, tmp_path / "public")
    for suffix in ("-journal", "-wal", "-shm"):
        (tmp_path / "public" / f"{FILE_NAME}{suffix}").write_bytes(b"old")
    publish(archive, tmp_path / "public")
    assert held(tmp_path / "public") == FILES


def test_a_folder_that_holds_something_else(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear", "utf-8")
    for folder in (other, archive):
        before = held(folder)
        with pytest.raises(FileUnusable, match=rf"^{folder} holds something else than a publication: name an empty"):
            publish(archive, folder)
        assert held(folder) == before


def test_a_workshop_of_others_is_not_cleared(archive: Path, tmp_path: Path) -> None:
    folder, others = tmp_path / "public", tmp_path / "others"
    for path in (folder, others):
        path.mkdir()
    (others / "mine").write_text("mine")
    (folder / ".publishing").symlink_to(others)
    with pytest.raises(FileUnusable, match=r"\.publishing is not of newsarchive's making: move it away"):
        publish(archive, folder)
    assert held(others) == ["mine"]
    (folder / ".publishing").unlink()
    others.rename(folder / ".publishing")
    with pytest.raises(FileUnusable, match="is not of newsarchive's making"):
        publish(archive, folder)
    assert held(folder / ".publishing") == ["mine"]


def test_files_of_others_stay_beside_a_publication(archive: Path, tmp_path: Path) -> None:
    publish(archive, tmp_path / "public")
    (tmp_path / "public" / "robots.txt").write_text("", "utf-8")
    publish(archive, tmp_path / "public")
    assert held(tmp_path / "public") == sorted([*FILES, "robots.txt"])


def test_a_damaged_publication_is_replaced(archive: Path, tmp_path: Path) -> None:
    publish(archive, tmp_path / "public")
    (tmp_path / "public" / FILE_NAME).write_bytes(b"no database " * 1000)
    publish(archive, tmp_path / "public")
    assert articles(tmp_path / "public") == 1


def test_what_is_no_folder(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileUnusable, match="is a file: name a folder"):
        publish(archive, tmp_path / "file")
    with pytest.raises(ArchiveUnwritable, match="could not be written"):
        publish(archive, tmp_path / "file" / "public")


def test_where_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnusable, match="There is no archive in"):
        publish(tmp_path / "absent", tmp_path / "public")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_new", [True, False])
def test_nothing_is_left_of_a_publication_that_failed(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    if not is_new:
        publish(archive, tmp_path / "public")

    def full(_folder: Path, target: Path, **_: object) -> None:
        target.with_name(f"{target.name}.whole").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsarchive.publishing.snapshot", full)
    add(archive)
    with pytest.raises(ArchiveUnwritable, match=r"\(No space left on device\): free space.*nothing has changed there"):
        publish(archive, tmp_path / "public")
    if is_new:
        assert not (tmp_path / "public").exists()
    else:
        assert held(tmp_path / "public") == FILES
        assert articles(tmp_path / "public") == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from newsarchive import publishing

renamed = Path.replace

def killed(self, target):
    if self.name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    return renamed(self, target)

Path.replace = killed
publishing.publish(Path(sys.argv[1]), Path(sys.argv[2]), with_text=False)
"""


@pytest.mark.parametrize(("at", "expected"), [("newsarchive.db", 1), ("inspect.json", 2), ("published.json", 2)])
def test_a_killed_run_leaves_the_old_publication_or_the_new(
    archive: Path, tmp_path: Path, at: str, expected: int
) -> None:
    publish(archive, tmp_path / "public")
    add(archive)
    command = [sys.executable, "-c", KILLED, str(archive), str(tmp_path / "public"), at]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert articles(tmp_path / "public") == expected
    publication = read_publication(tmp_path / "public")
    assert publication
    assert publication.with_text == (expected == 1)
    publish(archive, tmp_path / "public")
    assert held(tmp_path / "public") == FILES
    assert articles(tmp_path / "public") == 2


def test_one_at_a_time(archive: Path, tmp_path: Path) -> None:
    workshop = tmp_path / "public" / ".publishing"
    workshop.mkdir(parents=True)
    other = os.open(workshop, os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        (workshop / "newsarchive.db.whole").write_bytes(b"under way")
        with pytest.raises(ArchiveLocked, match="Another run publishes into"):
            publish(archive, tmp_path / "public")
        assert held(workshop) == ["newsarchive.db.whole"]
    finally:
        os.close(other)
    publish(archive, tmp_path / "public")
    assert held(tmp_path / "public") == FILES
