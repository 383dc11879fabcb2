"""What each site's spider declares."""

from __future__ import annotations

from importlib import import_module

import pytest

from newsarchive.intake.routes import Route
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
        ("/page/2/", "page"),
        ("/actualite/besancon/", "listing"),
        ("/actualite/besancon/page/12", "page"),
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


@pytest.mark.parametrize(
    ("site", "path", "kind"),
    [
        ("pleinair", "/", "listing"),
        ("pleinair", "/actualites/", "listing"),
        ("pleinair", "/actualites?start=20", "page"),
        ("pleinair", "/details/itemlist/tag/haut-doubs/?start=10", "page"),
        ("pleinair", "/actualites/item/123-un-titre", "article"),
        ("pleinair", "/archive-actu/123-un-titre/", "article"),
        ("pleinair", "/actualites/item/123-un-titre?tmpl=component&print=1", "article"),
        ("pleinair", "/actualites?limitstart=0&format=feed", "other"),
        ("pleinair", "/component/mailto/?link=1", "other"),
        ("pleinair", "/ecouter", "other"),
        ("letrois", "/sport/", "listing"),
        ("letrois", "/sport/page/2/", "page"),
        ("letrois", "/sport/feed/", "other"),
        ("letrois", "/feed/", "other"),
        ("letrois", "/sport/un-titre", "article"),
        ("letrois", "/tag/handball/", "other"),
        ("hebdo25", "/category/economie/page/3", "page"),
        ("hebdo25", "/page/2/", "page"),
        ("hebdo25", "/un-titre", "article"),
        ("hebdo25", "/tag/comte/", "other"),
        ("hebdo25", "/category/economie/feed/", "other"),
        ("hebdo25", "/mentions-legales/", "other"),
    ],
)
def test_addresses_of_the_other_sites_are_told_apart(site: str, path: str, kind: str) -> None:
    addresses = site_named(site).addresses
    spider = import_module(f"spiders.{site}")
    (listing_paths,) = (v.listing_paths for v in vars(spider).values() if getattr(v, "name", None) == site)
    assert addresses is not None
    route = Route(addresses, listing_paths)
    assert route.kind_of(route.identity(f"https://{addresses.host}{path}")) == kind


def test_declared_feeds_are_asked_for_under_their_own_address(route: Route) -> None:
    feeds = [route.address(route.identity(SITE + path)) for path in MacommuneSpider.feeds]
    assert feeds == [SITE + path for path in MacommuneSpider.feeds]
