"""Every response becomes a Page, and every Page a row: here, or in the stage that reads the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from ..archive.values import now
from ..intake.pages import charset
from ..intake.register import Settled
from ..items import Page
from .exchanges import exchange_of
from .failures import AlreadyRecorded
from .recorder import Recorder, recorder_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response
    from scrapy.settings import BaseSettings


class CaptureMiddleware:
    """Sees each response first, redirects, retries and robots.txt included.

    A good answer at an address something is read from is left to whoever reads it, to be recorded in one transaction
    with what was found there. Everything else is recorded at once. The Page of a good answer is in
    `response.meta["page"]`.
    """

    def __init__(self, recorder: Recorder, settings: BaseSettings) -> None:
        self._recorder = recorder
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._retries = settings.getint("RETRY_TIMES")
        self._retried = frozenset(map(int, settings.getlist("RETRY_HTTP_CODES")))
        route = recorder.spider.route
        self._robots = route.identity(f"{route.home}/robots.txt")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(recorder_of(crawler), crawler.settings)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, unpacked; raises AlreadyRecorded for one that need not or cannot be read."""
        meta = request.meta
        try:
            page, to_read = self._recorder.register.take(
                self._page(request, response),
                url=meta.get("identity") or self._robots_of(request),
                kind=meta.get("kind", "robots"),
                limit=meta.get("download_maxsize", self._limit),
                again=response.status in self._retried and meta.get("retry_times", 0) < self._retries,
            )
        except Settled as settled:
            raise AlreadyRecorded(str(settled)) from settled
        if to_read:
            meta["page"] = page
        return response if page.body is response.body else response.replace(body=page.body)

    def _robots_of(self, request: Request) -> str:
        """The identity of robots.txt, of the site's or another's."""
        route = self._recorder.spider.route
        return self._robots if route.serves(request.url) else route.identity(request.url)

    def _page(self, request: Request, response: Response) -> Page:
        spider = self._recorder.spider
        headers = _headers(response.headers)
        return Page(
            url=request.url,
            final_url=response.url,
            fetched_at=now(),
            status=response.status,
            headers=headers,
            body=response.body,
            encoding=charset(headers),
            site=spider.name,
            mirror=spider.options.base_url,
            listed=request.meta.get("listed", {}),
            exchange=exchange_of(request, response),
        )


def _headers(headers: Headers) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in headers.items()
        if values
    }
