"""Visits that bring no article: feeds, redirects, 304, 404, failures, and pages nothing could be read from."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.errors import ArchiveUnwritable
from newsarchive.items import Discovery, Page, Problem
from tests.archive.making import BODY, NOON, URL, archived, article, page, rows

FEED = "https://www.macommune.info/feed/"
NO_HEADLINE = Problem(stage="extract", error="NoHeadline", message="nothing says what the headline is")


def days(number: float) -> datetime:
    return NOON + timedelta(days=number)


def answer(status: int, at: datetime = NOON) -> Page:
    return page(at=at, status=status, body=b"", headers={})


def test_a_feed_is_a_capture_and_an_address(archive: Archive, crawl_id: int) -> None:
    mirrored = page("http://127.0.0.1:8000/feed/", headers={"content-type": "application/rss+xml"})
    assert archive.record_visit(mirrored, crawl_id, url=FEED, kind="feed", state="read") == 1
    (capture,) = rows(archive, "captures")
    assert (capture["url"], capture["canonical_url"]) == ("http://127.0.0.1:8000/feed/", FEED)
    assert (capture["mime"], capture["etag"], capture["article_id"]) == ("application/rss+xml", None, None)
    (address,) = rows(archive, "urls")
    assert (address["url"], address["kind"], address["visits"], address["unchanged_visits"]) == (FEED, "feed", 1, 0)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/autre/", "https://www.macommune.info/autre/"),
        ("https://ailleurs.example/", "https://ailleurs.example/"),
        ("autre", f"{URL}autre"),
    ],
)
def test_a_redirect_says_where_it_points(archive: Archive, crawl_id: int, location: str, target: str) -> None:
    moved = page(status=301, headers={"location": location}, body=b"")
    archive.record_visit(moved, crawl_id, url=URL, kind="article", state="redirected")
    (capture,) = rows(archive, "captures")
    assert (capture["status"], capture["redirect_url"], capture["mime"]) == (301, target, None)
    assert capture["payload_sha256"] == hashlib.sha256(b"").hexdigest()


def test_not_modified_counts_as_seen(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archive.mark_gone(URL, crawl_id, days(1))
    archive.record_unchanged(answer(304, days(2)), crawl_id, url=URL, kind="article")
    (shown,), (version,) = rows(archive, "articles"), rows(archive, "revisions")
    assert shown["last_seen_at"] == version["last_seen_at"] == "2026-02-08T12:00:30+00:00"
    assert shown["status"] == "live"
    address = rows(archive, "urls", order="visits DESC")[0]
    assert (address["visits"], address["unchanged_visits"], address["last_status"]) == (2, 1, 304)
    assert rows(archive, "captures")[1]["article_id"] == 1


def test_a_failure_says_nothing_of_change(archive: Archive, crawl_id: int) -> None:
    archive.record_unchanged(answer(304), crawl_id, url=URL, kind="article")
    archive.record_visit(answer(503), crawl_id, url=URL, kind="article", state="failed")
    (address,) = rows(archive, "urls")
    assert (address["visits"], address["unchanged_visits"], address["last_status"]) == (2, 1, 503)


# Gone


@pytest.mark.parametrize(
    ("visits", "gone_at_last"),
    [
        ([(404, 1)], False),
        ([(404, 1), (404, 1.99)], False),
        ([(404, 1), (404, 2)], True),
        ([(410, 1), (404, 2)], True),
        ([(404, 1), (503, 1.5), (404, 2)], True),
        ([(503, 1), (404, 2)], False),
        ([(404, 1), (304, 1.5), (404, 2)], False),
        ([(404, 1), (304, 1.5), (404, 2), (404, 3)], True),
        ([(404, 1), (404, 1.5), (404, 2)], True),
    ],
)
def test_gone_takes_two_misses_a_day_apart(
    archive: Archive, crawl_id: int, visits: list[tuple[int, float]], gone_at_last: bool
) -> None:
    archived(archive, crawl_id, article())
    became_gone = []
    for status, day in visits:
        if status in (404, 410):
            became_gone.append(archive.record_missing(answer(status, days(day)), crawl_id, url=URL))
        elif status == 304:
            archive.record_unchanged(answer(status, days(day)), crawl_id, url=URL, kind="article")
        else:
            archive.record_visit(answer(status, days(day)), crawl_id, url=URL, kind="article", state="failed")
    assert became_gone == [False] * (len(became_gone) - 1) + [gone_at_last]
    assert rows(archive, "articles")[0]["status"] == ("gone" if gone_at_last else "live")


def test_gone_can_be_decided_at_once(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    assert archive.record_missing(answer(410), crawl_id, url=URL, decide_now=True)
    assert not archive.record_missing(answer(410), crawl_id, url=URL, decide_now=True)
    assert archive.crawl_counts(crawl_id)["gone"] == 1


def test_an_address_that_never_was_an_article_is_not_gone(archive: Archive, crawl_id: int) -> None:
    assert not archive.record_missing(answer(404), crawl_id, url=URL, decide_now=True)
    assert rows(archive, "captures")[0]["status"] == 404
    assert archive.crawl_counts(crawl_id)["gone"] == 0


# Discovery


def test_a_listed_date_stays_until_a_listing_prints_another(archive: Archive, crawl_id: int) -> None:
    def listed(date: str | None) -> str | None:
        found = [Discovery(url=URL, kind="article", via="listing", source=None, date_listed=date)]
        archive.discover("macommune", found, NOON)
        return archive.listed_date(URL)

    assert archive.listed_date(URL) is None
    assert listed(None) is None
    assert listed("lundi, 09 février 2026 15:38") == "lundi, 09 février 2026 15:38"
    assert listed(None) == "lundi, 09 février 2026 15:38"
    assert listed("mardi, 10 février 2026 08:00") == "mardi, 10 février 2026 08:00"


def test_the_first_sighting_of_an_address_stays_and_lastmod_is_renewed(archive: Archive, crawl_id: int) -> None:
    archive.discover(
        "macommune", [Discovery(url=URL, kind="article", via="sitemap", source=FEED, lastmod="2013-03-13")], NOON
    )
    archive.discover(
        "macommune", [Discovery(url=URL, kind="other", via="feed", source=None, lastmod="2013-03-14")], days(1)
    )
    archive.discover("macommune", [Discovery(url=URL, kind="article", via="listing", source=None)], days(2))
    (address,) = rows(archive, "urls")
    assert {name: address[name] for name in ("kind", "discovered_at", "discovered_via", "discovered_from")} == {
        "kind": "article",
        "discovered_at": "2026-02-06T12:00:30+00:00",
        "discovered_via": "sitemap",
        "discovered_from": FEED,
    }
    assert (address["lastmod"], address["visits"]) == ("2013-03-14", 0)
    archived(archive, crawl_id, article(teasers=()))
    (address,) = rows(archive, "urls")
    assert (address["discovered_via"], address["article_id"], address["visits"]) == ("sitemap", 1, 1)


def test_an_address_discovered_after_its_article_is_joined(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(teasers=()))
    archive.db.execute("DELETE FROM urls")
    archive.discover("macommune", [Discovery(url=URL, kind="article", via="feed", source=FEED)], NOON)
    assert rows(archive, "urls")[0]["article_id"] == 1


def test_a_discovery_that_fails_half_way_leaves_nothing(archive: Archive) -> None:
    def found() -> object:
        yield Discovery(url=URL, kind="article", via="feed", source=FEED)
        raise ValueError("the sitemap broke off")

    with pytest.raises(ValueError, match="broke off"):
        archive.discover("macommune", found(), NOON)  # type: ignore[arg-type]
    assert rows(archive, "urls") == []


# Problems and quarantine


def test_a_failure_without_a_page(archive: Archive, crawl_id: int) -> None:
    problem = Problem(stage="fetch", error="TimeoutError", message="no answer \ud83d in 60 s")
    archive.record_problem(crawl_id, url=URL, problem=problem, at=NOON)
    (row,) = rows(archive, "problems")
    assert (row["url"], row["capture_id"], row["error"]) == (URL, None, "TimeoutError")
    assert row["message"] == "no answer ? in 60 s"
    assert archive.crawl_counts(crawl_id)["failed"] == 1


def test_a_page_nothing_could_be_read_from(archive: Archive, crawl_id: int) -> None:
    archive.quarantine(page(), crawl_id, NO_HEADLINE, url=URL)
    (row,) = rows(archive, "problems")
    assert (row["capture_id"], row["stage"], row["error"]) == (1, "extract", "NoHeadline")
    (folder,) = (archive.folder / "quarantine").iterdir()
    assert folder.name == hashlib.sha256(BODY).hexdigest()[:16]
    assert (folder / "page.html").read_bytes() == BODY
    assert (folder / "error.txt").read_text("utf-8").splitlines() == [
        f"url: {URL}",
        "stage: extract",
        "error: NoHeadline",
        "message: nothing says what the headline is",
        "fetched_at: 2026-02-06T12:00:30+00:00",
    ]
    assert archive.crawl_counts(crawl_id)["failed"] == 1


def test_the_same_page_again_keeps_its_place_and_tells_the_latest(archive: Archive, crawl_id: int) -> None:
    archive.quarantine(page(), crawl_id, NO_HEADLINE, url=URL)
    archive.quarantine(page(at=days(1)), crawl_id, NO_HEADLINE, url=URL)
    (folder,) = (archive.folder / "quarantine").iterdir()
    assert "2026-02-07" in (folder / "error.txt").read_text("utf-8")
    assert len(rows(archive, "problems")) == 2


def test_another_page_is_never_overwritten(archive: Archive, crawl_id: int) -> None:
    digest = hashlib.sha256(BODY).hexdigest()
    taken = archive.folder / "quarantine" / digest[:16]
    taken.mkdir(parents=True)
    (taken / "page.html").write_bytes(b"another page")
    archive.quarantine(page(), crawl_id, NO_HEADLINE, url=URL)
    assert (taken / "page.html").read_bytes() == b"another page"
    assert (archive.folder / "quarantine" / digest[:32] / "page.html").read_bytes() == BODY


def test_a_quarantine_that_cannot_be_written_says_so(archive: Archive, crawl_id: int, tmp_path: Path) -> None:
    (archive.folder / "quarantine").write_text("in the way")
    with pytest.raises(ArchiveUnwritable, match="quarantine could not be written"):
        archive.quarantine(page(), crawl_id, NO_HEADLINE, url=URL)
    assert rows(archive, "captures") == []
