"""AutoThrottle, but for mirrors of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PoliteThrottle(AutoThrottle):
    """Waits longer the slower a site answers; a delay of 0 says that there is nobody to be polite to."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getfloat("DOWNLOAD_DELAY"):
            raise NotConfigured
        super().__init__(crawler)
