"""An article's page and those of its versions, over real archives."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from newsarchive.browse.headers import POLICY
from newsarchive.items import Image, Link, Problem
from tests.archive.making import NOON, TARGET, URL, archived, article, begin, page, rows, seen_later
from tests.browse.asking import get, shown, told, words

FIRST, SECOND = "20260206120030", "20260206130030"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An article in two versions, promoted and linked to by another."""
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        link = Link(url=URL, text="Planoise")
        archived(archive, crawl_id, article(url=TARGET, headline="Budget voté", links=(link,), teasers=()))
        edited = replace(article(), headline="Dijon et Besançon unis", content_sha256="other")
        archived(archive, crawl_id, seen_later(edited, NOON + timedelta(hours=1)))
        yield archive


@pytest.fixture(scope="module")
def browser(archive: Archive) -> Browser:
    return Browser(archive.folder)


def key_of(archive: Archive, url: str = URL) -> str:
    return next(str(row["key"]) for row in rows(archive, "articles") if row["url"] == url)


def test_the_newest_version_with_all_four_dates(archive: Archive, browser: Browser) -> None:
    page = shown(browser, f"/article/{key_of(archive)}")
    said = words(page)
    assert words(page.cssselect("h1")[0]) == "Dijon et Besançon unis"
    for text in (
        "Publié le 12 mars 2013 à 17 h 32, mis à jour le 13 mars 2013 à 11 h 59",
        "modification silencieuse",
        "Cet article a 2 versions archivées",
        "Par Élodie, D. P.",
    ):
        assert text in said.replace("\u202f", " ").replace("\u00a0", " ")
    assert [words(date).replace("\u202f", " ") for date in page.cssselect("[aria-labelledby=dates] dd")] == [
        "12 mars 2013 à 17 h 32Publié le 12/03/2013 - 17:32",
        "13 mars 2013 à 11 h 59Mis à jour le 13/03/2013 - 11:59",
        "6 février 2026 à 13 h 00",
        "6 février 2026 à 14 h 00",
    ]
    assert page.get("lang") == "fr"


def test_the_body_is_made_of_its_blocks(archive: Archive, browser: Browser) -> None:
    (body,) = shown(browser, f"/article/{key_of(archive)}").cssselect(".body")
    assert [element.tag for element in body] == ["p", "h2", "ul", "p"]
    assert [words(item) for item in body.cssselect("ul > li > ol > li")] == ["Planoise"]


def test_a_version_keeps_its_address(archive: Archive, browser: Browser) -> None:
    page = shown(browser, f"/article/{key_of(archive)}/v/{FIRST}")
    assert words(page.cssselect("h1")[0]) == "Besançon et Dijon unis"
    assert "Vous lisez la version 1 sur 2" in words(page)
    canonical = page.cssselect("link[rel=canonical]")[0].get("href")
    assert canonical.endswith(f"/article/{key_of(archive)}/v/{FIRST}")


def test_a_moment_between_two_versions_leads_to_the_earlier_one(archive: Archive, browser: Browser) -> None:
    answered = get(browser, f"/article/{key_of(archive)}/v/20260206123000")
    assert (answered.status_code, answered.headers["location"]) == (302, f"/article/{key_of(archive)}/v/{FIRST}")
    assert get(browser, f"/article/{key_of(archive)}/v/20200101000000").status_code == 404


def test_what_promotes_and_what_links_here(archive: Archive, browser: Browser) -> None:
    page = told(browser, f"/article/{key_of(archive, TARGET)}.json")
    assert page["promotion"]["pages"] == 1
    assert [(one["key"], one["heading"]) for one in page["promoters"]] == [(key_of(archive), "Economie")]
    assert [one["key"] for one in told(browser, f"/article/{key_of(archive)}.json")["linked_from"]] == [
        key_of(archive, TARGET)
    ]
    body = shown(browser, f"/article/{key_of(archive, TARGET)}").cssselect(".body")[0]
    assert [link.get("href") for link in body.cssselect("a")] == [f"/article/{key_of(archive)}"]


def test_an_address_of_the_site_leads_to_its_article(archive: Archive, browser: Browser) -> None:
    answered = get(browser, f"/article?url={URL}")
    assert (answered.status_code, answered.headers["location"]) == (302, f"/article/{key_of(archive)}")
    assert get(browser, "/article?url=https://www.macommune.info/absent/").status_code == 404


