"""Some articles can be found through one channel alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest

from newsarchive.demo import Replica

SITE = "https://www.macommune.info"
LISTED_FIRST = re.compile(r"/actualite/[^/]+/(?:page/2/)?")


@pytest.fixture(scope="module")
def channels(replica: Replica) -> dict[str, set[str]]:
    """Channel to every article address it names."""
    truths = replica.truth()
    feeds = ("/feed/", *(f"/?feed=actualite-{name}" for name in ("faits-divers", "societe", "vie-locale", "loisirs")))
    found = {
        "sitemap": set(sitemap_addresses(replica)),
        "feed": {loc for feed in feeds for loc in re.findall(r"<link>([^<]+)</link>", text(replica, feed))},
        "listing": {url for page in listing_pages(replica) for url in headlines(replica, page)},
        "teaser": {teaser.target_url for truth in truths.values() for teaser in truth.teasers},
        "link": {link.url for truth in truths.values() for link in truth.links},
    }
    return {channel: urls & set(truths) for channel, urls in found.items()}


def text(replica: Replica, path: str) -> str:
    return replica.serve(path).answer.body.decode()


def sitemap_addresses(replica: Replica) -> Iterator[str]:
    for index in ("/wp-sitemap.xml", "/sitemap-archives.xml"):
        for part in re.findall(r"<loc>([^<]+)</loc>", text(replica, index)):
            yield from re.findall(r"<loc>([^<]+)</loc>", text(replica, part.removeprefix(SITE)))


def listing_pages(replica: Replica) -> Iterator[str]:
    menus = re.findall(r"actualite/[a-z0-9-]+", text(replica, "/"))
    for first in ("/", *dict.fromkeys(f"/{path}/" for path in menus)):
        for number in range(1, 100):
            path = first if number == 1 else f"{first}page/{number}/"
            if replica.serve(path).answer.status != 200:
                break
            yield path


def headlines(replica: Replica, path: str) -> set[str]:
    hrefs = re.findall(r'<h2 class="box_title"><a href="([^"]+)"', text(replica, path))
    paths = (urlsplit(urljoin(SITE + path, href)).path for href in hrefs)
    return {f"{SITE}/{target.strip('/')}/" for target in paths}


@pytest.mark.parametrize("channel", ["sitemap", "listing", "feed", "teaser", "link"])
def test_hidden_articles_are_named_by_their_channel_alone(
    replica: Replica, channels: dict[str, set[str]], channel: str
) -> None:
    hidden = set(replica.only_via[channel])  # type: ignore[index]
    assert len(hidden) >= 2
    for name, urls in channels.items():
        assert (hidden & urls) == (hidden if name == channel else set()), name


def test_articles_known_through_listings_alone_stand_on_page_three_or_later(replica: Replica) -> None:
    hidden = set(replica.only_via["listing"])
    pages = [path for path in listing_pages(replica) if hidden & headlines(replica, path)]
    assert pages
    assert not [path for path in pages if LISTED_FIRST.fullmatch(path) or path == "/"]


def test_everything_can_be_found(replica: Replica, channels: dict[str, set[str]]) -> None:
    assert set().union(*channels.values()) == set(replica.truth())
