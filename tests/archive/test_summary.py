"""The figures of `newsarchive status` against rows counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

from newsarchive.archive import Archive
from newsarchive.items import Discovery, Problem
from tests.archive.making import NOON, URL, archived, article, begin, page


def fill(archive: Archive) -> None:
    first = begin(archive)
    archived(archive, first, article(teasers=()))
    archived(archive, first, article(url=f"{URL}2/", teasers=(), section=None, date_published=date(2026, 1, 5)))
    archived(archive, first, article(url=f"{URL}3/", teasers=(), page_type="agenda", date_published=None))
    archive.mark_gone(f"{URL}3/", first, NOON)
    archive.finish_crawl(first, reason="finished", requests=9, responses=8, size=70, at=NOON)
    for _ in range(10):
        last = begin(archive, NOON + timedelta(days=1))
    archived(archive, last, article(teasers=(), headline="Autre"))
    archive.discover(
        "macommune",
        [Discovery(url=f"{URL}{number}/", kind="article", via="feed", source=None) for number in (3, 4)],
        NOON,
    )
    archive.quarantine(page(), last, Problem(stage="extract", error="EmptyPage", message="no text"), url=f"{URL}5/")


def test_summary(archive: Archive) -> None:
    fill(archive)
    summary = archive.summary()
    assert summary.statuses == {"live": 2, "gone": 1}
    assert summary.page_types == {"article": 2, "agenda": 1}
    assert summary.sections == {"Politique": 2, "": 1}
    assert summary.changes == {"first": 3, "silent-edit": 1}
    assert (summary.first_published, summary.last_published) == ("2013-03-12T17:32:00+01:00", "2026-01-05")
    assert list(summary.years.items()) == [("", 1), ("2013", 1), ("2026", 1)]
    assert summary.problems == {"DatesDisagree": 3, "EmptyPage": 1}
    assert summary.discovered_via == {"manual": 4, "feed": 1}
    assert summary.unvisited == 1
    assert summary.tables["captures"] == 5
    assert summary.tables["comments"] == 0


def test_the_last_ten_runs_newest_first(archive: Archive) -> None:
    fill(archive)
    crawls = archive.summary().crawls
    assert [crawl["id"] for crawl in crawls] == list(range(11, 1, -1))
    newest = crawls[0]
    assert (newest["silent_edits"], newest["failed"], newest["first_versions"]) == (1, 1, 0)
    assert newest["finish_reason"] is None


def test_an_empty_archive_has_a_summary(archive: Archive) -> None:
    summary = archive.summary()
    assert (summary.first_published, summary.years, summary.crawls) == (None, {}, [])
    assert set(summary.tables.values()) == {0}
