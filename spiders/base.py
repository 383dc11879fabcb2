"""Where articles are found, shared by all sites: feeds, sitemaps, listings, and what articles promote and link to.

A site's spider declares where to begin; what is on a page is none of its business.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import scrapy
from scrapy import Request, signals

from newsarchive import sites
from newsarchive.crawling.discovery import Entry, entries, links, parsed
from newsarchive.crawling.listings import dates_beside_links
from newsarchive.crawling.options import Options
from newsarchive.crawling.recorder import Recorder, recorder_of
from newsarchive.crawling.routes import Route
from newsarchive.errors import UnknownSite, UnreadableBody
from newsarchive.items import Discovery, Page, Problem, Version

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import ProtegoRobotParser

Kind = Literal["feed", "sitemap", "listing", "article"]
Via = Literal["feed", "sitemap", "listing", "teaser", "link"]
PRIORITY: dict[str, int] = {"feed": 30, "sitemap": 20, "article": 10, "listing": 0}
"""Articles come as soon as they are found: a crawl that is stopped early has some, not only lists of them."""
BATCH = 500
"""Addresses of a sitemap that are recorded in one transaction."""
_PAGE_NUMBER = re.compile(r"page/\d+/?$|\?(?:start|paged?)=\d+$")


class NewsSpider(scrapy.Spider):
    """Discovers a site's articles and hands each of them on as a Page; takes the arguments of `Options`.

    Every address is asked for once a run, whatever its spelling: what passes between the methods are identities,
    the site's own canonical addresses.
    """

    feeds: ClassVar[tuple[str, ...]] = ("/feed/",)
    sitemaps: ClassVar[tuple[str, ...]] = ("/wp-sitemap.xml", "/sitemap_index.xml")
    """Tried beside those that robots.txt names; a site has one of them, as a rule."""
    listings: ClassVar[tuple[str, ...]] = ("/",)
    listing_paths: ClassVar[str] = r"/(page/\d+/)?"
    """Regex for the whole path of a listing or a further page of one, with its query; links to them are followed."""
    dates_in_listings: ClassVar[bool] = False
    """Whether articles are dated in listings alone: one without a date waits until all listings are read."""

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.options = Options.of(**arguments)
        addresses = sites.site_named(self.name).addresses
        if addresses is None:
            raise UnknownSite(f"The site {self.name} declares no addresses; it cannot be crawled.")
        self.route = Route(addresses, self.listing_paths, self.options.base_url)
        self._claimed: set[str] = set()
        self._shown: set[tuple[str, frozenset[str]]] = set()
        self._articles_left = self.options.limit
        self._revisited = False
        self._waiting: dict[str, None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401  # as in Scrapy
        """Scrapy's way in."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._read_robots, signals.robots_parsed)
        crawler.signals.connect(spider._follow_article, signals.item_scraped)
        crawler.signals.connect(spider._go_on, signals.spider_idle)
        return spider

    @property
    def recorder(self) -> Recorder:
        """The archive's side of this crawl."""
        return recorder_of(self.crawler)

    async def start(self) -> AsyncIterator[Request]:
        """The declared addresses; everything else is found from there."""
        declared: dict[Kind, tuple[str, ...]] = {
            "feed": self.feeds,
            "sitemap": self.sitemaps,
            "listing": self.listings,
        }
        for kind, paths in declared.items():
            for path in paths:
                if request := self._request(
                    self.route.identity(self.route.home + path), kind, guessed=kind == "sitemap"
                ):
                    yield request

    def claim(self, identity: str) -> bool:
        """Whether nobody asked for the address in this run; from now on somebody did."""
        if identity in self._claimed:
            return False
        self._claimed.add(identity)
        return True

    def parse_index(self, response: Response) -> Iterator[Request]:
        """A feed or a sitemap."""
        page, source = response.meta["page"], response.meta["identity"]
        named = entries(page.body, limit=self.settings.getint("SITEMAP_MAXSIZE"))
        try:
            while batch := list(islice(named, BATCH)):
                yield from self._follow(list(self._named(batch, response.meta["kind"], source)))
        except UnreadableBody as error:
            # A site may answer a guessed address with a friendly page.
            if not response.meta["guessed"]:
                self.recorder.problem(source, Problem(stage="discover", error=type(error).__name__, message=str(error)))

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """A page of a listing: its articles, its further pages, the listings it links to.

        A page that shows the same articles as an earlier one of its listing is its end: some sites serve pages
        without end.
        """
        page, source = response.meta["page"], response.meta["identity"]
        root = parsed(page.body)
        if root is None:
            return
        wanted = self._wanted(links(root, page.final_url))
        shown = frozenset(identity for identity, kind in wanted.items() if kind == "article")
        page_shown = (_PAGE_NUMBER.sub("", source), shown)
        if page_shown not in self._shown:
            self._shown.add(page_shown)
            dates = dates_beside_links(root, page.final_url, self._article) if self.dates_in_listings else {}
            yield from self._follow_new(wanted, "listing", source, dates)

    def parse(self, response: Response) -> Iterator[Page]:
        """An article."""
        yield response.meta["page"]

    def failed(self, failure: Any) -> None:  # noqa: ANN401  # Scrapy adds the request to Twisted's Failure
        """A request that came to nothing good."""
        self.recorder.failed(failure.request, failure.value)

    def _read_robots(self, robotparser: ProtegoRobotParser) -> None:
        """Scrapy's interface to robots.txt leaves the sitemaps out; its default parser has them."""
        for url in robotparser.rp.sitemaps:
            identity = self.route.identity(url)
            if self.route.owns(identity) and (request := self._request(identity, "sitemap")):
                self.crawler.engine.crawl(request)

    def _follow_article(self, item: Version) -> None:
        """The item is still on its way out: the crawl cannot end before what is found here is scheduled."""
        article = item.article
        self.claim(article.url)
        promoted = self._wanted(teaser.target_url for teaser in article.teasers)
        linked = self._wanted(link.url for link in article.links)
        for request in self._follow_new(promoted, "teaser", article.url):
            self.crawler.engine.crawl(request)
        for request in self._follow_new(linked, "link", article.url):
            self.crawler.engine.crawl(request)

    def _go_on(self) -> None:
        """What is left when everything else is done."""
        waiting, self._waiting = self._waiting, {}
        for identity in waiting:
            if request := self._request(identity, "article"):
                self.crawler.engine.crawl(request)
        if not waiting:
            self._revisit()

    def _revisit(self) -> None:
        """Ask for the articles known before that nothing led to, so that removed ones are noticed."""
        if self._revisited or self.options.since or not self.recorder.tally.answered:
            return
        self._revisited = True
        for identity in self.recorder.archive.articles_of(self.name):
            if request := self._request(identity, "article"):
                self.crawler.engine.crawl(request)

    def _can_wait(self, identity: str) -> bool:
        """Whether a limited run leaves an article for the end because it has it already."""
        limited = self._articles_left is not None and not self.options.full and not self._revisited
        return limited and self.recorder.archive.holds(identity)

    def _named(self, batch: Iterable[Entry], via: Via, source: str) -> Iterator[Discovery]:
        """The entries of a feed or sitemap that are on the site."""
        for entry in batch:
            identity = self.route.identity(entry.url)
            if self.route.owns(identity):
                kind = "sitemap" if entry.kind == "sitemap" else self.route.kind_of(identity)
                yield Discovery(url=identity, kind=kind, via=via, source=source, lastmod=entry.lastmod)

    def _wanted(self, urls: Iterable[str]) -> dict[str, Literal["article", "listing"]]:
        """Those of the addresses that are articles or listings of the site, each once."""
        identities = dict.fromkeys(map(self.route.identity, urls))
        return {identity: kind for identity in identities if (kind := self.route.kind_of(identity)) != "other"}

    def _article(self, url: str) -> str | None:
        """The identity of an article's address, None for any other."""
        identity = self.route.identity(url)
        return identity if self.route.kind_of(identity) == "article" else None

    def _follow_new(
        self,
        wanted: Mapping[str, Literal["article", "listing"]],
        via: Via,
        source: str,
        dates: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[Request]:
        """Follow what nobody asked for yet; the date of an article is worth knowing in any case."""
        return self._follow(
            [
                Discovery(url=identity, kind=kind, via=via, source=source, date_listed=dates.get(identity))
                for identity, kind in wanted.items()
                if identity not in self._claimed or identity in dates
            ]
        )

    def _follow(self, found: Sequence[Discovery]) -> Iterator[Request]:
        """Record what was found, and ask for what is wanted of it."""
        if found:
            self.recorder.discovered(found)
        for discovery in found:
            if self.options.passes_over(discovery.lastmod):
                self.claim(discovery.url)
            elif self.dates_in_listings and discovery.kind == "article" and not discovery.date_listed:
                self._waiting[discovery.url] = None
            elif discovery.kind != "other" and (request := self._request(discovery.url, discovery.kind)):
                yield request

    def _request(self, identity: str, kind: str, *, guessed: bool = False) -> Request | None:
        """The request for an address, None if it was made before or the run has asked for enough."""
        if self._articles_left == 0 or (kind == "article" and self._can_wait(identity)) or not self.claim(identity):
            return None
        if kind == "article":
            self.recorder.tally.found += 1
            if self._articles_left is not None:
                self._articles_left -= 1
        meta: dict[str, object] = {"kind": kind, "identity": identity, "guessed": guessed}
        if kind == "article":
            meta["listed"] = self.recorder.archive.listed(identity)
        if kind == "sitemap":
            meta["download_maxsize"] = self.settings.getint("SITEMAP_MAXSIZE")
        callbacks: dict[str, Callable[[Response], Iterator[Any]]] = {
            "feed": self.parse_index,
            "sitemap": self.parse_index,
            "listing": self.parse_listing,
            "article": self.parse,
        }
        return Request(
            self.route.address(identity),
            callback=callbacks[kind],
            errback=self.failed,
            priority=PRIORITY[kind],
            meta=meta,
        )
