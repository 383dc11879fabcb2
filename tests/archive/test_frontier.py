"""What is due, in which order, and what moves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from newsarchive.archive import Archive
from newsarchive.items import AddressKind, Discovery, Problem
from tests.archive.making import NOON, TARGET, URL, archived, article, begin, page, rows, seen_later

FEED = "https://www.macommune.info/feed/"
LISTING = "https://www.macommune.info/actualite/besancon/"
SECOND = f"{LISTING}page/2/"


def hours(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def entry(url: str = URL, kind: AddressKind = "article", **given: Any) -> Discovery:  # noqa: ANN401
    return Discovery(url=url, kind=kind, via="sitemap", source=None, **given)


def due(
    archive: Archive,
    at: datetime = NOON,
    *,
    kind: AddressKind = "article",
    crawl: int = 99,
    **wanted: Any,  # noqa: ANN401
) -> list[str]:
    given = {"crawl_id": crawl, "at": at, "limit": 10, "besides": ()} | wanted
    return [each.url for each in archive.due("macommune", kind, **given)]  # type: ignore[arg-type]


def standing(archive: Archive, url: str = URL) -> dict[str, Any]:
    (row,) = [row for row in rows(archive, "urls") if row["url"] == url]
    return row


def listed(archive: Archive, crawl_id: int, found: Sequence[Discovery], at: datetime, url: str = LISTING) -> None:
    kind: AddressKind = "page" if url == SECOND else "listing"
    archive.record_index(page(url, at), crawl_id, url=url, kind=kind, found=found)


def test_what_is_heard_of_is_due_at_once_unless_the_rules_leave_it_out(archive: Archive) -> None:
    archive.discover("macommune", [entry(), entry(TARGET, "other")], NOON)
    assert due(archive) == [URL]
    assert standing(archive, TARGET)["state"] == "excluded"
    assert due(archive, kind="other") == []


def test_what_changed_last_is_asked_for_first(archive: Archive) -> None:
    dated = [entry(f"{URL}{day}/", lastmod=str(day), lastmod_at=NOON - timedelta(days=day)) for day in (3, 1, 2)]
    archive.discover("macommune", [*dated, entry()], NOON)
    assert due(archive) == [URL, f"{URL}1/", f"{URL}2/", f"{URL}3/"]
    assert due(archive, limit=2) == [URL, f"{URL}1/"]
    assert due(archive, limit=2, besides={URL}) == [f"{URL}1/", f"{URL}2/"]


def test_since_leaves_out_what_is_said_to_be_older(archive: Archive) -> None:
    dated = [entry(f"{URL}{day}/", lastmod=str(day), lastmod_at=NOON - timedelta(days=day)) for day in (1, 3)]
    archive.discover("macommune", [*dated, entry()], NOON)
    assert due(archive, since=NOON - timedelta(days=2)) == [URL, f"{URL}1/"]


def test_sites_share_an_archive_and_nothing_else(archive: Archive) -> None:
    archive.discover("pleinair", [entry("https://www.pleinair.net/x")], NOON)
    assert due(archive) == []


def test_no_run_asks_twice(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archive.discover("macommune", [entry(lastmod="later", lastmod_at=hours(1))], hours(1))
    assert due(archive, hours(1), crawl=crawl_id) == []
    assert due(archive, hours(1)) == [URL]


def test_a_visit_sets_the_next_one(archive: Archive, crawl_id: int) -> None:
    fresh = article(date_published=NOON, date_modified=None)
    archived(archive, crawl_id, fresh)
    assert due(archive, hours(0.5)) == []
    assert due(archive, hours(1.2)) == [URL]
    archived(archive, crawl_id, seen_later(fresh, hours(48)))
    assert due(archive, hours(48 + 20)) == []
    assert due(archive, hours(48 + 28)) == [URL]


@pytest.mark.parametrize(("moved", "expected"), [(1, [URL]), (0, []), (-1, [])])
def test_a_later_change_stated_makes_an_article_due_and_an_earlier_one_does_not(
    archive: Archive, crawl_id: int, moved: int, expected: list[str]
) -> None:
    stated = NOON - timedelta(hours=5)
    archive.discover("macommune", [entry(lastmod="first", lastmod_at=stated)], NOON)
    archived(archive, crawl_id, article(date_published=NOON - timedelta(days=2000)))
    later = stated + timedelta(hours=moved)
    archive.discover("macommune", [entry(lastmod="second", lastmod_at=later)], hours(1))
    assert due(archive, hours(1)) == expected
    assert standing(archive)["lastmod"] == ("second" if moved > 0 else "first")


def test_two_sources_with_dates_of_their_own_do_not_make_an_article_due_again_and_again(
    archive: Archive, crawl_id: int
) -> None:
    feed = entry(lastmod="published", lastmod_at=NOON - timedelta(hours=9))
    sitemap = entry(lastmod="changed", lastmod_at=NOON - timedelta(hours=3))
    archive.discover("macommune", [feed, sitemap], NOON)
    archived(archive, crawl_id, article(date_published=NOON - timedelta(days=2000)))
    archive.discover("macommune", [feed, sitemap, feed], hours(1))
    assert due(archive, hours(2)) == []


def test_a_first_date_in_a_listing_makes_an_undated_article_due(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article(date_published=NOON - timedelta(days=2000)))
    archive.discover("macommune", [entry(date_listed="lundi 9 février")], hours(1))
    assert due(archive, hours(1)) == [URL]
    assert archive.due("macommune", "article", crawl_id=99, at=hours(1), limit=1, besides=(), dated=True)[0].listed == {
        "date_published": "lundi 9 février"
    }


def test_a_finished_crawl_begins_anew_and_a_killed_one_is_gone_on_with(archive: Archive, crawl_id: int) -> None:
    declared = [Discovery(url=FEED, kind="feed", via="declared", source=None)]
    archive.open_frontier("macommune", declared, NOON, full=False)
    assert due(archive, kind="feed") == [FEED]
    listed(archive, crawl_id, [], NOON, url=FEED)
    begin(archive, hours(0.1))
    archive.open_frontier("macommune", declared, hours(0.1), full=False)
    assert due(archive, hours(0.1), kind="feed") == []
    archive.finish_crawl(2, reason="finished", requests=1, responses=1, size=1, at=hours(0.1))
    begin(archive, hours(0.2))
    archive.open_frontier("macommune", declared, hours(0.2), full=False)
    assert due(archive, hours(0.2), kind="feed") == [FEED]


def test_full_has_everything_asked_for_again(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archive.discover("macommune", [entry(TARGET, "other")], NOON)
    archive.open_frontier("macommune", [], hours(0.1), full=True)
    assert due(archive, hours(0.1)) == [URL]
    assert standing(archive, TARGET)["next_visit_at"] is None


class TestFurtherPages:
    """They are asked for again when the page that leads to them has news."""

    def test_news_lead_on(self, archive: Archive, crawl_id: int) -> None:
        further = Discovery(url=SECOND, kind="page", via="listing", source=LISTING)
        listed(archive, crawl_id, [entry(), further], NOON)
        assert due(archive, kind="page") == [SECOND]
        listed(archive, crawl_id, [entry(TARGET)], hours(0.1), url=SECOND)
        listed(archive, crawl_id, [entry(), further], hours(1))
        assert due(archive, hours(1), kind="page") == []
        assert standing(archive, LISTING)["unchanged_visits"] == 1
        listed(archive, crawl_id, [entry(f"{URL}nouveau/"), entry(), further], hours(2))
        assert due(archive, hours(2), kind="page") == []  # this run has asked for it
        listed(archive, begin(archive), [entry(f"{URL}neuf/"), entry(), further], hours(3))
        assert due(archive, hours(3), kind="page") == [SECOND]
        assert standing(archive, LISTING)["unchanged_visits"] == 0

    def test_what_a_feed_told_first_is_news_too(self, archive: Archive, crawl_id: int) -> None:
        further = Discovery(url=SECOND, kind="page", via="listing", source=LISTING)
        listed(archive, crawl_id, [entry(), further], NOON)
        listed(archive, crawl_id, [entry(TARGET)], hours(0.1), url=SECOND)
        archive.discover("macommune", [entry(f"{URL}neuf/")], hours(1))
        listed(archive, begin(archive), [entry(f"{URL}neuf/"), entry(), further], hours(1))
        assert due(archive, hours(1), kind="page") == [SECOND]


class TestValidators:
    """A page is asked about with what its last whole answer said."""

    def test_of_the_newest_page_that_was_read(self, archive: Archive, crawl_id: int) -> None:
        assert archive.validators(URL, URL, NOON) == {}
        archived(archive, crawl_id, article())
        expected = {"If-None-Match": '"v1"', "If-Modified-Since": "Fri, 06 Feb 2026"}
        assert archive.validators(URL, URL, NOON) == expected
        archive.record_visit(page(at=hours(1), status=503), crawl_id, url=URL, kind="article", state="failed")
        assert archive.validators(URL, URL, NOON) == expected

    def test_of_the_same_host_alone_and_not_for_ever(self, archive: Archive, crawl_id: int) -> None:
        archived(archive, crawl_id, article())
        assert archive.validators(URL, "http://127.0.0.1:8000/pole-metropolitain-80896/", NOON) == {}
        assert archive.validators(URL, URL, NOON + timedelta(days=183)) == {}

    def test_none_of_a_page_nothing_was_read_from(self, archive: Archive, crawl_id: int) -> None:
        problem = Problem(stage="extract", error="NoHeadline", message="nothing says what the headline is")
        archive.quarantine(page(), crawl_id, problem, url=URL)
        assert archive.validators(URL, URL, NOON) == {}
        archive.record_visit(page(FEED), crawl_id, url=FEED, kind="feed", state="unreadable")
        assert archive.validators(FEED, FEED, NOON) == {}


class TestRules:
    """What a site's rules make of addresses, once they are corrected."""

    def test_an_address_that_was_left_out_is_asked_for(self, archive: Archive, crawl_id: int) -> None:
        tag = Discovery(url=f"{URL}tag", kind="other", via="link", source=URL)
        archive.discover("macommune", [tag], NOON)
        assert due(archive, hours(1)) == []
        archive.open_frontier("macommune", [], hours(2), full=False, kind_of=lambda _: "article")
        assert due(archive, hours(2)) == [tag.url]

    def test_one_that_was_wrongly_taken_for_an_article_is_not(self, archive: Archive, crawl_id: int) -> None:
        found = [Discovery(url=f"{URL}{kind}", kind=kind, via="link", source=URL) for kind in ("article", "sitemap")]
        declared = Discovery(url=f"{URL}front", kind="listing", via="declared", source=None)
        archive.discover("macommune", found, NOON)
        archive.open_frontier("macommune", [declared], hours(1), full=False, kind_of=lambda _: "other")
        states = {row["kind"]: row["state"] for row in rows(archive, "urls")}
        assert states == {"other": "excluded", "sitemap": "pending", "listing": "pending"}

    def test_one_that_was_visited_stays_what_it_is(self, archive: Archive, crawl_id: int) -> None:
        archived(archive, crawl_id, article(teasers=()))
        archive.open_frontier("macommune", [], hours(1), full=False, kind_of=lambda _: "other")
        (url,) = [row for row in rows(archive, "urls") if row["url"] == URL]
        assert (url["kind"], url["state"]) == ("article", "archived")


