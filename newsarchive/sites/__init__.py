"""The sites newsarchive knows: one module each, found by its name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from newsarchive.errors import UnknownSite
from newsarchive.items import Page, RawArticle
from newsarchive.sites.base import Site
from newsarchive.sites.reader import read_page
from newsarchive.urls import canonical_url, is_article

__all__ = ["Site", "read", "site_named", "site_names", "site_of"]

_NOT_SITES = {"base", "reader", "generic"}


@cache
def site_names() -> tuple[str, ...]:
    """Names of all sites but the generic one."""
    return tuple(module.name for module in iter_modules(__path__) if module.name not in _NOT_SITES)


@cache
def site_named(name: str) -> Site:
    """The site of that name, `generic` included. Raises UnknownSite."""
    if name not in (*site_names(), "generic"):
        raise UnknownSite(f"there is no site {name!r}; known sites: {', '.join(site_names())}")
    site: Site = import_module(f"{__name__}.{name}").SITE
    return site


def site_of(url: str) -> Site:
    """The site an address belongs to, the generic one where none claims it."""
    for name in site_names():
        addresses = site_named(name).addresses
        if addresses and (
            is_article(url, addresses) or canonical_url(url, addresses).startswith(f"https://{addresses.host}/")
        ):
            return site_named(name)
    return site_named("generic")


def read(page: Page) -> RawArticle:
    """What a page says, by the rules of the site it names. Raises UnreadablePage where it holds no article."""
    return read_page(page, site_named(page.site))
