"""What every page has around it, and what is answered to nobody."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from lxml import etree

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.headers import HEADERS
from tests.archive.making import archived, article, begin
from tests.browse.asking import get, shown, words


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without an article."""
    folder = tmp_path_factory.mktemp("archive")
    Archive(folder).close()
    return folder


@pytest.mark.parametrize(
    "path", ["/", "/index.json", "/newsarchive", "/newsarchive/articles", "/nowhere", "/robots.txt"]
)
def test_every_answer_has_the_headers(folder: Path, path: str) -> None:
    answered = get(Browser(folder), path)
    for name, value in HEADERS:
        assert answered.headers.get_list(name.decode()) == [value.decode()]


@pytest.mark.parametrize(
    "path",
    ["versions", "metadata.json", "settings", "plugins", "databases", "threads", "actor", "permissions", "patterns"],
)
def test_nothing_is_told_of_the_machine(folder: Path, path: str) -> None:
    answered = get(Browser(folder), f"/-/{path}")
    assert answered.status_code == 404
    assert "Python" not in answered.text


def test_an_empty_archive_says_so(folder: Path) -> None:
    said = words(shown(Browser(folder, title="La presse du Doubs"), "/"))
    assert "La presse du Doubs" in said
    assert "Aucun article n’est encore archivé." in said
    assert "Aucune collecte n’a encore eu lieu." in said


def test_robots_are_asked_to_stay_away(folder: Path) -> None:
    assert get(Browser(folder), "/robots.txt").text == "User-agent: *\nDisallow: /"


def test_behind_a_proxy_links_keep_to_the_public_address(folder: Path) -> None:
    browser = Browser(folder, public_url="https://archives.example.org/presse/")
    page = shown(browser, "/")
    links = {link.get("href") for link in page.cssselect(".site-nav a, link[rel=stylesheet]")}
    assert links
    assert all(link.startswith("/presse/") for link in links)
    described = etree.fromstring(get(browser, "/opensearch.xml").content)
    (url,) = described.iter("{*}Url")
    assert url.get("template") == "https://archives.example.org/presse/search?q={searchTerms}"


@pytest.mark.parametrize(
    "path",
    ["/opensearch.xml", "/changes.atom", "/newsarchive.json", "/newsarchive/tags.json?_size=1", "/newsarchive/tags"],
)
def test_the_public_address_stands_whatever_a_request_says(folder: Path, path: str) -> None:
    with Archive(folder) as archive:
        archived(archive, begin(archive), article())
    browser = Browser(folder, public_url="https://archives.example.org/presse/")
    answered = get(browser, path, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert answered.status_code == 200
    assert "evil.example" not in answered.text
    assert "http://archives.example.org" not in answered.text
    assert "https://archives.example.org/presse/" in answered.text or path in ("/newsarchive.json", "/newsarchive/tags")


def test_slow_readers_let_others_pass(folder: Path) -> None:
    browser, passed = Browser(folder), threading.Event()
    slow = [browser.executor.submit(passed.wait, 20) for _ in range(10)]
    assert get(browser, "/health").status_code == 200
    passed.set()
    assert all(waited.result() for waited in slow)


def test_a_page_that_is_not_there_is_no_event(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Datasette would draw each on stdout, which takes half a second, and for ever where nobody reads it."""
    assert get(Browser(folder), "/nowhere").status_code == 404
    assert capfd.readouterr().out == ""
