"""Obstacles stand where and as long as they should; validators and clock do what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from newsarchive.demo import Replica, running
from newsarchive.demo.incidents import ObstacleKind
from tests.demo.client import Client, article_paths, lists, status, text


@pytest.fixture
def replica() -> Replica:
    return Replica(articles=90)


@pytest.fixture
def client(replica: Replica) -> Iterator[Client]:
    with running(replica) as base_url:
        yield Client(base_url)


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("challenge-403", 403, "Just a moment..."),
        ("challenge-200", 200, "Just a moment..."),
        ("consent", 200, "Accepter et continuer"),
        ("429", 429, "Too Many Requests"),
        ("503", 503, "Temporarily Unavailable"),
    ],
)
def test_an_obstacle_stands_before_articles_until_it_is_cleared(
    replica: Replica, client: Client, kind: ObstacleKind, code: int, words: str
) -> None:
    path = article_paths(replica)[0]
    etag = client(path)[0].headers["ETag"]
    replica.obstruct(kind)
    for spelling in (path, path.rstrip("/"), f"{path}amp/", f"/article{path}", f"{path}?utm_source=x"):
        response, body = client(spelling, If_None_Match=etag)
        assert response.status == code, spelling
        assert words in body.decode()
        assert {"ETag", "Last-Modified", "Retry-After"} & set(response.headers) == set()
        assert ("cf-mitigated" in response.headers) == (kind == "challenge-403")
    assert {status(replica, other) for other in ("/", "/feed/", "/robots.txt", "/contact/")} == {200}
    assert status(replica, "/nothing-here/") == 404
    replica.clear()
    assert client(path, If_None_Match=etag)[0].status == 304


def test_a_refusal_lasts_for_the_next_requests_and_says_when_to_come_back(replica: Replica, client: Client) -> None:
    path = article_paths(replica)[0]
    replica.obstruct("503", requests=2, retry_after=7)
    refused = client(path)[0]
    assert (refused.status, refused.headers["Retry-After"]) == (503, "7")
    assert client("/")[0].status == 200
    assert [client(path, method)[0].status for method in ("HEAD", "GET")] == [503, 200]
    replica.obstruct("429", scope="all", retry_after="Fri, 06 Feb 2026 18:05:00 GMT")
    assert client("/robots.txt")[0].headers["Retry-After"] == "Fri, 06 Feb 2026 18:05:00 GMT"


def test_pages_are_what_is_read_and_not_what_machines_ask_for(replica: Replica) -> None:
    replica.obstruct("challenge-403", scope="pages")
    pages = ("/", "/page/2/", "/actualite/economie/", "/contact/", article_paths(replica)[0], "/?p=80896")
    others = ("/robots.txt", "/feed/", "/?feed=actualite-une", "/wp-sitemap.xml", "/wp-content/a.jpg")
    assert {status(replica, path) for path in pages} == {403}
    assert {status(replica, path) for path in others} == {200}


def test_an_unknown_obstacle_is_refused(replica: Replica) -> None:
    with pytest.raises(ValueError, match="challenge-403"):
        replica.obstruct("wall")  # type: ignore[arg-type]


def test_robots_txt_takes_further_lines(replica: Replica) -> None:
    before = text(replica, "/robots.txt")
    replica.set_robots(["Crawl-delay: 5", "Disallow: /agenda/"])
    rules, sitemaps = text(replica, "/robots.txt").split("\n\n")
    assert rules.splitlines()[-2:] == ["Crawl-delay: 5", "Disallow: /agenda/"]
    assert sitemaps == before.split("\n\n")[1]
    replica.set_robots([])
    assert text(replica, "/robots.txt") == before


def test_whatever_has_not_changed_is_304(replica: Replica, client: Client) -> None:
    addresses = [*article_paths(replica), *lists(replica), "/robots.txt"]
    assert len(addresses) > 90 + 4 + 2 + 8
    for address in addresses:
        headers = client(address)[0].headers
        assert client(address, If_None_Match=headers["ETag"])[0].status == 304, address
        assert client(address, If_Modified_Since=headers["Last-Modified"])[0].status == 304, address


def test_without_validators_everything_is_sent_again(replica: Replica, client: Client) -> None:
    for address in (article_paths(replica)[0], "/", "/feed/", "/wp-sitemap.xml"):
        replica.validators = True
        known = client(address)[0].headers
        replica.validators = False
        response, body = client(address, If_None_Match=known["ETag"], If_Modified_Since=known["Last-Modified"])
        assert (response.status, bool(body)) == (200, True)
        assert {"ETag", "Last-Modified"} & set(response.headers) == set()


def test_the_clock_changes_every_page_and_no_article(replica: Replica) -> None:
    pages = [*article_paths(replica), "/", "/actualite/economie/"]
    before, truth, then = {path: replica.serve(path) for path in pages}, replica.truth(), replica.now
    assert replica.tick(timedelta(days=1, hours=2)) == replica.now == then + timedelta(days=1, hours=2)
    assert replica.truth() == truth
    assert "Samedi 7 Février 2026" in text(replica, "/")
    assert "le 07/02 à 20h00" in text(replica, "/")
    for path, old in before.items():
        new = replica.serve(path)
        assert new.etag != old.etag
        assert new.last_modified == replica.now
    sitemap = replica.serve("/wp-sitemap-posts-post-1.xml").etag
    replica.tick(timedelta(hours=1))
    assert replica.serve("/wp-sitemap-posts-post-1.xml").etag == sitemap
    with pytest.raises(ValueError, match="moves on"):
        replica.tick(timedelta())


def test_teasers_alone_can_change(replica: Replica) -> None:
    before, pages = replica.truth(), {path: text(replica, path) for path in article_paths(replica)}
    changed = set(replica.publish_teasers())
    after = replica.truth()
    assert len(changed) > 70
    assert {url for url in after if after[url].teasers != before[url].teasers} == changed
    for url, truth in after.items():
        assert (text(replica, truth.paths[0]) != pages[truth.paths[0]]) == (url in changed)
        assert (truth.blocks, truth.date_modified) == (before[url].blocks, before[url].date_modified)
    assert "Vendredi 6 Février 2026" in text(replica, "/")
    assert set(replica.publish_teasers()) != set()
