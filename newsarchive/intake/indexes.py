"""What feeds, sitemaps and listings name on their site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Literal

from ..items import AddressKind, Discovery, Page
from .declared import Declared
from .discovery import Entry, entries, links, moment_of, parsed
from .listings import dates_beside_links
from .routes import PAGE_NUMBER

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BATCH = 500
"""Addresses of a sitemap that are recorded in one transaction."""


class Indexes:
    """Reads the indexes of one run; what it gives are identities, the site's own canonical addresses."""

    def __init__(self, declared: Declared, *, limit: int) -> None:
        self._declared = declared
        self._route = declared.route
        self._limit = limit
        self._shown: dict[str, set[int]] = {}

    def pieces(self, page: Page, source: str, via: Literal["feed", "sitemap"]) -> Iterator[list[Discovery]]:
        """What a feed or sitemap names on the site, in pieces; raises UnreadableBody."""
        named = entries(page.body, limit=self._limit)
        while batch := list(islice(named, BATCH)):
            yield [self._entry(entry, via, source) for entry in batch if self._owns(entry.url)]

    def listing(self, page: Page, source: str) -> list[Discovery]:
        """What a page of a listing names: its articles, its further pages, other listings.

        A page that shows nothing but articles that earlier pages of its listing showed is its end, and names no further
        page: some sites serve pages without end.
        """
        root = parsed(page.body)
        found = [] if root is None else self._linked(root, page, source)
        articles = [each.url for each in found if each.kind == "article"]
        shown = self._shown.setdefault(PAGE_NUMBER.sub("", source), set())
        if shown and shown.issuperset(map(hash, articles)):
            found = [each for each in found if each.kind == "article"]
        shown.update(map(hash, articles))
        return found

    def is_a_guess(self, source: str) -> bool:
        """Whether a sitemap's address is one that is tried on every site."""
        route = self._route
        return source in {route.identity(route.home + path) for path in self._declared.sitemaps}

    def _entry(self, entry: Entry, via: Literal["feed", "sitemap"], source: str) -> Discovery:
        identity = self._route.identity(entry.url)
        return Discovery(
            url=identity,
            kind="sitemap" if entry.kind == "sitemap" else self._route.kind_of(identity),
            via=via,
            source=source,
            lastmod=entry.lastmod,
            lastmod_at=moment_of(entry.lastmod) if entry.lastmod else None,
        )

    def _linked(self, root: Element, page: Page, source: str) -> list[Discovery]:
        """What a listing links to: articles with the dates beside them, further pages, other listings."""
        undated: dict[str, str] = {}
        dates = dates_beside_links(root, page.final_url, self._article) if self._declared.dates_in_listings else undated
        identities = dict.fromkeys(map(self._route.identity, links(root, page.final_url)))
        kinds: dict[str, AddressKind] = {identity: self._route.kind_of(identity) for identity in identities}
        return [
            Discovery(url=identity, kind=kind, via="listing", source=source, date_listed=dates.get(identity))
            for identity, kind in kinds.items()
            if self._route.owns(identity)
        ]

    def _owns(self, url: str) -> bool:
        return self._route.owns(self._route.identity(url))

    def _article(self, url: str) -> str | None:
        """The identity of an article's address, None for any other."""
        identity = self._route.identity(url)
        return identity if self._route.kind_of(identity) == "article" else None
