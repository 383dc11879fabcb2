"""When to leave a site alone that answers nothing good any more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import DropItem

from ..errors import Obstructed
from ..intake.register import NOT_MODIFIED
from .beside import is_beside
from .failures import BROKEN_OFF, REFUSALS, NotAsked, is_struggling
from .recorder import recorder_of
from .throttle import PoliteThrottle

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Patience:
    """Downloader middleware: ends the run when MAX_FAILURES_IN_A_ROW addresses failed with no good answer between them.

    Addresses are counted, not attempts: a few pages that are always broken, each tried again, say little of the site.
    Nothing is let through to a site once the run is ending.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._recorder = recorder_of(crawler)
        self._limit = crawler.settings.getint("MAX_FAILURES_IN_A_ROW")
        self._failed: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        patience = cls(crawler)
        crawler.signals.connect(patience._downloaded, signals.response_downloaded)
        crawler.signals.connect(patience._received, signals.response_received)
        crawler.signals.connect(patience._read, signals.item_scraped)
        crawler.signals.connect(patience._dropped, signals.item_dropped)
        return patience

    def process_request(self, request: Request) -> None:
        """Raises NotAsked once the run is ending: what held a request back, robots.txt for one, may let go of it."""
        if self._recorder.ending:
            raise NotAsked(f"The run ended before {request.url} was asked for.")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer. One that never gave any is not slowed down for: it is not there."""
        if not isinstance(exception, BROKEN_OFF) or is_beside(request, self._crawler):
            return
        throttle = self._crawler.get_extension(PoliteThrottle)
        if throttle and self._recorder.tally.responses:
            throttle.back_off(request)
        self.failed(request, refused=False)

    def failed(self, request: Request, *, refused: bool) -> None:
        """Count an address that was refused, or came to nothing because the site struggles."""
        self._failed[request.meta.get("identity", request.url)] = refused
        if len(self._failed) < self._limit:
            return
        host, number = urlsplit(request.url).netloc, len(self._failed)
        if sum(self._failed.values()) * 2 > number:
            self._recorder.end("refused", f"{host} refused {number} addresses in a row.")
        else:
            self._recorder.end(
                "site struggling", f"{host} answered {number} addresses in a row with errors or not at all."
            )

    def _downloaded(self, response: Response, request: Request) -> None:
        if is_beside(request, self._crawler):
            return
        if is_struggling(response.status) or response.status in REFUSALS:
            self.failed(request, refused=response.status in REFUSALS)
        elif response.status == NOT_MODIFIED:
            self._failed.clear()

    def _received(self, response: Response, request: Request) -> None:
        """A response that no middleware took exception to; whether one is an article is seen when it is read."""
        if is_beside(request, self._crawler) or _is_an_article(request):
            return
        if not is_struggling(response.status) and response.status not in REFUSALS:
            self._failed.clear()

    def _read(self) -> None:
        self._failed.clear()

    def _dropped(self, response: Response, exception: DropItem) -> None:
        """A bot challenge or consent wall in an article's place is a refusal, whatever its status."""
        if isinstance(exception.__cause__, Obstructed) and response.request:
            self.failed(response.request, refused=True)


def _is_an_article(request: Request) -> bool:
    return request.meta.get("kind") == "article" and "page" in request.meta
