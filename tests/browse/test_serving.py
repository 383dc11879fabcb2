"""`newsarchive browse`, really started: Datasette over an archive that is being written to."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from newsarchive.archive import Archive
from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Table
from newsarchive.browse.glossary import glossary
from newsarchive.browse.queries import queries
from newsarchive.cli.main import main
from tests.archive.making import NOON, TARGET, URL, archived, article, begin

BROWSE = "import sys; from newsarchive.cli.main import main; sys.exit(main(['browse', *sys.argv[1:]]))"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archived(archive, crawl_id, article(url=TARGET, headline="Budget voté", teasers=()))
        archived(archive, crawl_id, replace(article(), headline="Unis", content_sha256="other"))
        archive.mark_gone(TARGET, crawl_id, NOON)
        yield archive


@pytest.fixture(scope="module")
def address(archive: Archive) -> Iterator[str]:
    """Where the command says it serves: the line is printed once connections are taken."""
    command = [sys.executable, "-c", BROWSE, "--archive", str(archive.folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        try:
            assert said.startswith(f"The archive in {archive.folder} is at http://127.0.0.1:")
            yield said.split(" is at ")[1].split()[0].rstrip("/")
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0


def fetch(url: str) -> str:
    with urlopen(url, timeout=20) as response:
        return str(response.read().decode("utf-8"))


def rows(url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(fetch(url))["rows"]
    return found


def test_articles_with_their_labels(address: str) -> None:
    found = {row["url"]: row for row in rows(f"{address}/newsarchive/articles.json?_labels=on&_shape=objects")}
    assert set(found) == {URL, TARGET}
    assert found[URL]["current_revision_id"] == {"value": 3, "label": "Unis"}


def test_a_page_of_a_row_shows_descriptions(address: str) -> None:
    assert "Besançon et Dijon unis" in fetch(f"{address}/newsarchive/revisions/1")
    shown = fetch(f"{address}/newsarchive/articles")
    assert "Un article dans son état le plus récent" in shown
    assert "Le titre, nettoyé." in shown


@pytest.mark.parametrize("words", ["metropolitain", "planoise", "d%27accord"])
def test_full_text_without_accents(address: str, words: str) -> None:
    found = rows(f"{address}/newsarchive/revisions.json?_search={words}&_shape=objects&_sort=id")
    assert [row["id"] for row in found] == [1, 2, 3]
    assert rows(f"{address}/newsarchive/revisions.json?_search={words}+introuvable&_shape=objects") == []


@pytest.mark.parametrize("table", ["articles", "current_articles"])
def test_articles_are_searched_in_their_newest_version(address: str, table: str) -> None:
    search = f"{address}/newsarchive/{{}}.json?_shape=objects&_search="
    assert [row["headline"] for row in rows(search.format(table) + "vote")] == ["Budget voté"]
    assert [row["headline"] for row in rows(search.format("revisions") + "et")] == ["Besançon et Dijon unis"]
    assert rows(search.format(table) + "et") == []


@pytest.mark.parametrize(
    ("query", "columns", "answer"),
    [
        ("silent_edits", ["headline", "words_added", "version", "url"], [["Unis", 0, 2, URL]]),
        ("updates_by_day", ["day", "first", "silent_edits", "updates"], [["2026-02-06", 2, 1, 0]]),
        ("published_by_month", ["month", "articles", "gone"], [["2013-03", 2, 1]]),
        ("most_promoted", ["headline", "pages", "wordings"], [["Budget voté", 1, 1]]),
        (
            "changed_headlines",
            ["headline_before", "headline", "change"],
            [["Besançon et Dijon unis", "Unis", "silent-edit"]],
        ),
        ("gone_articles", ["headline", "url"], [["Budget voté", TARGET]]),
    ],
)
def test_queries_answer(address: str, query: str, columns: list[str], answer: list[list[object]]) -> None:
    found = rows(f"{address}/newsarchive/{query}.json?_shape=objects")
    assert [[row[column] for column in columns] for row in found] == answer


def test_every_query_is_asked(address: str) -> None:
    listed = json.loads(fetch(f"{address}/newsarchive.json"))["queries"]
    assert [query["name"] for query in listed] == list(queries().queries)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_pages_of_tables(address: str, table: Table) -> None:
    shown = unescape(fetch(f"{address}/newsarchive/{table.name}"))
    assert glossary().tables[table.name].label in shown
    assert glossary().tables[table.name].description in shown


def test_helper_tables_are_not_listed(address: str) -> None:
    listed = json.loads(fetch(f"{address}/newsarchive.json"))["tables"]
    assert {table["name"] for table in listed if not table["hidden"]} == {t.name for t in TABLES if not t.query}


def test_the_file_is_not_offered_for_download(address: str) -> None:
    with pytest.raises(HTTPError) as refused:
        fetch(f"{address}/newsarchive.db")
    assert refused.value.code == 403


def test_what_a_crawl_stores_is_there_at_once(address: str, archive: Archive) -> None:
    archived(archive, begin(archive), article(url="https://www.macommune.info/neuf/", headline="Neuf", teasers=()))
    assert [row["headline"] for row in rows(f"{address}/newsarchive/articles.json?_search=neuf&_shape=objects")] == [
        "Neuf"
    ]


def test_a_port_that_is_taken(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["browse", "--archive", str(archive.folder), "--port", port]) == 1
    assert f"Cannot serve on 127.0.0.1:{port}" in capsys.readouterr().err


def test_where_there_is_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["browse", "--archive", str(tmp_path / "absent")]) == 1
    assert "There is no archive in" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_what_is_no_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["browse", f"--port={port}"])
    assert end.value.code == 2
    assert "give a number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--public-url", "--replay-url"])
@pytest.mark.parametrize(
    "url",
    [
        *("", "archives.example.org", "/presse", "//archives.example.org", "javascript:alert(1)", "file:///tmp/"),
        *(
            "https://",
            "https://[",
            "https://a:b/",
            "https://a.example/?x=1",
            "https://a.example/#x",
            "https://b@a.example/",
        ),
        f"https://{'a' * 70}.example/",
    ],
)
def test_what_is_no_address_of_pages(option: str, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["browse", f"{option}={url}"])
    assert end.value.code == 2
    assert "is no address of pages: give one such as https://" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["", " ", "a..b", f"{'a' * 70}.example"])
def test_what_is_no_host(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["browse", f"--host={host}"])
    assert end.value.code == 2
    assert "is no address: give one of this machine" in capsys.readouterr().err
