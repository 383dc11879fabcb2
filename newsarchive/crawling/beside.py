"""Requests beside those of the site's own pages: for requisites, and for robots.txt of the hosts that serve them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .recorder import recorder_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


def is_requisite(request: Request) -> bool:
    """Whether a request is for what a page is shown with."""
    return request.meta.get("kind") == "requisite"


def is_foreign(request: Request, crawler: Crawler) -> bool:
    """Whether a request goes to another host than the site's or its mirror's."""
    return not recorder_of(crawler).spider.route.serves(request.url)


def is_beside(request: Request, crawler: Crawler) -> bool:
    """Whether what becomes of a request says nothing of the site."""
    return is_requisite(request) or is_foreign(request, crawler)
