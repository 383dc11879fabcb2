"""Scrapy's download handler, which keeps besides what went over the wire: the heads of request and response."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

from .exchanges import HEADS, head_of
from .failures import NotAsked
from .unsent import STOPPED_ASKING

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as SentRequest
    from twisted.web.iweb import IResponse

DROPPABLE = "droppable"
"""Key of `Request.meta`: whether the exchange is broken off when the run asks for nothing more."""
_CARRIER = b"X-Newsarchive-Heads"
"""Header that takes both heads, in Base64, from Twisted's response to Scrapy's: the one way that leads there."""


class WireHandler(HTTP11DownloadHandler):
    """Leaves the heads in `request.meta`, for `exchange_of`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        self._droppable: set[asyncio.Future[Response]] = set()
        crawler.signals.connect(self._drop, STOPPED_ASKING)

    async def download_request(self, request: Request) -> Response:
        """Scrapy's response; a header of the carrier's name that the site sent is in the head alone."""
        asked = super().download_request(request)
        response = await (self._unless_dropped(request, asked) if request.meta.get(DROPPABLE) else asked)
        request.meta[HEADS] = [b64decode(head) for head in response.headers.pop(_CARRIER, [])[-2:]]
        return response

    async def _unless_dropped(self, request: Request, asked: Coroutine[None, None, Response]) -> Response:
        """Raises NotAsked where the run did not wait for the response."""
        response = asyncio.ensure_future(asked)
        self._droppable.add(response)
        await asyncio.wait([response])
        self._droppable.discard(response)
        if response.cancelled():
            raise NotAsked(f"{request.url} is not waited for any more.")
        return response.result()

    def _drop(self) -> None:
        for response in self._droppable:
            response.cancel()


class _Parser(_LenientHTTPClientParser):
    """Keeps the lines of the head as they come; the head of a 1xx is let go of, as Twisted does."""

    lines: list[bytes]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.lines.append(line)
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802
        received = b"\n".join([*self.lines, b""])
        self.lines.clear()
        for head in (_as_written(self.request), received):
            self.headers.addRawHeader(_CARRIER, b64encode(head))
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    """Makes its parser one of ours as Scrapy makes it one of Scrapy's: Twisted names the class in a function."""

    def request(self, request: SentRequest) -> Deferred[IResponse]:
        answer: Deferred[IResponse] = super().request(request)
        parser = cast("_Parser", self._parser)
        parser.__class__ = _Parser
        parser.lines = []
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: N802
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


def _as_written(request: SentRequest) -> bytes:
    """What `writeTo` of a Twisted request without a body writes."""
    headers = [*([] if request.persistent else [(b"Connection", [b"close"])]), *request.headers.getAllRawHeaders()]
    return head_of(b"%b %b HTTP/1.1" % (request.method, request.uri), headers)
