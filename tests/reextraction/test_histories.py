"""Whatever befalls a site, what is read again from its captures is what was read when they came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.likeness import differences
from newsarchive import sites
from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.errors import EmptyPage
from newsarchive.items import Page, RawArticle
from newsarchive.reextraction import rebuild, reextract
from newsarchive.verification import verify
from tests.reextraction.histories import befall
from tests.reextraction.simulated import SITE, START, Crawl, after, count, crawling, read_there, story

READ = sites.read
RECOUNTED = ("urls", "problems")
"""Left to the visits as they were: the frontier, and redirects that led in a circle by what it knew."""


def choking(page: Page) -> RawArticle:
    """A reader that reads hardly anything, and takes an advertisement for text."""
    if b"texte 1" in page.body:
        raise EmptyPage("There is nothing in it.")
    raw = READ(page)
    return replace(raw, headline=f"{raw.headline} {page.fetched_at:%d %H:%M:%S}", description=None)


@pytest.mark.parametrize("seed", range(12))
def test_what_was_crawled_is_rebuilt_and_read_again_alike(tmp_path: Path, seed: int) -> None:
    befall(tmp_path / "crawled", seed)
    assert rebuild(tmp_path / "crawled", tmp_path / "rebuilt", declared).unusable == []
    assert list(differences(tmp_path / "crawled", tmp_path / "rebuilt")) == []
    with Archive(tmp_path / "crawled") as archive:
        outcome = reextract(archive, declared, keep=False)
    assert (outcome.sample, outcome.left) == ([], 0)
    assert verify(tmp_path / "crawled").faults == []


@pytest.mark.parametrize("seed", range(12))
def test_another_reader_s_archive_is_brought_to_today_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    befall(tmp_path / "fresh", seed)
    with monkeypatch.context() as patch:
        patch.setattr(sites, "read", choking)
        befall(tmp_path / "archive", seed)
    with Archive(tmp_path / "archive") as archive:
        reextract(archive, declared)
        now = read_there(archive)
        assert reextract(archive, declared, keep=False).sample == []
    with Archive(tmp_path / "fresh") as archive:
        fresh = read_there(archive)
    assert {name: now[name] for name in now if name not in RECOUNTED} == {
        name: fresh[name] for name in fresh if name not in RECOUNTED
    }
    assert verify(tmp_path / "archive").faults == []


def status_then_and_now(folder: Path) -> tuple[str, str]:
    """What became of an article, as the crawl had it and as it is read again from another reader's archive."""
    with Archive(folder) as archive:
        query = f"SELECT status FROM articles WHERE url = '{SITE}/un-titre/'"
        (then,) = archive.db.conn.execute(query).fetchone()
        archive.db.conn.execute("UPDATE revisions SET headline = 'Faux'")
        archive.db.conn.commit()
        reextract(archive, declared)
        (now,) = archive.db.conn.execute(query).fetchone()
    return then, now


@pytest.mark.parametrize("seen", ["304", "redirect", "alias"])
def test_what_was_there_in_between_is_not_gone(tmp_path: Path, seen: str) -> None:
    def between(crawl: Crawl) -> None:
        if seen == "304":
            crawl.answer("/un-titre/", status=304, headers={})
        elif seen == "redirect":
            crawl.answer("/un-titre/", status=301, headers={"location": f"{SITE}/autre/"})
            crawl.answer("/un-titre/", b"nothing", status=404)
        else:
            link = f'<link rel="canonical" href="{SITE}/un-titre/">'
            crawl.answer("/un-titre-bis/", story("Un titre", "Un texte.", extra=link))

    with Archive(tmp_path) as archive:
        with crawling(archive, START) as crawl:
            crawl.answer("/un-titre/", story("Un titre", "Un texte."))
            crawl.answer("/autre/", story("Autre", "Un texte."))
        with crawling(archive, after(days=1)) as crawl:
            crawl.answer("/un-titre/", b"nothing", status=404)
        with crawling(archive, after(days=2)) as crawl:
            between(crawl)
        with crawling(archive, after(days=2, hours=3)) as crawl:
            crawl.answer("/un-titre/", b"nothing", status=404)
    then, now = status_then_and_now(tmp_path)
    assert now == then


