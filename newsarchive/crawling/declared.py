"""Where a site's spider begins, for those who ask without crawling."""

from __future__ import annotations

from typing import ClassVar, Protocol, cast

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from newsarchive.errors import UnknownSite
from newsarchive.intake.declared import Declared
from newsarchive.intake.routes import Route
from newsarchive.sites import site_named


class SpiderDeclaration(Protocol):
    """The class attributes of `spiders.base.NewsSpider`, which the library may not import."""

    feeds: ClassVar[tuple[str, ...]]
    sitemaps: ClassVar[tuple[str, ...]]
    listings: ClassVar[tuple[str, ...]]
    listing_paths: ClassVar[str]
    dates_in_listings: ClassVar[bool]


def declared(site: str, base_url: str | None = None) -> Declared:
    """The declaration of a site's spider, and the way to the site or to the mirror. Raises UnknownSite."""
    site_named(site)
    settings = Settings(priority="project")
    settings.setmodule("newsarchive.crawling.settings", priority="project")
    try:
        spider = cast("SpiderDeclaration", SpiderLoader.from_settings(settings).load(site))
    except KeyError:
        raise UnknownSite(f"There is no spider of the site {site!r}: it cannot be crawled.") from None
    return declared_by(spider, site, base_url)


def declared_by(spider: SpiderDeclaration, site: str, base_url: str | None) -> Declared:
    """What a site's spider, or its class, declares; raises UnknownSite where the site declares no addresses."""
    addresses = site_named(site).addresses
    if addresses is None:
        raise UnknownSite(f"The site {site} declares no addresses; it cannot be crawled.")
    return Declared(
        site=site,
        feeds=spider.feeds,
        sitemaps=spider.sitemaps,
        listings=spider.listings,
        dates_in_listings=spider.dates_in_listings,
        route=Route(addresses, spider.listing_paths, base_url),
    )
