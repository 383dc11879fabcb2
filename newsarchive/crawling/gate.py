"""Nothing is asked for where robots.txt could not be had: who does not know the rules may not go in (RFC 9309)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beside import is_foreign
from .failures import BROKEN_OFF, problem_of
from .recorder import recorder_of
from .robots import refusal

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RobotsGate:
    """Downloader middleware: ends the run when robots.txt, asked for as often as any page, is refused or not answered.

    Scrapy itself takes an error page for rules, and no answer for none.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._recorder = recorder_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response; the run ends where that says that nothing is allowed, or nobody can tell."""
        if self._is_for_robots(request) and (said := refusal(request.url, response.status)):
            reason = "site struggling" if response.status >= 500 else "refused"
            self._recorder.end(reason, f"{said}.")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer, after all attempts."""
        if self._is_for_robots(request) and isinstance(exception, BROKEN_OFF):
            self._recorder.end("unreachable", problem_of(exception, request).message)

    def _is_for_robots(self, request: Request) -> bool:
        """Those of the site; see RequisiteHosts for those of others."""
        return bool(request.meta.get("dont_obey_robotstxt")) and not is_foreign(request, self._crawler)
