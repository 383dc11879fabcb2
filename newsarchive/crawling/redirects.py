"""Redirects that stay on the site, on its mirror, and in bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from .failures import RedirectLoop
from .routes import Route

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class ClaimingSpider(Protocol):
    """What a redirect needs to know of a spider."""

    route: Route

    def claim(self, identity: str) -> bool:
        """Whether nobody asked for the address in this run; from now on somebody did."""


class RedirectMiddleware:
    """Follows a redirect to an address of the site nobody asked for yet, or to another spelling of the same one.

    An article that moved to what is no article (the front page, as a rule) is not followed. A response that is not
    followed goes on as it is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self._moved: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request for where the response points, or the response; raises RedirectLoop."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None:
            return response
        spider = cast("ClaimingSpider", self._crawler.spider)
        url = urljoin(request.url, safe_url_string(location))
        identity = spider.route.identity(url)
        if not spider.route.owns(identity):
            return response
        meta = self._on_the_way(request, identity, spider)
        return response if meta is None else request.replace(url=spider.route.address(url), meta=meta)

    def _on_the_way(self, request: Request, identity: str, spider: ClaimingSpider) -> dict[str, object] | None:
        """The `meta` of the next request, None where it is not to be made."""
        passed: tuple[str, ...] = request.meta.get("passed", ())
        here = request.meta.get("identity")
        if len(passed) >= self._longest:
            raise RedirectLoop(f"After {len(passed)} redirects in a row there is still no page.")
        if here is None:
            return {**request.meta, "passed": (*passed, request.url)}
        if identity != here:
            self._moved[here] = identity
            if not comes_to_an_end(self._moved, here):
                raise RedirectLoop("It redirects in a circle.")
        if request.meta["kind"] == "article" and spider.route.kind_of(identity) != "article":
            return None
        if identity != here and not spider.claim(identity):
            return None
        return {**request.meta, "identity": identity, "passed": (*passed, here)}


def comes_to_an_end(moved: Mapping[str, str], start: str) -> bool:
    """Whether the redirects known so far (address -> where it points) lead out of a circle."""
    passed: set[str] = set()
    while start in moved and start not in passed:
        passed.add(start)
        start = moved[start]
    return start not in moved
