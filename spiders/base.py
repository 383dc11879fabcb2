"""Where articles are found, shared by all sites: feeds, sitemaps, listings, and what articles promote and link to.

A site's spider declares where to begin; what is on a page is none of its business. What is found goes into the
archive's `urls`, and what is due there is asked for: a crawl keeps no list of its own, and one that was killed is gone
on with.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider

from newsarchive.crawling.declared import declared_by
from newsarchive.crawling.options import Options
from newsarchive.crawling.recorder import Recorder, recorder_of
from newsarchive.intake.requisites import Wanted
from newsarchive.items import AddressKind, Discovery, Due, Page

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import ProtegoRobotParser

AT_HAND = 20
"""Addresses taken from the frontier at a time."""
REQUISITES_AT_HAND = 2
"""No more than can be asked for at once: articles that are found meanwhile go before the next."""


class NewsSpider(scrapy.Spider):
    """Discovers a site's articles and hands each of them on as a Page; takes the arguments of `Options`.

    Every address is asked for once a run at most, whatever its spelling: what passes between the methods are
    identities, the site's own canonical addresses.
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
        self.declared = declared_by(self, self.name, self.options.base_url)
        self.route = self.declared.route
        self._articles_left = self.options.limit
        self._looking: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401  # as in Scrapy
        """Scrapy's way in."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._read_robots, signals.robots_parsed)
        crawler.signals.connect(spider._go_on, signals.scheduler_empty)
        crawler.signals.connect(spider._stay, signals.spider_idle)
        return spider

    @property
    def recorder(self) -> Recorder:
        """The archive's side of this crawl."""
        return recorder_of(self.crawler)

    async def start(self) -> AsyncIterator[Request]:
        """What is due, after the declared addresses were made known; the rest is taken as room becomes free."""
        self.recorder.open_frontier(self._declared())
        for request in self._due():
            yield request

    async def parse_index(self, response: Response) -> None:
        """A feed or a sitemap."""
        meta = response.meta
        for _ in self.recorder.register.index_steps(meta["page"], url=meta["identity"], kind=meta["kind"]):
            await asyncio.sleep(0)  # a signal may have come
            if self.recorder.ending:
                return

    def parse_listing(self, response: Response) -> None:
        """A page of a listing."""
        meta = response.meta
        self.recorder.register.listing(meta["page"], url=meta["identity"], kind=meta["kind"])

    def parse(self, response: Response) -> Iterator[Page]:
        """An article."""
        yield response.meta["page"]

    def parse_requisite(self, response: Response) -> None:
        """A picture, stylesheet or script, or none."""
        self.recorder.requisite(response.meta["wanted"], response.meta["page"])

    def failed(self, failure: Any) -> None:  # noqa: ANN401  # Scrapy adds the request to Twisted's Failure
        """A request that came to nothing good."""
        self.recorder.failed(failure.request, failure.value)

    def _declared(self) -> Iterator[Discovery]:
        """Where the site's module says to begin."""
        declared: dict[AddressKind, tuple[str, ...]] = {
            "feed": self.feeds,
            "sitemap": self.sitemaps,
            "listing": self.listings,
        }
        for kind, paths in declared.items():
            for path in paths:
                identity = self.route.identity(self.route.home + path)
                yield Discovery(url=identity, kind=kind, via="declared", source=None)

    def _read_robots(self, robotparser: ProtegoRobotParser, request: Request) -> None:
        """Scrapy's interface to robots.txt leaves the sitemaps out; its default parser has them."""
        if not self.route.serves(request.url):
            return
        identities = dict.fromkeys(map(self.route.identity, robotparser.rp.sitemaps))
        source = self.route.identity(f"{self.route.home}/robots.txt")
        self.recorder.heard_in_robots(
            [
                Discovery(url=identity, kind="sitemap", via="robots", source=source)
                for identity in identities
                if self.route.owns(identity)
            ]
        )

    def _go_on(self) -> None:
        """There is room for more: ask for what is due by now."""
        for request in self._due():
            self.crawler.engine.crawl(request)

    def _stay(self) -> None:
        """Nothing is under way: raises DontCloseSpider where pages are left that may name requisites."""
        self._go_on()
        if self._has_pages_left():
            if self._looking is None or self._looking.done():
                self._looking = asyncio.ensure_future(self._look_on())
            raise DontCloseSpider

    async def _look_on(self) -> None:
        while self._has_pages_left() and self.crawler.engine.spider_is_idle():
            self._go_on()
            await asyncio.sleep(0)  # a signal may have come

    def _has_pages_left(self) -> bool:
        requisites = self.recorder.requisites
        return requisites is not None and not requisites.is_through and not self.recorder.ending

    def _due(self) -> list[Request]:
        """Requests for a handful of addresses that are due and not in flight, or for requisites if there are none."""
        if self.recorder.ending:
            return []
        due: list[Due] = []
        if self._articles_left != 0:
            due = self.recorder.due(AT_HAND, undated_last=self.dates_in_listings)
        requests = [self._request(each) for each in due[: self._articles_left]]
        return requests or [self._requisite(each) for each in self.recorder.some_requisites(REQUISITES_AT_HAND)]

    def _request(self, due: Due) -> Request:
        """The request for an address, from now on in flight."""
        self.recorder.asking(due.url)
        if due.kind == "article":
            self.recorder.tally.found += 1
            if self._articles_left is not None:
                self._articles_left -= 1
        meta: dict[str, object] = {"kind": due.kind, "identity": due.url, "listed": due.listed}
        if due.kind == "sitemap":
            meta["download_maxsize"] = self.settings.getint("SITEMAP_MAXSIZE")
        callbacks: dict[str, Callable[[Response], Any]] = {
            "feed": self.parse_index,
            "sitemap": self.parse_index,
            "article": self.parse,
        }
        address = self.route.address(due.url)
        return Request(
            address,
            callback=callbacks.get(due.kind, self.parse_listing),
            errback=self.failed,
            headers=self.recorder.validators(due.url, address),
            meta=meta,
        )

    def _requisite(self, wanted: Wanted) -> Request:
        """The request for what a page is shown with."""
        meta = {"kind": "requisite", "identity": self.route.identity(wanted.url), "wanted": wanted}
        return Request(
            wanted.url,
            callback=self.parse_requisite,
            errback=self.failed,
            headers={"Accept": "*/*"},
            meta={**meta, "handle_httpstatus_all": True},
            priority=-1,
        )