def test_removed_articles_say_so(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archive.mark_gone(URL, crawl_id, NOON + timedelta(days=1))
        page = shown(Browser(tmp_path), f"/article/{key_of(archive)}")
    assert "Cet article n’est plus sur le site : sa suppression a été constatée le 7 février 2026" in words(page)


HOSTILE = "<script>alert(1)</script><svg onload=alert(2)>\u202e{{ 7*7 }}"


def test_hostile_articles_do_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(
            archive,
            begin(archive),
            article(
                headline=HOSTILE,
                description=HOSTILE,
                kicker=HOSTILE,
                section=HOSTILE,
                authors=(HOSTILE,),
                tags=(HOSTILE,),
                date_published_raw=HOSTILE,
                images=(Image(url="javascript:alert(3)", caption=HOSTILE, credit=HOSTILE),),
                links=(Link(url="javascript:alert(4)", text="Planoise"),),
            ),
        )
        answered = get(Browser(tmp_path), f"/article/{key_of(archive)}")
        home = get(Browser(tmp_path), "/")
    for shown_page in (answered, home):
        assert shown_page.status_code == 200
        assert shown_page.headers["content-security-policy"] == POLICY
        for forbidden in ("<script", "<svg onload", "alert(1)</script", 'href="javascript', 'src="'):
            assert forbidden not in shown_page.text
    assert "{{ 7*7 }}" in answered.text


def test_a_headline_of_a_megabyte(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article(headline="Titre " * 170_000))
        assert get(Browser(tmp_path), f"/article/{key_of(archive)}").status_code == 200


def test_what_is_not_there(browser: Browser) -> None:
    for path in (
        "/article/zzzzzzzzzz",
        "/article/zzzzzzzzzz.json",
        "/article/zzzzzzzzzz/capture/20260206120030.warc.gz",
    ):
        assert get(browser, path).status_code == 404


def test_records_that_are_kept(tmp_path: Path) -> None:
    archive_folder = tmp_path / "archive"
    with Archive(archive_folder) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archive.db.execute("UPDATE captures SET warc_file = 'a.warc.gz', warc_offset = 3, warc_length = ?", (40,))
        archive.db.conn.commit()
        member = gzip.compress(b"WARC/1.1\r\n", mtime=0)
        (archive_folder / "warc").mkdir(exist_ok=True)
        (archive_folder / "warc/a.warc.gz").write_bytes(b"xxx" + member.ljust(40, b"\0") + b"yyy")
        answered = get(Browser(archive_folder), f"/article/{key_of(archive)}/capture/{FIRST}.warc.gz")
        assert answered.status_code == 200
        assert answered.headers["content-disposition"].endswith(f'{FIRST}.warc.gz"')
        assert answered.content == member.ljust(40, b"\0")
        archive.db.execute("UPDATE captures SET warc_file = '../newsarchive.db'")
        archive.db.conn.commit()
        answered = get(Browser(archive_folder), f"/article/{key_of(archive)}/capture/{FIRST}.warc.gz")
        assert answered.status_code == 404


def test_the_visit_that_found_it_gone_is_among_its_captures(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archive.record_missing(page(at=NOON + timedelta(days=1), status=410), crawl_id, url=URL, decide_now=True)
        captures = told(Browser(tmp_path), f"/article/{key_of(archive)}.json")["captures"]
        assert [(capture["status"], capture["stamp"]) for capture in captures] == [
            (410, "20260207120030"),
            (200, FIRST),
        ]
        assert "page retirée (410)" in words(shown(Browser(tmp_path), f"/article/{key_of(archive)}"))


def test_what_a_stage_doubted_is_said_beside_the_dates(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        problem = Problem(stage="normalise", error="DatesDisagree", message="The dates disagree.")
        archive.record_problem(crawl_id, url=URL, problem=problem, at=NOON)
        (dates,) = shown(Browser(tmp_path), f"/article/{key_of(archive)}").cssselect("[aria-labelledby=dates]")
    assert "À lire avec prudence : dates contradictoires. The dates disagree." in words(dates)
