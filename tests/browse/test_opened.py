"""What becomes of pages when the archive's file does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse.app import Browser
from tests.archive.making import archived, article, begin
from tests.browse.asking import get, told

NEW = "https://www.macommune.info/neuf/"


def make(folder: Path, url: str) -> Path:
    with Archive(folder) as archive:
        archived(archive, begin(archive), article(url=url, teasers=()))
    return folder


def addresses(browser: Browser) -> list[str]:
    return [row["url"] for row in told(browser, "/newsarchive/articles.json?_shape=array")]


def test_an_archive_that_was_built_anew_is_the_one_that_is_read(tmp_path: Path) -> None:
    folder, other = make(tmp_path / "archive", "https://www.macommune.info/ancien/"), make(tmp_path / "other", NEW)
    browser = Browser(folder)
    assert addresses(browser) == ["https://www.macommune.info/ancien/"]
    (other / FILE_NAME).replace(folder / FILE_NAME)
    assert addresses(browser) == [NEW]
    with Archive(folder) as archive:
        archived(archive, begin(archive), article(url=f"{NEW}2/", teasers=()))
        assert len(addresses(browser)) == 2
    assert len(addresses(browser)) == 2


def test_one_that_was_taken_away_is_read_on(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive", NEW)
    browser = Browser(folder)
    assert addresses(browser) == [NEW]
    folder.rename(tmp_path / "away")
    assert addresses(browser) == [NEW]
    for path in ("/", "/health", "/search?q=dijon"):
        assert get(browser, path).status_code == 200, path


def test_a_folder_with_any_name(tmp_path: Path) -> None:
    assert addresses(Browser(make(tmp_path / "où? #1 100%41", NEW))) == [NEW]


@pytest.mark.parametrize("path", ["/", "/newsarchive/articles", "/newsarchive/authors", "/newsarchive?sql=select+1"])
def test_a_file_that_cannot_be_read_is_not_the_readers_mistake(
    tmp_path: Path, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = make(tmp_path, NEW)
    browser = Browser(folder)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        browser.get_database("newsarchive").connect = lambda *_: sqlite3.connect(folder / FILE_NAME, timeout=0)
        assert get(browser, path).status_code == 500
