"""A run that ends when its time is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy import signals

from .recorder import recorder_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class TimeBudget:
    """Scrapy extension: asks for nothing more when `max_time` is over; what is in flight is finished and stored."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._clock: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        budget = cls(crawler)
        crawler.signals.connect(budget._start, signals.spider_opened)
        crawler.signals.connect(budget._stop, signals.spider_closed)
        return budget

    def _start(self) -> None:
        recorder = recorder_of(self._crawler)
        if seconds := recorder.spider.options.max_time:
            self._clock = asyncio.get_running_loop().call_later(seconds, recorder.end, "max-time")

    def _stop(self) -> None:
        if self._clock:
            self._clock.cancel()
