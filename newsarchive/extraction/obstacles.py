"""What stands between a reader and the article, although the server says that all is well.

A soft 404, a bot challenge or a consent wall in an article's place must never become a version of it. Nor may an
article about any of them be taken for one: whatever is looked for counts on pages with next to no text of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from newsarchive.errors import UnreadablePage
from newsarchive.extraction import challenges
from newsarchive.extraction.consent import consent_wall
from newsarchive.extraction.document import parse
from newsarchive.extraction.missing import missing
from newsarchive.extraction.reading import read
from newsarchive.extraction.view import PageView

ObstacleKind = Literal["missing", "challenge", "consent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What was served in an article's place."""

    kind: ObstacleKind
    """A page that says there is none (soft 404), a bot challenge, or a consent wall."""
    evidence: str
    """What was seen, in one sentence."""


def obstacle(view: PageView, markup: bytes) -> Obstacle | None:
    """What stands in the way of the article on a page, None where nothing does; `markup` is the page as served."""
    if found := challenges.served(view.printed, markup):
        return Obstacle(kind="challenge", evidence=f"the page is a bot challenge, not an article: {found}")
    if (said := missing(view)) is not None:
        words = f"the page says «{said[:120]}»: an error page served as if all were well"
        return Obstacle(kind="missing", evidence=words)
    if asked := consent_wall(view):
        return Obstacle(kind="consent", evidence=f"the page is a consent wall, with nothing to read but {asked}")
    return None


def challenge_announced(status: int, headers: Mapping[str, str]) -> str | None:
    """The sentence on an answer whose headers (names in lower case) say that it is a bot challenge, else None."""
    found = challenges.announced(headers)
    return f"the site answered {status} with a bot challenge: {found}" if found else None


def challenge_in(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The sentence on an answer of any status that is a bot challenge, None for any other, a plain refusal too.

    Names of headers are in lower case; the body is unpacked.
    """
    if said := challenge_announced(status, headers):
        return said
    try:
        pieces = read(parse(body, "").body)
    except UnreadablePage:
        return None
    found = challenges.served(pieces, body)
    return f"the site answered {status} with a bot challenge: {found}" if found else None
