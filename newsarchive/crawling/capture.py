"""Every response becomes a Page, and every Page a row: here, or in the stage that reads the article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from typing import TYPE_CHECKING

from scrapy import Request

from ..errors import UnreadableBody
from ..items import AddressKind, Page, Problem
from .decoding import decoded
from .exchanges import exchange_of
from .failures import AlreadyRecorded
from .recorder import Recorder, recorder_of
from .redirects import target_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response
    from scrapy.settings import BaseSettings

NOT_MODIFIED = 304
PARTIAL = 206
"""Never asked for: what comes with it is no whole page."""


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
        recorder, kind = self._recorder, request.meta.get("kind", "robots")
        page = self._page(request, response)
        url = request.meta.get("identity", self._robots)
        codings = page.headers.get("content-encoding", "").split(",")
        try:
            limit = request.meta.get("download_maxsize", self._limit)
            page = replace(page, body=decoded(page.body, codings, limit=limit))
        except UnreadableBody as error:
            problem = Problem(stage="fetch", error=type(error).__name__, message=str(error))
            recorder.unreadable(page, problem, url=url, kind=kind)
            raise AlreadyRecorded(str(error)) from error
        self._record(request, response, page, url=url, kind=kind)
        return response if page.body is response.body else response.replace(body=page.body)

    def _record(self, request: Request, response: Response, page: Page, *, url: str, kind: AddressKind) -> None:
        recorder, good = self._recorder, 200 <= page.status < 300 and page.status != PARTIAL
        recorder.answered(good=(good or page.status == NOT_MODIFIED) and kind != "robots")
        target = target_of(request, response)
        if page.status == NOT_MODIFIED:
            recorder.unchanged(page, url=url, kind=kind)
            raise AlreadyRecorded("Nothing has changed there.")
        if target is not None and kind != "robots":
            recorder.redirected(page, url=url, kind=kind, target=recorder.spider.route.identity(target))
        elif good and kind != "robots":
            request.meta["page"] = page
        elif page.status in self._retried and request.meta.get("retry_times", 0) < self._retries:
            recorder.tried(page, url=url)
        else:
            recorder.visited(page, url=url, kind=kind)

    def _page(self, request: Request, response: Response) -> Page:
        spider = self._recorder.spider
        headers = _headers(response.headers)
        return Page(
            url=request.url,
            final_url=response.url,
            fetched_at=datetime.now(UTC),
            status=response.status,
            headers=headers,
            body=response.body,
            encoding=_charset(headers.get("content-type", "")),
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


def _charset(content_type: str) -> str | None:
    if "charset" not in content_type:
        return None
    header = Message()
    header["content-type"] = content_type
    return header.get_content_charset()
