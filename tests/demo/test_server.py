"""The server's manners: conditional requests, redirects, compression, the request log."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from newsarchive.demo import Replica, running
from tests.demo.client import SITE, Client

SEED = "/le-grand-besancon-et-le-grand-dijon-bientot-officiellement-unis-80896/"


@pytest.fixture
def client(base_url: str) -> Client:
    return Client(base_url)


def test_an_unchanged_page_is_304_by_etag_and_by_date(client: Client) -> None:
    response, body = client(SEED)
    assert response.status == 200
    etag, date = response.headers["ETag"], response.headers["Last-Modified"]
    for headers in ({"If_None_Match": etag}, {"If_None_Match": f'"other", W/{etag}'}, {"If_Modified_Since": date}):
        response, empty = client(SEED, **headers)
        assert (response.status, empty) == (304, b"")
    for headers in ({"If_None_Match": '"other"', "If_Modified_Since": date}, {"If_Modified_Since": "not a date"}):
        assert client(SEED, **headers)[1] == body


def test_a_round_changes_the_validators_of_what_changed_alone() -> None:
    replica = Replica()
    with running(replica) as base_url:
        client = Client(base_url)
        etag = client(SEED)[0].headers["ETag"]
        robots = client("/robots.txt")[0].headers
        published = replica.publish_round()
        response, _ = client(SEED, If_None_Match=etag)
        assert response.status == 200
        assert response.headers["ETag"] != etag
        assert parsedate_to_datetime(response.headers["Last-Modified"]) == published.published_at
        again = client("/robots.txt", If_None_Match=robots["ETag"])[0]
        assert again.status == 304
        assert again.headers["Last-Modified"] == robots["Last-Modified"]


@pytest.mark.parametrize(
    ("target", "location"),
    [
        (SEED.rstrip("/"), SEED),
        (f"/article{SEED}", SITE + SEED),
        (f"/article{SEED}".rstrip("/"), SITE + SEED),
        ("/?p=80896", SITE + SEED),
        (f"{SEED}amp", f"{SEED}amp/"),
        ("/actualite/economie", "/actualite/economie/"),
    ],
)
def test_other_addresses_redirect_for_good(client: Client, target: str, location: str) -> None:
    response, body = client(target)
    assert (response.status, response.headers["Location"], body) == (301, location, b"")


def test_the_other_host_redirects_to_the_site(client: Client) -> None:
    response, _ = client(SEED, Host="macommune.info")
    assert (response.status, response.headers["Location"]) == (301, SITE + SEED)


@pytest.mark.parametrize("target", ["/nothing-here/", "/nothing-here", "/page/99/", "/actualite/nulle-part/", "/?p=1x"])
def test_unknown_addresses_are_404_pages_but_the_front_page_ignores_queries(client: Client, target: str) -> None:
    response, body = client(target)
    assert response.status == (200 if "?" in target else 404)
    assert b"<h1" in body


def test_tracking_parameters_change_nothing(client: Client) -> None:
    assert client(f"{SEED}?utm_source=x&fbclid=y")[1] == client(SEED)[1]


def test_pagination_ends(client: Client) -> None:
    pages = []
    for number in range(1, 50):
        response, body = client("/actualite/economie/" + (f"page/{number}/" if number > 1 else ""))
        if response.status == 404:
            break
        pages.append(body.decode())
    assert len(pages) >= 3
    assert all("CHARGER LA SUITE" in page for page in pages[:-1])
    assert "CHARGER LA SUITE" not in pages[-1]


def test_gzip_is_for_those_who_accept_it(client: Client) -> None:
    response, packed = client(SEED, Accept_Encoding="gzip, br")
    plain, body = client(SEED)
    assert response.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(packed) == body
    assert len(packed) < len(body) / 3


def test_head_has_the_headers_without_the_body(client: Client) -> None:
    head, nothing = client(SEED, "HEAD")
    _, body = client(SEED)
    assert nothing == b""
    assert int(head.headers["Content-Length"]) == len(body)


def test_other_methods_are_refused(client: Client) -> None:
    response, _ = client(SEED, "POST")
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_the_log_names_what_was_asked_for() -> None:
    replica = Replica(articles=90)
    with running(replica) as base_url:
        client = Client(base_url)
        size = len(client("/robots.txt")[1])
        client("/nope/?x=1", "HEAD")
    assert replica.requests == [("GET", "/robots.txt", 200, size), ("HEAD", "/nope/?x=1", 404, 0)]


def test_a_taken_port_is_an_error(replica: Replica, base_url: str) -> None:
    with pytest.raises(OSError, match="address"), running(replica, urlsplit(base_url).port or 0):
        pass


def test_robots_names_sitemaps_whose_parts_hold_fifty_addresses_with_lastmod(client: Client) -> None:
    robots = client("/robots.txt")[1].decode()
    assert "Disallow: /wp-admin/" in robots
    indexes = [line.split(": ")[1] for line in robots.splitlines() if line.startswith("Sitemap")]
    assert len(indexes) == 2
    assert client("/sitemap_index.xml")[0].status == 404
    parts = [loc for index in indexes for loc, _ in entries(client, index)]
    assert len(parts) >= 5
    for part in parts:
        found = entries(client, part)
        assert 1 <= len(found) <= 50
        if "taxonomies" not in part:
            assert all(lastmod and loc.startswith(f"{SITE}/") for loc, lastmod in found)


def entries(client: Client, url: str) -> list[tuple[str, str | None]]:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.fromstring(client(url.removeprefix(SITE))[1])
    return [(node.findtext("s:loc", "", names), node.findtext("s:lastmod", None, names)) for node in root]


@pytest.mark.parametrize("name", ["une", "faits-divers", "societe", "vie-locale", "loisirs"])
def test_feeds_are_rss_with_the_newest_first(client: Client, name: str) -> None:
    response, body = client(f"/?feed=actualite-{name}")
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    items = ET.fromstring(body).findall("channel/item")
    dates = [parsedate_to_datetime(item.findtext("pubDate", "")) for item in items]
    assert 10 <= len(items) <= 20
    assert dates == sorted(dates, reverse=True)
    assert all(item.findtext("link", "").startswith(f"{SITE}/") for item in items)
