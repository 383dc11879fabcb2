"""Redirects to another spelling of the same address; where an address has moved is found like any other address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader import Downloader

from ..intake.register import REDIRECTS, leads_to
from .beside import is_foreign, is_requisite
from .failures import RedirectLoop
from .recorder import recorder_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RedirectMiddleware:
    """Follows a redirect that stays at the address it was asked at: with or without `www`, final slash, `https` …

    A redirect of robots.txt is followed within the site, that of another host wherever it leads. A requisite's leads to
    another requisite. Any other is recorded by then, its target with it, and goes on as it is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getint("REDIRECT_MAX_TIMES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request for where the response points, or the response; raises RedirectLoop."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None or is_requisite(request):
            return response
        url = leads_to(request.url, location)
        if url is None:
            return response
        route = recorder_of(self._crawler).spider.route
        identity, here = route.identity(url), request.meta.get("identity")
        is_followed = route.owns(identity) and here in (None, identity)
        if not (is_followed or is_foreign(request, self._crawler)):
            return response
        passed: int = request.meta.get("passed", 0) + 1
        if passed > self._longest:
            raise RedirectLoop(f"After {self._longest} redirects in a row there is still no page.")
        meta = {name: value for name, value in request.meta.items() if name != Downloader.DOWNLOAD_SLOT}
        return request.replace(url=route.address(url), meta={**meta, "passed": passed})