class TestMoves:
    """Redirects, permanent or not."""

    def moved(self, archive: Archive, crawl_id: int, start: str, target: str, *, permanent: bool = True) -> bool:
        answer = page(start, hours(1), status=301, headers={"location": target}, body=b"")
        to = Discovery(url=target, kind="article", via="redirect", source=start)
        return archive.record_redirect(answer, crawl_id, url=start, kind="article", to=to, permanent=permanent)[1]

    def test_a_moved_article_is_joined_to_its_new_one(self, archive: Archive, crawl_id: int) -> None:
        archived(archive, crawl_id, article(teasers=()))
        assert self.moved(archive, crawl_id, URL, TARGET)
        (old,) = rows(archive, "articles")
        assert (old["status"], old["redirect_url"], old["redirect_article_id"]) == ("redirected", TARGET, None)
        assert due(archive, hours(1)) == [TARGET]
        archived(archive, crawl_id, article(url=TARGET, at=hours(2), teasers=()))
        old, new = rows(archive, "articles")
        assert (old["redirect_article_id"], new["status"]) == (new["id"], "live")
        archived(archive, crawl_id, seen_later(article(teasers=()), hours(3)))
        assert rows(archive, "articles")[0]["status"] == "live"
        assert rows(archive, "articles")[0]["redirect_url"] is None

    def test_a_passing_redirect_moves_no_article(self, archive: Archive, crawl_id: int) -> None:
        archived(archive, crawl_id, article(teasers=()))
        assert self.moved(archive, crawl_id, URL, TARGET, permanent=False)
        assert rows(archive, "articles")[0]["status"] == "live"
        assert standing(archive)["state"] == "failed"
        assert standing(archive, TARGET)["state"] == "pending"

    def test_a_chain_of_moves_is_joined_to_its_end(self, archive: Archive, crawl_id: int) -> None:
        middle = f"{URL}milieu/"
        archived(archive, crawl_id, article(teasers=()))
        assert self.moved(archive, crawl_id, URL, middle)
        assert self.moved(archive, crawl_id, middle, TARGET)
        archived(archive, crawl_id, article(url=TARGET, at=hours(2), teasers=()))
        old, new = rows(archive, "articles")
        assert (old["redirect_url"], old["redirect_article_id"]) == (middle, new["id"])

    def test_gone_and_redirected_again_is_redirected(self, archive: Archive, crawl_id: int) -> None:
        archived(archive, crawl_id, article(teasers=()))
        assert self.moved(archive, crawl_id, URL, TARGET)
        archive.mark_gone(URL, crawl_id, hours(2))
        assert self.moved(archive, crawl_id, URL, TARGET)
        assert rows(archive, "articles")[0]["status"] == "redirected"

    def test_a_circle_moves_nothing(self, archive: Archive, crawl_id: int) -> None:
        assert self.moved(archive, crawl_id, URL, TARGET)
        assert not self.moved(archive, crawl_id, TARGET, URL)
        assert standing(archive, TARGET)["state"] == "failed"


