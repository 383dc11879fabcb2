"""What is told of a copy made for the public, and how Datasette serves it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from lxml import html

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.publishing import read_publication
from newsarchive.cli.main import main
from newsarchive.errors import ArchiveUnusable
from newsarchive.publishing import publish
from tests.archive.making import URL, archived, article, begin
from tests.browse.asking import get, shown, told, words


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as archive:
        archived(archive, begin(archive), article())
        yield archive


@pytest.fixture
def folder(archive: Archive, tmp_path: Path) -> Path:
    publish(archive.folder, tmp_path / "public", with_text=False)
    return tmp_path / "public"


def test_a_live_archive_is_none(archive: Archive) -> None:
    assert read_publication(archive.folder) is None


def test_one_that_was_written_to_is_not_served_as_what_nobody_changes(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(ArchiveUnusable, match=r"was written to since it was made: publish the archive again\.$"):
        Browser(folder)


def test_one_of_a_form_that_is_not_known(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE publication SET format = 2")
    with pytest.raises(ArchiveUnusable, match="newer newsarchive: upgrade"):
        read_publication(folder)


def test_one_of_an_older_newsarchive(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not brought up to date as an archive is."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0008_browsing'")
    assert main(["browse", "--archive", str(folder), "--port", "0"]) == 1
    assert capsys.readouterr().err.endswith("was published by an older newsarchive: publish the archive again.\n")


@pytest.mark.parametrize(
    "path",
    [
        "/newsarchive?sql=select+1",
        "/newsarchive.json?sql=select+1",
        "/newsarchive/articles?_where=1",
        "/newsarchive.db",
    ],
)
def test_what_is_not_offered_to_everybody(folder: Path, archive: Archive, path: str) -> None:
    assert get(Browser(folder), path).status_code == 403
    if "sql=" in path or "_where" in path:
        assert get(Browser(archive.folder), path).status_code == 200


def test_what_is_not_offered_is_said_in_french(folder: Path) -> None:
    for path in ("/newsarchive?sql=select+1", "/newsarchive/articles?_where=1"):
        said = words(html.document_fromstring(get(Browser(folder), path).text))
        assert "n’accepte pas de requêtes SQL" in said
        assert "execute-sql" not in said
        assert "_where" not in said


def test_nothing_leads_to_what_is_never_published(folder: Path, archive: Archive) -> None:
    for path in ("/newsarchive", "/newsarchive/captures"):
        whole, public = (shown(Browser(place), path) for place in (archive.folder, folder))
        assert "WARC" in words(whole)
        assert "fichier WARC" not in words(public)
        assert "Fichiers WARC" not in words(public)
    assert "Commentaires" in words(shown(Browser(archive.folder), "/newsarchive/articles/1"))
    assert "Commentaires" not in words(shown(Browser(folder), "/newsarchive/articles/1"))
    tables = shown(Browser(folder), "/newsarchive")
    links = {link.get("href") for link in tables.cssselect("main a")}
    absent = ("comments", "warc_files", "list_items", "most_commented")
    assert not links & {f"/newsarchive/{name}" for name in absent}
    everything = {link.get("href") for link in shown(Browser(archive.folder), "/newsarchive").cssselect("main a")}
    assert everything > {f"/newsarchive/{name}" for name in absent}
    assert {link for link in everything - links if "_show_hidden" not in link} == {
        f"/newsarchive/{name}" for name in absent
    }


def test_lists_are_there_where_texts_are(archive: Archive, tmp_path: Path) -> None:
    publish(archive.folder, tmp_path / "public")
    links = {link.get("href") for link in shown(Browser(tmp_path / "public"), "/newsarchive").cssselect("main a")}
    assert "/newsarchive/list_items" in links
    assert "/newsarchive/comments" not in links


@pytest.mark.parametrize("with_text", [True, False])
def test_the_first_page_says_what_a_copy_is(archive: Archive, tmp_path: Path, *, with_text: bool) -> None:
    publish(archive.folder, tmp_path / "public", with_text=with_text)
    (said,) = (words(notice) for notice in shown(Browser(tmp_path / "public"), "/").cssselect(".publication"))
    assert said.startswith("Ceci est une copie publique de l’archive, faite le ")
    for left_out in ("enregistrements WARC", "commentaires des lecteurs", "requêtes SQL"):
        assert left_out in said
    assert ("et les textes des articles aussi" in said) == with_text
    assert ("n’y sont pas les textes des articles" in said) != with_text
    assert not shown(Browser(archive.folder), "/").cssselect(".publication")


def test_all_rows_at_once_are_not_offered(folder: Path) -> None:
    assert get(Browser(folder), "/newsarchive/articles.csv").status_code == 200
    assert get(Browser(folder), "/newsarchive/articles.csv?_stream=1").status_code == 400


def test_tables_keep_the_facets_they_come_with(folder: Path, archive: Archive) -> None:
    for browser, allowed in ((Browser(folder), 400), (Browser(archive.folder), 200)):
        assert "section" in told(browser, "/newsarchive/articles.json")["facet_results"]
        assert get(browser, "/newsarchive/articles.json?_facet=word_count").status_code == allowed


def test_nobody_counts_rows_again(folder: Path) -> None:
    browser = Browser(folder)
    browser.inspect_data["newsarchive"]["tables"]["articles"]["count"] = 12345
    tables = {table["name"]: table for table in told(browser, "/newsarchive.json")["tables"]}
    assert tables["articles"]["count"] == 12345
    assert tables["publication"]["count"] == 1


def test_pages_say_that_there_are_no_texts(folder: Path, archive: Archive) -> None:
    assert "ne contient pas les textes" in words(shown(Browser(folder), "/changes"))
    assert "Copie publique du" in words(shown(Browser(folder), "/"))
    assert "opie publique" not in words(shown(Browser(archive.folder), "/"))


def test_a_file_that_is_replaced_is_served_on(folder: Path, archive: Archive) -> None:
    """Each thread that reads opens the file at its first question."""
    browser = Browser(folder)
    assert told(browser, "/newsarchive/articles.json")["filtered_table_rows_count"] == 1
    archived(archive, begin(archive), article(url="https://www.macommune.info/neuf/", teasers=()))
    publish(archive.folder, folder, with_text=False)
    for _ in range(6):
        assert get(browser, "/newsarchive/articles.json").status_code == 200
    assert told(Browser(folder), "/newsarchive/articles.json")["filtered_table_rows_count"] == 2


def test_columns_that_are_emptied_are_not_shown(folder: Path, archive: Archive) -> None:
    for browser, told_of in ((Browser(folder), False), (Browser(archive.folder), True)):
        for path in ("/newsarchive/captures", f"/newsarchive/captures_of?address={URL}"):
            document = shown(browser, path)
            for names in (document.cssselect("thead th .column"), document.cssselect(".meanings .column")):
                assert not names or ("warc_file" in [words(name) for name in names]) is told_of
        assert "warc_file" in get(browser, "/newsarchive/captures.csv").text
        assert shown(browser, "/newsarchive/captures/1").cssselect("#c-warc_file")
