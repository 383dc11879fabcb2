"""An article's life: versions, sightings, disappearance and return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from newsarchive.archive import Archive
from newsarchive.changes import History
from newsarchive.errors import StaleChange
from newsarchive.items import Article, Change, ChangeKind, Link, Teaser, Version
from tests.archive.making import NOON, TARGET, TEASERS, URL, archived, article, begin, rows, seen_later, text

HOUR = timedelta(hours=1)
STAMP = article().date_modified
assert isinstance(STAMP, datetime)


def at(hours: int) -> datetime:
    return NOON + hours * HOUR


def edited(hours: int, words: str, stamp: datetime | date | None = STAMP) -> Article:
    return article(at=at(hours), blocks=text(words), date_modified=stamp)


def test_the_seven_kinds_from_end_to_end(archive: Archive, crawl_id: int) -> None:
    assert STAMP
    history = [
        (edited(0, "un deux"), "first", 0, 0),
        (edited(1, "un deux"), "unchanged", 0, 0),
        (edited(2, "un trois", STAMP + HOUR), "update", 1, 1),
        (edited(3, "un trois quatre", STAMP + HOUR), "silent-edit", 1, 0),
        (edited(4, "un trois quatre", STAMP + 2 * HOUR), "restamp", 0, 0),
        (edited(5, "cinq", STAMP), "backdated", 1, 3),
        (edited(6, "un deux", STAMP), "reversion", 2, 1),
    ]
    for version, kind, _, _ in history:
        assert archived(archive, crawl_id, version) == kind
    kept = [entry for entry in history if entry[1] != "unchanged"]
    assert [
        (row["number"], row["change"], row["article_body"], row["words_added"], row["words_removed"], row["stamp"])
        for row in rows(archive, "revisions")
    ] == [
        (number, kind, version.article_body, added, removed, f"20260206{version.page.fetched_at:%H%M%S}")
        for number, (version, kind, added, removed) in enumerate(kept, start=1)
    ]
    assert len(rows(archive, "captures")) == 7
    (shown,) = rows(archive, "articles")
    assert (shown["revision_count"], shown["current_revision_id"], shown["word_count"]) == (6, 6, 2)
    assert shown["date_modified"] == STAMP.isoformat()
    assert [archive.crawl_counts(crawl_id)[kind] for kind in ChangeKind] == [1] * 7


def test_history_is_what_decide_needs(archive: Archive, crawl_id: int) -> None:
    assert archive.history(URL) == History()
    first, second = edited(0, "un"), replace(edited(1, "deux", None), date_modified_raw=None)
    archived(archive, crawl_id, first)
    archived(archive, crawl_id, second)
    assert archive.history(URL) == History(
        content_sha256=second.content_sha256,
        article_body="deux",
        date_published=first.date_published,
        date_published_raw=first.date_published_raw,
        date_modified=STAMP,
        date_modified_raw=first.date_modified_raw,
        earlier=frozenset({first.content_sha256, second.content_sha256}),
    )


def test_a_date_that_is_printed_no_more_stays_with_the_article_and_not_with_the_version(
    archive: Archive, crawl_id: int
) -> None:
    archived(archive, crawl_id, edited(0, "un"))
    (before,) = rows(archive, "articles")
    undated = replace(edited(1, "deux", None), date_modified_raw=None, date_published=None, date_published_raw=None)
    archived(archive, crawl_id, undated)
    (shown,) = rows(archive, "articles")
    names = ("date_published", "date_published_raw", "date_modified", "date_modified_raw")
    assert {name: shown[name] for name in names} == {name: before[name] for name in names}
    assert all(before[name] for name in names)
    assert {rows(archive, "revisions")[1][name] for name in names} == {None}


def test_a_bare_day_stays_a_day(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(date_published=date(2013, 3, 12), date_modified=None, date_modified_raw=None))
    assert rows(archive, "articles")[0]["date_published"] == "2013-03-12"
    assert archive.history(URL).date_published == date(2013, 3, 12)
    assert archive.history(URL).date_modified is None


def test_unchanged_moves_nothing_but_the_last_sight(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    article_before, revision_before = rows(archive, "articles")[0], rows(archive, "revisions")[0]
    assert archived(archive, crawl_id, seen_later(article(section="Sport", tags=("x",)), at(1))) == "unchanged"
    seen = {"last_seen_at": "2026-02-06T13:00:30+00:00"}
    assert rows(archive, "articles") == [article_before | seen]
    assert rows(archive, "revisions") == [revision_before | seen]
    assert [row["name"] for row in rows(archive, "tags", order="name")] == ["Dijon", "élus"]
    assert len(rows(archive, "problems")) == 1
    (visited,) = rows(archive, "urls")
    assert (visited["visits"], visited["unchanged_visits"]) == (2, 1)


def test_two_versions_of_one_second_have_stamps_of_their_own(archive: Archive, crawl_id: int) -> None:
    for words in ("un", "deux", "trois"):
        archived(archive, crawl_id, edited(0, words))
    stamps = [row["stamp"] for row in rows(archive, "revisions")]
    assert stamps == ["20260206120030", "20260206120031", "20260206120032"]


def test_a_new_version_renews_tags_and_keeps_its_own_parts(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archived(archive, crawl_id, article(at=at(1), headline="Autre", tags=("élus", "Doubs", "Doubs")))
    query = "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id ORDER BY name"
    assert [name for (name,) in archive.db.execute(query)] == ["Doubs", "élus"]
    assert [row["revision_id"] for row in rows(archive, "images")] == [1, 2]
    assert [row["revision_id"] for row in rows(archive, "list_items")] == [1, 1, 1, 2, 2, 2]
    search = "SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH ? ORDER BY 1"
    assert archive.db.execute(search, ["autre"]).fetchall() == [(2,)]
    assert archive.db.execute(search, ["planoise"]).fetchall() == [(1,), (2,)]


def test_a_decision_on_an_old_history_is_refused(archive: Archive, crawl_id: int) -> None:
    first = Version(article=article(), change=Change(kind=ChangeKind.FIRST))
    with pytest.raises(StaleChange, match="decide again"):
        archive.store(replace(first, change=Change(kind=ChangeKind.UNCHANGED)), crawl_id)
    archive.store(first, crawl_id)
    with pytest.raises(StaleChange):
        archive.store(first, crawl_id)
    assert len(rows(archive, "captures")) == 1
    assert archive.crawl_counts(crawl_id)["first"] == 1


def test_a_page_read_again_from_its_capture_is_no_visit(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    again = article(headline="Mieux lu")
    archived(archive, crawl_id, replace(again, page=replace(again.page, capture_id=1)))
    assert len(rows(archive, "captures")) == 1
    assert rows(archive, "revisions")[1]["capture_id"] == 1
    assert rows(archive, "urls", order="visits DESC")[0]["visits"] == 1


def test_half_a_surrogate_pair_does_not_stop_the_store(archive: Archive, crawl_id: int) -> None:
    broken = article(headline="Budget \ud83d", teasers=(replace(TEASERS[0], headline="\udc00"),))
    assert archived(archive, crawl_id, broken) == "first"
    assert rows(archive, "articles")[0]["headline"] == "Budget ?"
    assert rows(archive, "teasers")[0]["headline"] == "?"


# Gone and back


def test_gone_and_back_again(archive: Archive, crawl_id: int) -> None:
    assert not archive.mark_gone(URL, crawl_id, at(1))
    archived(archive, crawl_id, article())
    assert archive.mark_gone(URL, crawl_id, at(1))
    assert not archive.mark_gone(URL, crawl_id, at(2))
    (gone,) = rows(archive, "articles")
    assert (gone["status"], gone["gone_at"]) == ("gone", "2026-02-06T13:00:30+00:00")
    assert archive.crawl_counts(crawl_id)["gone"] == 1
    archived(archive, crawl_id, seen_later(article(), at(3)))
    (back,) = rows(archive, "articles")
    assert (back["status"], back["gone_at"], back["revision_count"]) == ("live", None, 1)


def test_a_changed_version_brings_an_article_back_too(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archive.mark_gone(URL, crawl_id, at(1))
    archived(archive, crawl_id, edited(2, "de retour"))
    assert rows(archive, "articles")[0]["status"] == "live"
    assert rows(archive, "articles")[0]["gone_at"] is None


# Teasers


def sight(archive: Archive, crawl_id: int, hours: int, *teasers: Teaser) -> None:
    archived(archive, crawl_id, article(at=at(hours), teasers=teasers))


def teaser(headline: str = "Budget voté", heading: str | None = "Economie", position: int = 1) -> Teaser:
    return Teaser(heading=heading, position=position, target_url=TARGET, headline=headline)


def sightings(archive: Archive) -> list[tuple[object, ...]]:
    found = rows(archive, "teaser_sightings")
    names = ("teaser_id", "heading", "position", "first_seen_at", "last_seen_at", "first_capture_id")
    hours = {f"2026-02-06T{12 + hour}:00:30+00:00": hour for hour in range(5)}
    return [tuple(hours.get(row[name], row[name]) for name in names) for row in found]


def test_a_teaser_seen_again_elsewhere_on_the_page_only_moves(archive: Archive, crawl_id: int) -> None:
    sight(archive, crawl_id, 0, teaser(position=1))
    sight(archive, crawl_id, 2, teaser(position=5))
    assert sightings(archive) == [(1, "Economie", 5, 0, 2, 1)]


def test_another_heading_is_another_sighting_of_the_same_teaser(archive: Archive, crawl_id: int) -> None:
    sight(archive, crawl_id, 0, teaser(heading="Economie"), teaser(heading=None, position=2))
    sight(archive, crawl_id, 1, teaser(heading=None))
    assert len(rows(archive, "teasers")) == 1
    assert sightings(archive) == [(1, "Economie", 1, 0, 0, 1), (1, None, 1, 0, 1, 1)]


def test_a_teaser_twice_under_one_heading_keeps_its_first_place(archive: Archive, crawl_id: int) -> None:
    sight(archive, crawl_id, 0, teaser(position=1), teaser(position=4))
    assert sightings(archive) == [(1, "Economie", 1, 0, 0, 1)]


def test_another_wording_is_another_teaser(archive: Archive, crawl_id: int) -> None:
    sight(archive, crawl_id, 0, teaser(), replace(teaser(), kicker="VIDÉO"), replace(teaser(), description="VIDÉO"))
    sight(archive, crawl_id, 1, teaser("Autre titre"))
    assert [(row["headline"], row["kicker"], row["description"]) for row in rows(archive, "teasers")] == [
        ("Budget voté", None, None),
        ("Budget voté", "VIDÉO", None),
        ("Budget voté", None, "VIDÉO"),
        ("Autre titre", None, None),
    ]


def test_the_same_teaser_on_another_article_is_another_sighting(archive: Archive, crawl_id: int) -> None:
    sight(archive, crawl_id, 0, teaser())
    archived(archive, crawl_id, article(url=f"{URL}2/", teasers=(teaser(),)))
    assert len(rows(archive, "teasers")) == 1
    assert [row["article_id"] for row in rows(archive, "teaser_sightings")] == [1, 2]


# Joins


def test_teasers_links_and_addresses_find_their_article_when_it_arrives(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archived(archive, crawl_id, article(url=TARGET, teasers=(), links=()))
    assert [row["target_article_id"] for row in rows(archive, "teasers")] == [2, None]
    assert [row["target_article_id"] for row in rows(archive, "links")] == [2]
    assert {row["url"]: row["article_id"] for row in rows(archive, "urls")} == {URL: 1, TARGET: 2}


def test_teasers_and_links_to_a_known_article_are_joined_at_once(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(url=TARGET, teasers=(), links=(Link(url=TARGET, text="soi"),)))
    archived(archive, crawl_id, article())
    assert rows(archive, "teasers")[0]["target_article_id"] == 1
    assert [row["target_article_id"] for row in rows(archive, "links")] == [1, 1]


def test_the_address_asked_for_is_joined_to_the_article_that_answered(archive: Archive, crawl_id: int) -> None:
    version = Version(article=article(), change=Change(kind=ChangeKind.FIRST))
    archive.store(version, crawl_id, requested="https://www.macommune.info/ancienne/")
    visited = {row["url"]: (row["article_id"], row["visits"]) for row in rows(archive, "urls") if row["visits"]}
    assert visited == {URL: (1, 1), "https://www.macommune.info/ancienne/": (1, 1)}
    standing = {row["state"]: (row["url"], row["redirect_url"]) for row in rows(archive, "urls")}
    assert standing["redirected"] == ("https://www.macommune.info/ancienne/", URL)


def test_a_second_run_counts_for_itself(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    second = begin(archive, at(24))
    archived(archive, second, seen_later(article(), at(24)))
    archive.finish_crawl(second, reason="finished", requests=3, responses=2, size=4096, at=at(25))
    counts = {name: count for name, count in archive.crawl_counts(second).items() if count}
    assert counts == {"unchanged": 1, "requests": 3, "responses": 2, "bytes": 4096}
    ended = rows(archive, "crawls")[1]
    assert (ended["finish_reason"], ended["finished_at"]) == ("finished", "2026-02-07T13:00:30+00:00")