def test_what_robots_forbids_was_not_asked_for(archive: Archive, crawl_id: int) -> None:
    archive.discover("macommune", [entry()], NOON)
    archive.record_failure(crawl_id, site="macommune", url=URL, kind="article", state="forbidden", at=NOON)
    assert (standing(archive)["visits"], standing(archive)["state"]) == (0, "forbidden")
    assert due(archive, hours(12)) == []
    assert due(archive, hours(24 * 2)) == [URL]


def test_the_outlook_says_what_is_left_and_when_there_is_more(archive: Archive, crawl_id: int) -> None:
    assert archive.outlook("macommune", NOON) == (0, None)
    archive.discover("macommune", [entry(), entry(TARGET)], NOON)
    assert archive.outlook("macommune", NOON) == (2, None)
    archived(archive, crawl_id, article(date_published=NOON, date_modified=None, teasers=()))
    due, later = archive.outlook("macommune", NOON)
    assert due == 1
    assert later is not None
    assert hours(0.8) < later < hours(1.2)


def test_full_runs_with_a_limit_come_to_the_end_of_it(archive: Archive) -> None:
    urls = [f"{URL}{number}/" for number in range(6)]
    first = begin(archive)
    for url in urls:
        archived(archive, first, article(url=url, teasers=()))
    asked = []
    for hour in range(1, 4):
        crawl = begin(archive, hours(hour))
        archive.open_frontier("macommune", [], hours(hour), full=True)
        for url in due(archive, hours(hour), crawl=crawl, limit=2):
            archived(archive, crawl, article(url=url, at=hours(hour), teasers=()))
            asked.append(url)
    assert sorted(asked) == urls
