"""How long to wait between two requests."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured

from .beside import is_requisite
from .failures import is_struggling

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class PoliteThrottle:
    """Scrapy extension: sets the delay of the downloader's slots, one for each host.

    The delay is never shorter than DOWNLOAD_DELAY, nor, jitter included, than the Crawl-delay of robots.txt. It follows
    the time the site takes to answer as Scrapy's AutoThrottle does
    (https://docs.scrapy.org/en/latest/topics/autothrottle.html#throttling-algorithm), doubles with each failure, and
    comes half-way down again with each good answer. A DOWNLOAD_DELAY of 0 says that there is nobody to be polite to.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._shortest_there: dict[str, float] = {}
        self._shortest = settings.getfloat("DOWNLOAD_DELAY")
        if not self._shortest:
            raise NotConfigured
        self._longest = max(self._shortest, settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))
        self._follows_latency = settings.getbool("AUTOTHROTTLE_ENABLED")
        self._user_agent = settings["ROBOTSTXT_USER_AGENT"]
        self._least_jitter = max(1 - settings.getfloat("DOWNLOAD_DELAY_JITTER"), 0.1)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        throttle = cls(crawler)
        crawler.signals.connect(throttle._obey_crawl_delay, signals.robots_parsed)
        crawler.signals.connect(throttle._adjust, signals.response_downloaded)
        return throttle

    def back_off(self, request: Request) -> None:
        """Double the delay of the host that did not answer the request, or with an error."""
        if slot := self._slot(request):
            slot.delay = min(slot.delay * 2, self._longest)

    def _obey_crawl_delay(self, robotparser: RobotParser, request: Request) -> None:
        """One host's wish counts for all of the site's, as a redirect may lead from one to another.

        That of a host that only serves requisites counts for itself.
        """
        wanted = robotparser.crawl_delay(self._user_agent) or 0.0
        cap = self._crawler.settings.getfloat("CRAWL_DELAY_MAX")
        if wanted > cap:
            host = urlsplit(request.url).netloc
            logger.warning("robots.txt of %s asks for %g s between requests: it gets %g s.", host, wanted, cap)
        shortest = min(wanted, cap) / self._least_jitter
        if is_requisite(request):
            self._shortest_there[self._downloader.get_slot_key(request)] = shortest
            if slot := self._slot(request):
                slot.delay = max(slot.delay, shortest)
            return
        self._shortest = max(self._shortest, shortest)
        self._longest = max(self._longest, self._shortest)
        downloader = self._downloader
        downloader._delay = self._shortest
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, self._shortest)

    def _adjust(self, response: Response, request: Request) -> None:
        slot = self._slot(request)
        if is_struggling(response.status):
            self.back_off(request)
        elif slot and response.status == 200:
            latency = request.meta.get("download_latency", 0.0) if self._follows_latency else 0.0
            shortest = max(self._shortest, self._shortest_there.get(self._downloader.get_slot_key(request), 0.0))
            slot.delay = max(shortest, min(max(latency, (slot.delay + latency) / 2), self._longest))

    def _slot(self, request: Request) -> Slot | None:
        return self._downloader.slots.get(self._downloader.get_slot_key(request))

    @property
    def _downloader(self) -> Downloader:
        return self._crawler.engine.downloader