def test_a_visit_that_robots_txt_forbade_says_nothing_of_what_is_there(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        with crawling(archive, START) as crawl:
            crawl.answer("/un-titre/", story("Un titre", "Un texte."))
            crawl.answer("/un-titre/", b"nothing", status=404)
            url = f"{SITE}/un-titre/"
            archive.record_failure(
                crawl.crawl_id, site="macommune", url=url, kind="article", state="forbidden", at=after(hours=1)
            )
        with crawling(archive, after(days=2)) as crawl:
            crawl.answer("/un-titre/", b"nothing", status=404)
    assert status_then_and_now(tmp_path) == ("gone", "gone")


def test_what_a_feed_was_found_to_be_stays_told_of_an_article_s_address(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        with crawling(archive, START) as crawl:
            crawl.answer("/un-titre/", story("Un titre", "Un texte."))
            crawl.answer("/feed/", status=301, headers={"location": f"{SITE}/un-titre/"}, kind="feed")
            crawl.answer("/un-titre/", story("Un titre", "Un texte."), kind="feed")
        assert reextract(archive, declared).sample == []
    assert count(tmp_path, "SELECT count(*) FROM problems WHERE stage = 'discover'") == 1


def names_another(archive: Archive, *, first: str, named: str) -> None:
    """A page that calls another address its own, captured before what is there."""
    link = f'<link rel="canonical" href="{SITE}{named}">'
    with crawling(archive, START) as crawl:
        crawl.answer(first, story("Un titre", "Un texte.", extra=link))
        crawl.answer(named, story("Un titre", "Un texte."))


def without_links(page: Page) -> RawArticle:
    """A reader that takes every address for a page's own."""
    return READ(replace(page, body=page.body.replace(b"canonical", b"nothing")))


def test_what_is_read_with_an_earlier_page_is_not_read_alone_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path / "fresh") as archive:
        names_another(archive, first="/bis/", named="/un-titre/")
        fresh: dict[str, list[dict[str, Any]]] = read_there(archive)
    with Archive(tmp_path / "archive") as archive:
        with monkeypatch.context() as patch:
            patch.setattr(sites, "read", without_links)
            names_another(archive, first="/bis/", named="/un-titre/")
        outcome = reextract(archive, declared)
        now = read_there(archive)
    assert {name: now[name] for name in now if name != "urls"} == {n: fresh[n] for n in fresh if n != "urls"}
    assert (outcome.groups, outcome.captures) == (1, 2)
    assert verify(tmp_path / "archive").faults == []


def test_a_page_that_names_what_has_no_record_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(sites, "read", without_links)
            names_another(archive, first="/bis/", named="/un-titre/")
        with archive.db.conn:
            archive.db.execute("UPDATE captures SET warc_file = NULL, kind = NULL WHERE url LIKE '%/un-titre/'")
        before = read_there(archive)
        outcome = reextract(archive, declared)
        assert read_there(archive) == before
    assert (outcome.groups, outcome.left) == (0, 0)
    assert outcome.unrecorded > 0


def test_an_article_that_is_read_now_takes_no_other_s_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crawl_both(archive: Archive) -> None:
        link = f'<link rel="canonical" href="{SITE}/un-titre/">'
        with crawling(archive, START) as crawl:
            crawl.answer("/bis/", b"busy", status=503)
            crawl.answer("/un-titre/", story("Un titre", "Un premier texte."))
            crawl.answer("/bis/", story("Un titre", "Un second texte.", extra=link))

    def of_the_second(page: Page) -> RawArticle:
        if b"premier" in page.body:
            raise EmptyPage("There is nothing in it.")
        return READ(replace(page, body=page.body.replace(b"canonical", b"nothing")))

    with Archive(tmp_path / "archive") as archive:
        with monkeypatch.context() as patch:
            patch.setattr(sites, "read", of_the_second)
            crawl_both(archive)
        reextract(archive, declared)
        assert [row["url"] for row in archive.db.query("SELECT url FROM articles ORDER BY url")] == [
            f"{SITE}/bis/",
            f"{SITE}/un-titre/",
        ]
        assert list(archive.db.query("SELECT * FROM problems WHERE stage = 'store'")) == []
    assert verify(tmp_path / "archive").faults == []


def test_an_article_that_moved_twice_stays_joined_to_where_it_is(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        with crawling(archive, START) as crawl:
            crawl.answer("/un-titre/", story("Un titre", "Un texte."))
        with crawling(archive, after(days=1)) as crawl:
            crawl.answer("/un-titre/", status=301, headers={"location": f"{SITE}/deux/"})
            crawl.answer("/deux/", status=301, headers={"location": f"{SITE}/trois/"})
            crawl.answer("/trois/", story("Un titre", "Un texte."))
        joined = f"""SELECT redirect_article_id = (SELECT id FROM articles WHERE url = '{SITE}/trois/')
            FROM articles WHERE url = '{SITE}/un-titre/'"""
        assert archive.db.conn.execute(joined).fetchone() == (1,)
        archive.db.conn.execute("UPDATE revisions SET headline = 'Faux' WHERE capture_id = 1")
        archive.db.conn.commit()
        reextract(archive, declared)
        assert archive.db.conn.execute(joined).fetchone() == (1,)
