"""Retry-After: when a site says how long to leave it alone."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals

from ..errors import UNWRITABLE
from .beside import is_foreign
from .durations import retry_after
from .recorder import recorder_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)
_PAUSING = frozenset({429, 503})
_HAIR = 0.001
"""Seconds: Scrapy looks at when a slot was last used only where the slot has a delay."""


class Pauses:
    """Scrapy extension: asks a host for nothing before the time named in Retry-After.

    A short pause, up to RETRY_AFTER_MAX, is waited for; a longer one ends the run. Either way the archive remembers it,
    and no run of the same site begins before it is over. A DOWNLOAD_DELAY of 0 changes nothing in that. For other hosts
    than the site's see RequisiteHosts.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("RETRY_AFTER_MAX")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in. The signal comes before the downloader looks for the next request to send."""
        pauses = cls(crawler)
        crawler.signals.connect(pauses._obey, signals.response_downloaded)
        return pauses

    def _obey(self, response: Response, request: Request) -> None:
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        now = datetime.now(UTC)
        seconds = retry_after(header, now) if response.status in _PAUSING else 0.0
        if not seconds or is_foreign(request, self._crawler):
            return
        self._hold(request, seconds)
        recorder, until = recorder_of(self._crawler), now + timedelta(seconds=seconds)
        try:
            recorder.archive.ask_to_wait(recorder.crawl_id, until, now)
        except UNWRITABLE as error:
            recorder.failed(request, error)
        host = urlsplit(request.url).netloc
        if seconds > self._longest:
            recorder.end("asked to wait", f"{host} asks not to be crawled before {until:%Y-%m-%d %H:%M:%S} UTC.")
        else:
            logger.info("%s asks for a pause of %.0f s.", host, seconds)

    def _hold(self, request: Request, seconds: float) -> None:
        downloader = self._crawler.engine.downloader
        slot = downloader.slots[downloader.get_slot_key(request)]
        slot.delay = slot.delay or _HAIR
        slot.lastseen = max(slot.lastseen, monotonic() + seconds)
