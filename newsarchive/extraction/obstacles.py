"""What stands between a reader and the article, although the server says that all is well.

A soft 404, a bot challenge or a consent wall in an article's place must never become a version of it. Nor may an
article about any of them be taken for one: whatever is looked for counts on pages with next to no text of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from newsarchive.errors import UnreadablePage
from newsarchive.extraction import challenges
from newsarchive.extraction.consent import consent_wall, is_statement
from newsarchive.extraction.document import parse
from newsarchive.extraction.reading import read
from newsarchive.extraction.text import fold
from newsarchive.extraction.view import PageView

ObstacleKind = Literal["missing", "challenge", "consent"]
_NAMED_WORDS = 80
"""Words below a headline such as «Page introuvable» from which on it is an article's."""
_SAID_WORDS = 60
"""The same where only the text says that the page is missing."""
_FEW_WORDS = 6
"""Of a line that may stand between the headline and the first sentence."""
_MAX_HEADLINE = 150
"""Characters; a page that is missing says so in fewer."""
_WANTED = (
    r"(?:(?: que)? vous (?:re)?(?:cherche|demande|souhaite)z?(?: consulter| afficher| atteindre)?"
    r"|(?: que)? vous avez (?:demande|cherche)e?|(?: que| a laquelle) vous (?:essaye|tente|voule|souhaite)z (?:d')?\w+"
    r"| (?:re)?(?:demande|cherche)e?| you(?:'re| are) (?:looking for|trying to reach)|(?: you)? requested)"
)
_LACKS = (
    r"(?:(?: est| is| was| a ete| has been)? (?:introuvable|inexistante?|indisponible|(?:non |pas )trouvee?|supprimee?"
    r"|retiree?|deplacee?|not (?:found|available)|removed|deleted|no longer available|unavailable)"
    r"| (?:semble ne plus exister|n'existe (?:pas|plus)|n'est (?:pas|plus) (?:disponible|en ligne|accessible))"
    r"| n'a (?:pas (?:ete|pu etre)|pu etre) trouvee?| (?:does not|doesn't) exist| no longer exists"
    r"| isn't available| (?:could not|couldn't|can't|cannot) be found)"
)
_LACKS_OR = rf"{_LACKS}(?: ou (?:pas|plus)| ou{_LACKS})*"
_PAUSE = r"[\s.,:;!?|()/*\"-]*"
_CALL = rf"(?:(?:oups|oops|aie|zut|desolee?|nous sommes desoles|sorry|erreur|error|http|mais|but){_PAUSE})*"
_THING = r"(?:(?:la|le|une?|cette|ce|cet|the|this|that) |l')?(?:page|article|contenu|document|adresse|url|content)"
_STATEMENT = rf"(?:{_THING}{_WANTED}?{_LACKS_OR}|not found|(?:404|410)(?: gone)?)"
_NAMES_MISSING = re.compile(rf"{_PAUSE}{_CALL}(?:{_STATEMENT}{_PAUSE}{_CALL})+")
"""A headline that says nothing but that something is missing."""
_SAYS_MISSING = re.compile(
    rf"{_PAUSE}{_CALL}(?:(?:(?:la|cette|the|this|that) (?:page|url)|cette adresse|cet article){_WANTED}?{_LACKS_OR}"
    rf"|(?:l'(?:article|adresse)|le (?:contenu|document)){_WANTED}{_LACKS_OR}"
    r"|nous (?:ne trouvons pas|n'avons pas trouve|n'avons pas pu trouver) (?:la|cette|votre) page"
    r"|rien n'a ete trouve a cette adresse|it (?:looks|seems) like nothing was found)"
    r"(?=\W*$|[.,:;!?]| (?:ou|et|or) | sur (?:ce|le|notre) site\b| a cette adresse\b| a la demande\b| at this\b)"
)
"""A line that begins by saying so."""


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
    if (said := _missing(view)) is not None:
        return Obstacle(kind="missing", evidence=f"the page says «{said}»: an error page served as if all were well")
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


def _missing(view: PageView) -> str | None:
    """The line by which a page says that there is no article."""
    headline = None if view.headline_at is None else view.printed[view.headline_at].text
    named = next((text for text in (headline, view.title) if text and _names_missing(text)), None)
    enough = _NAMED_WORDS if named else _SAID_WORDS
    lines: list[str] = []
    words = 0
    for line in _own_lines(view):
        lines.append(line)
        words += line.count(" ") + 1
        if words >= enough:
            return None
    first = next((line for line in lines if line.count(" ") + 1 > _FEW_WORDS), None)
    opening = lines[: lines.index(first) + 1] if first else lines
    return named or next((line for line in opening if _SAYS_MISSING.match(fold(line))), None)


def _names_missing(headline: str) -> bool:
    return len(headline) <= _MAX_HEADLINE and _NAMES_MISSING.fullmatch(fold(headline)) is not None


def _own_lines(view: PageView) -> Iterator[str]:
    """What is printed below the headline, but for links and dialogues, up to where teasers begin."""
    at = view.headline_at
    for piece in view.pieces[0 if at is None else at + 1 :]:
        if piece.kind == "heading" and (piece.is_link or view.landmarks.is_heading_beside(piece.text)):
            return
        if piece.kind != "image" and not piece.is_link and not piece.aside and not is_statement(piece.text):
            yield piece.text
