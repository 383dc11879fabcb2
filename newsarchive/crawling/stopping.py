"""SIGTERM and Ctrl-C: what is in flight has a few seconds left, and nothing holds the process up after them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

from scrapy import signals

from .recorder import recorder_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Self

    from scrapy.crawler import Crawler

    Handler = Callable[[int, FrameType | None], object]

logger = logging.getLogger(__name__)
_UNTIL_ALARM = 1.0
"""Seconds after STOP_TIMEOUT when even a page that is being read is left."""
_UNTIL_LAST_ALARM = 1.0
"""Seconds after that when the process ends where it stands; what was stored is safe."""


class CutOff(SystemExit):
    """What a run that does not come to its end leaves a page with; never caught but by who started the run."""


class Stopping:
    """Scrapy extension: goes before Scrapy's handlers of both signals, however the crawl was started.

    Requests that were not sent are dropped at once, what is in flight is cut off after STOP_TIMEOUT as by a second
    signal. The event loop may be busy with a page then: an alarm takes it from there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._seconds = crawler.settings.getfloat("STOP_TIMEOUT")
        self._alarms = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        stopping = cls(crawler)
        crawler.signals.connect(stopping._watch, signals.spider_opened)
        crawler.signals.connect(stopping._rest, signals.spider_closed)
        return stopping

    def _watch(self) -> None:
        from twisted.internet import reactor

        self._recorder = recorder_of(self._crawler)
        reactor.addSystemEventTrigger("during", "shutdown", self._recorder.cut_short)  # type: ignore[arg-type]
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)
            if callable(handler):
                signal.signal(number, partial(self._on_signal, handler))

    def _on_signal(self, scrapys: Handler, number: int, frame: FrameType | None) -> None:
        """Scrapy's own handler closes the spider, and puts another in its place for a second signal."""
        scrapys(number, frame)
        signal.signal(signal.SIGALRM, self._on_alarm)
        signal.setitimer(signal.ITIMER_REAL, self._seconds + _UNTIL_ALARM, _UNTIL_LAST_ALARM)
        self._loop.call_soon_threadsafe(self._stop)

    def _stop(self) -> None:
        logger.info("Stopping: what is in flight has %g s; a second signal does not wait for it.", self._seconds)
        self._recorder.stop_asking()
        self._loop.call_later(self._seconds, self._cut_off)

    def _cut_off(self) -> None:
        from twisted.internet import reactor

        if not self._recorder.finish_reason:
            reactor.stop()  # type: ignore[misc]

    def _on_alarm(self, number: int, frame: FrameType | None) -> None:
        self._alarms += 1
        if self._alarms > 1:
            os._exit(0)
        raise CutOff(0)

    def _rest(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
