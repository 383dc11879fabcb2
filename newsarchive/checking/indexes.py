"""What a feed, a sitemap or a listing leads to, by the address rules of its site. Pure functions of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from newsarchive.checking.visiting import Answer
from newsarchive.crawling.settings import SITEMAP_MAXSIZE
from newsarchive.errors import UnreadableBody
from newsarchive.extraction.document import bounded
from newsarchive.intake.discovery import Entry, entries, links, moment_of, parsed
from newsarchive.intake.listings import dates_beside_links
from newsarchive.intake.routes import Route

IndexKind = Literal["front page", "feed", "sitemap", "listing", "page 2"]
_FURTHER = re.compile(r"page/\d+/?$|[?&](?:start|paged?)=\d+$")
_NO_ARTICLES = re.compile(r"tax|tag|categor|author|user|image|video|page|auteur|rubrique", re.IGNORECASE)
_ARTICLES = re.compile(r"post|article|news|actu|archive", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One place that names addresses."""

    kind: IndexKind
    answer: Answer
    fault: str | None = None
    """Why nothing could be read from it, in one sentence."""
    entries: int = 0
    """Addresses it names, each once."""
    articles: tuple[str, ...] = ()
    """Identities, in its order."""
    dates: Mapping[str, datetime] = field(default_factory=dict)
    """Article to what a feed or sitemap dates it by."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """Article to the date a listing prints beside its link, as printed."""
    listings: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    """Further pages of listings."""
    sitemaps: tuple[str, ...] = ()
    """Sitemaps an index of them names, those likely to hold old articles first."""

    @property
    def newest(self) -> datetime | None:
        """The newest date it gives an article."""
        return max(self.dates.values(), default=None)


def read_entries(kind: IndexKind, answer: Answer, route: Route) -> Index:
    """A feed or a sitemap."""
    if not answer.is_read:
        return Index(kind=kind, answer=answer, fault=answer.fault)
    try:
        named = list(entries(answer.body, limit=SITEMAP_MAXSIZE))
    except UnreadableBody as error:
        return Index(kind=kind, answer=answer, fault=f"{answer.url}: {error}")
    pages = [(route.identity(entry.url), entry) for entry in named if entry.kind == "page"]
    articles = {identity: entry for identity, entry in pages if _is_article(route, identity)}
    moments = {identity: moment_of(entry.lastmod) for identity, entry in articles.items() if entry.lastmod}
    return Index(
        kind=kind,
        answer=answer,
        entries=len({entry.url for entry in named}),
        articles=tuple(articles),
        dates={identity: moment for identity, moment in moments.items() if moment},
        sitemaps=_oldest_first(route, (entry for entry in named if entry.kind == "sitemap")),
    )


def read_listing(kind: IndexKind, answer: Answer, route: Route) -> Index:
    """The front page, or another page that lists articles."""
    root = parsed(bounded(answer.body)) if answer.is_read else None
    if root is None:
        return Index(kind=kind, answer=answer, fault=answer.fault or f"{answer.url} is no HTML page")
    identities = list(dict.fromkeys(map(route.identity, links(root, answer.url))))
    listings = [identity for identity in identities if route.kind_of(identity) in ("listing", "page")]
    return Index(
        kind=kind,
        answer=answer,
        entries=len(identities),
        articles=tuple(identity for identity in identities if _is_article(route, identity)),
        listed=dates_beside_links(root, answer.url, lambda url: _article(route, url)),
        listings=tuple(identity for identity in listings if not _FURTHER.search(identity)),
        further=tuple(identity for identity in listings if _FURTHER.search(identity)),
    )


def _oldest_first(route: Route, named: Iterable[Entry]) -> tuple[str, ...]:
    """Sitemaps of an index on the site: of articles before others, the one that changed longest ago first."""

    def order(entry: Entry) -> tuple[bool, bool, float]:
        name = entry.url.rpartition("/")[2]
        changed = moment_of(entry.lastmod) if entry.lastmod else None
        return bool(_NO_ARTICLES.search(name)), not _ARTICLES.search(name), changed.timestamp() if changed else 0

    identities = (route.identity(entry.url) for entry in sorted(named, key=order))
    return tuple(dict.fromkeys(identity for identity in identities if route.owns(identity)))


def _article(route: Route, url: str) -> str | None:
    identity = route.identity(url)
    return identity if _is_article(route, identity) else None


def _is_article(route: Route, identity: str) -> bool:
    return route.owns(identity) and route.kind_of(identity) == "article"
