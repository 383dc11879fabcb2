"""What a site's robots.txt says to us (RFC 9309)."""

from __future__ import annotations

import re
from math import inf

from scrapy.robotstxt import ProtegoRobotParser

from newsarchive.crawling.settings import ROBOTSTXT_USER_AGENT

MAX_BYTES = 512_000
"""RFC 9309, section 2.5, wants at least so many read."""
_DISALLOW = re.compile(rb"^\s*disallow\s*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)


class Robots:
    """The rules of one robots.txt; without text everything is allowed."""

    def __init__(self, text: bytes = b"") -> None:
        self._text = text[:MAX_BYTES]
        self._parser = ProtegoRobotParser(self._text, spider=None)

    def allows(self, url: str) -> bool:
        """Whether we may ask for an address."""
        return self._parser.allowed(url, ROBOTSTXT_USER_AGENT)

    @property
    def crawl_delay(self) -> float | None:
        """Seconds that it wants between two requests; None where it names none, or what is no time."""
        delay = self._parser.rp.crawl_delay(ROBOTSTXT_USER_AGENT)
        return delay if delay and 0 < delay < inf else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Sitemaps it names, as printed."""
        return tuple(self._parser.rp.sitemaps)

    def forbidden(self, home: str) -> tuple[str, ...]:
        """Its path patterns, in order, that hold for us; `home` is the site's front page without a slash."""
        printed = (match.decode("utf-8", "replace") for match in _DISALLOW.findall(self._text))
        return tuple(path for path in dict.fromkeys(printed) if not self.allows(home + path.rstrip("$")))


def refusal(address: str, status: int) -> str | None:
    """Why nothing may be asked for when robots.txt answers with this status (RFC 9309, section 2.3.1), or None."""
    if status in (401, 403):
        return f"{address} answered {status}: the site wants no robots"
    if status >= 500:
        return f"{address} answered {status}: unknown what is allowed; try later"
    return None
