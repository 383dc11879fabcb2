"""Between the addresses of a site and where requests go: the site itself, or a mirror that stands in for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from ..urls import Addresses, Mirror, canonical_url, is_article

MEMORY = 10_000
"""Addresses whose identity is kept at hand: every page of a site repeats the same menus."""
PAGE_NUMBER = re.compile(r"page/\d+/?$|\?(?:start|paged?)=\d+$")
"""What the address of a further page of a listing ends in."""


class Route:
    """How to get to a site, or to the mirror of it at `base_url`; `listing_paths` is a regex for whole paths."""

    def __init__(self, addresses: Addresses, listing_paths: str, base_url: str | None = None) -> None:
        self.home = f"https://{addresses.host}"
        """The site's front page, without its slash."""
        self.base_url = base_url
        """The mirror's, None for the site itself."""
        self.identity = lru_cache(MEMORY)(self._identity)
        """The site's own canonical address of whatever the site or its mirror calls a URL."""
        self.kind_of = lru_cache(MEMORY)(self._kind_of)
        """What an identity may be; `other` too for what is not on the site."""
        self._addresses = addresses
        self._listing = re.compile(f"{re.escape(self.home)}(?:{listing_paths})")
        self._mirror = Mirror(base_url, addresses) if base_url else None

    def address(self, url: str) -> str:
        """Where to ask for an address of the site, spelling kept."""
        site_url = self._on_site(url)
        return self._mirror.to_mirror(site_url) if self._mirror else site_url

    def beside(self, url: str) -> str:
        """Where to ask for what a page is shown with: of the site under its own name, elsewhere as printed."""
        if not self.owns(self.identity(url)):
            return url
        parts = urlsplit(self._on_site(url))
        return self.address(f"{self.home}{parts.path or '/'}{parts.query and '?'}{parts.query}")

    def serves(self, url: str) -> bool:
        """Whether an address is on the site's or its mirror's server."""
        return self.owns(self.identity(url)) or urlsplit(url).netloc == urlsplit(self.address(self.home)).netloc

    def owns(self, identity: str) -> bool:
        """Whether an identity is the site's: nothing else is ever asked for."""
        return identity.startswith(f"{self.home}/")

    def _identity(self, url: str) -> str:
        return canonical_url(self._on_site(url), self._addresses)

    def _kind_of(self, identity: str) -> Literal["listing", "page", "article", "other"]:
        if self._listing.fullmatch(identity):
            return "page" if PAGE_NUMBER.search(identity) else "listing"
        return "article" if is_article(identity, self._addresses) else "other"

    def _on_site(self, url: str) -> str:
        return self._mirror.to_site(url) if self._mirror else url
