"""Citations of articles and versions, as the archive's pages offer them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from tests.archive.making import NOON, URL, archived, article, begin, rows, seen_later
from tests.browse.asking import get, shown, words

FIRST, SECOND = "20260206120030", "20260206130030"
PUBLIC = "https://archives.example/presse"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        later = replace(article(), headline="Dijon et Besançon unis", content_sha256="other")
        archived(archive, crawl_id, seen_later(later, NOON + timedelta(hours=1)))
        yield archive


@pytest.fixture(scope="module")
def browser(archive: Archive) -> Browser:
    return Browser(
        archive.folder, title="Presse du Doubs", public_url=PUBLIC, publishers={"macommune": "maCommune.info"}
    )


@pytest.fixture(scope="module")
def base(archive: Archive) -> str:
    return f"/article/{rows(archive, 'articles')[0]['key']}"


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("txt", "text/plain"),
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files_of_the_newest_version_and_of_an_older_one(
    browser: Browser, base: str, ending: str, media_type: str
) -> None:
    for path, stamp, headline in (
        (f"{base}/citation.{ending}", SECOND, "Dijon et Besançon unis"),
        (f"{base}/v/{FIRST}/citation.{ending}", FIRST, "Besançon et Dijon unis"),
    ):
        answered = get(browser, path)
        assert answered.status_code == 200
        assert answered.headers["content-type"] == f"{media_type}; charset=utf-8"
        name = f"macommune-{base.rsplit('/')[-1]}-{stamp}.{ending}"
        assert answered.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert headline in answered.text
        assert f"{PUBLIC}{base}/v/{stamp}" in answered.text
        assert "maCommune.info" in answered.text


def test_files_can_be_imported(browser: Browser, base: str) -> None:
    (entry,) = parse_string(get(browser, f"{base}/citation.bib").text).entries
    assert (entry["url"], entry["urldate"], entry["organization"]) == (URL, "2026-02-06", "maCommune.info")
    (record,) = rispy.loads(get(browser, f"{base}/citation.ris").content.decode())
    assert (record["name_of_database"], record["date"]) == ("Presse du Doubs", "2013/03/12")


def test_what_is_not_there(browser: Browser, base: str) -> None:
    for path in ("/article/zzzzzzzzzz/citation.bib", f"{base}/v/20260206120031/citation.ris"):
        answered = get(browser, path)
        assert answered.status_code == 404
        assert "n’est pas dans cette archive" in answered.text


def test_the_page_shows_the_citation_and_leads_to_the_files(browser: Browser, base: str) -> None:
    page = shown(browser, base)
    (text,) = page.cssselect(".citation")
    assert text.text_content() + "\n" == get(browser, f"{base}/citation.txt").text
    assert [link.get("href") for link in text.cssselect("a")] == [URL, f"{PUBLIC}{base}/v/{SECOND}"]
    links = [link.get("href") for link in page.cssselect("a[download]")]
    assert links == [f"/presse{base}/v/{SECOND}/citation.{ending}" for ending in ("txt", "bib", "ris", "json")]


def test_a_removed_article_and_a_sponsored_one(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article(page_type="sponsored"))
        archive.mark_gone(URL, crawl_id, NOON + timedelta(days=1))
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    (text,) = shown(Browser(tmp_path), base).cssselect(".citation")
    for said in (words(text), get(Browser(tmp_path), f"{base}/citation.txt").text):
        assert "[contenu sponsorisé]" in said
        assert "retiré du site, suppression constatée le 7 février 2026" in said


def test_zotero_finds_a_newspaper_article(browser: Browser, base: str) -> None:
    told = {tag.get("name"): tag.get("content") for tag in shown(browser, f"{base}/v/{FIRST}").cssselect("head > meta")}
    assert told["z:itemType"] == "newspaperArticle"
    assert told["citation_title"] == "Besançon et Dijon unis"
    assert told["citation_publication_date"] == "2013/03/12"
    assert told["citation_public_url"] == URL
    assert told["prism.publicationName"] == "maCommune.info"
    assert told["z:archiveLocation"].endswith(f"/v/{FIRST}")


def test_a_site_nobody_named_is_called_by_its_host(archive: Archive) -> None:
    path = f"/article/{rows(archive, 'articles')[0]['key']}/citation.txt"
    assert ", macommune.info, 12" in get(Browser(archive.folder), path).text


def test_a_hostile_headline_stays_in_its_place(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article(headline='"><script>alert(1)</script>}{\nER  - '))
        base = f"/article/{rows(archive, 'articles')[0]['key']}"
    browser = Browser(tmp_path)
    assert "<script" not in get(browser, base).text
    assert len(parse_string(get(browser, f"{base}/citation.bib").text).entries) == 1
    assert len(rispy.loads(get(browser, f"{base}/citation.ris").content.decode())) == 1
