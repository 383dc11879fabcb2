"""What stands between a crawler and the pages of a site that works: challenges, walls, and refusals for a while."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from newsarchive.demo.edition import Edition
from newsarchive.demo.exchange import Answer
from newsarchive.demo.rendering import environment
from newsarchive.demo.story import SITE

ObstacleKind = Literal["challenge-403", "challenge-200", "consent", "429", "503"]
"""A bot challenge under either status, a wall that wants consent (200), or too busy."""
Scope = Literal["articles", "pages", "all"]
"""Articles in every spelling of their addresses; all HTML pages; every address, robots.txt included."""

NO_PAGE = re.compile(r"/robots\.txt|/feed/|.+\.(?:xml|xml\.gz|jpg)")
CHALLENGED = {"Server": "cloudflare", "cf-mitigated": "challenge", "CF-RAY": "9c5f2d8e4b7a01d3-CDG"}
"""How Cloudflare marks a challenge, that a client may know it without reading the page
(https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/)."""


@dataclass(slots=True, kw_only=True)
class Obstacle:
    """In the way of requests within its scope: of the next `left` of them, of all where that is None."""

    kind: ObstacleKind
    scope: Scope = "articles"
    left: int | None = None
    retry_after: str | None = None
    """Seconds or an HTTP date (RFC 9110, section 10.2.3); None sends no such header."""

    def __post_init__(self) -> None:
        for value, known in ((self.kind, get_args(ObstacleKind)), (self.scope, get_args(Scope))):
            if value not in known:
                raise ValueError(f"{value} is none of {', '.join(known)}.")

    def intercept(self, edition: Edition, target: str) -> Answer | None:
        """What is answered in place of the page, None for what lies outside the scope or comes after the last one."""
        if self.left == 0 or not _is_within(self.scope, edition, target):
            return None
        if self.left is not None:
            self.left -= 1
        headers = {"Cache-Control": "private, no-store"}
        if self.kind == "challenge-403":
            headers |= CHALLENGED
        if self.retry_after is not None:
            headers["Retry-After"] = self.retry_after
        return Answer(status=_status(self.kind), body=_page(self.kind, target), headers=headers)


def _is_within(scope: Scope, edition: Edition, target: str) -> bool:
    if scope == "all":
        return True
    path, _, query = target.partition("?")
    if scope == "pages":
        return not NO_PAGE.fullmatch(path) and "feed=" not in query
    plain = re.sub(r"^/article(?=/)|/amp(?=/?$)", "", path).rstrip("/")
    return edition.at(f"{plain}/") is not None


def _status(kind: ObstacleKind) -> int:
    return 200 if kind == "consent" else int(kind.rpartition("-")[2])


def _page(kind: ObstacleKind, target: str) -> bytes:
    name = kind.partition("-")[0] if not kind.isdigit() else "busy"
    page = environment().get_template(f"obstacles/{name}.html")
    return page.render(site=SITE, target=target, status=_status(kind)).encode()
