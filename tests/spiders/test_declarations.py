"""What each site's spider declares."""

from __future__ import annotations

import pytest

from newsarchive.crawling.routes import Route
from newsarchive.sites import site_named
from spiders.macommune import MacommuneSpider

SITE = "https://www.macommune.info"


@pytest.fixture
def route() -> Route:
    addresses = site_named("macommune").addresses
    assert addresses is not None
    return Route(addresses, MacommuneSpider.listing_paths)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "listing"),
        ("/page/2/", "listing"),
        ("/actualite/besancon/", "listing"),
        ("/actualite/besancon/page/12", "listing"),
        ("/actualite/besancon/sport/", "listing"),
        ("/agenda/", "listing"),
        ("/actualite/besancon/feed/", "other"),
        ("/actualite/besancon/?geo=1&session=2", "listing"),
        ("/tags/tramway/", "other"),
        ("/wp-content/uploads/2026/02/photo-940x600.jpg", "other"),
        ("/?feed=actualite-une", "other"),
        ("/?p=123", "other"),
        ("/agenda/foire-comtoise/", "article"),
        ("/le-grand-besancon-et-le-grand-dijon-bientot-officiellement-unis-80896", "article"),
    ],
)
def test_addresses_of_macommune_are_told_apart(route: Route, path: str, kind: str) -> None:
    assert route.kind_of(route.identity(SITE + path)) == kind


def test_declared_feeds_are_asked_for_under_their_own_address(route: Route) -> None:
    feeds = [route.address(route.identity(SITE + path)) for path in MacommuneSpider.feeds]
    assert feeds == [SITE + path for path in MacommuneSpider.feeds]
