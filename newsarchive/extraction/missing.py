"""Soft 404s: error pages served with status 200, told by what they say in French or English where an article would be.

A headline must say nothing but that something is missing, and next to nothing may stand below it: an article on «page
introuvable» says more. The wordings are those of newspapers' own error pages and of what WordPress and Apache say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.extraction.consent import is_statement
from newsarchive.extraction.text import fold
from newsarchive.extraction.view import PageView

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
    r"|(?: que)? vous avez (?:demande|cherche|saisi)e?"
    r"|(?: que| a laquelle) vous (?:essaye|tente|voule|souhaite)z (?:d')?\w+"
    r"| (?:re)?(?:demande|cherche)e?"
    r"| you(?:'re| are) (?:looking for|trying to reach)|(?: you)? requested)"
)
_LACKS = (
    r"(?:(?: est| is| was| a (?:peut-etre )?ete| (?:has|might have) been)?"
    r" (?:introuvable|inexistante?|indisponible|non disponible|(?:non |pas )trouvee?|supprimee?|retiree?|deplacee?"
    r"|not (?:found|available)|removed|deleted|no longer available|unavailable)"
    r"| (?:semble ne plus exister|n'existe (?:pas|plus)|n'est (?:pas|plus) (?:disponible|en ligne|accessible))"
    r"| n'a (?:pas (?:ete|pu etre)|pu etre) trouvee?"
    r"| (?:does not|doesn't) exist| no longer exists| isn't available| (?:could not|couldn't|can't|cannot) be found)"
)
_LACKS = rf"{_LACKS}(?: ou (?:pas|plus)| ou{_LACKS})*"
_PAUSE = r"[\s.,:;!?|()/*\"-]*"
_CALLS = r"oups|oops|aie|zut|desolee?|nous sommes desoles|sorry|erreur|error|http|mais|but|il sembl\w+ que"
_CALL = rf"{_PAUSE}(?:(?:{_CALLS}){_PAUSE})*"
_THING = r"(?:(?:la|le|une?|cette|ce|cet|the|this|that) |l')?(?:page|article|contenu|document|adresse|url|content)"
_NAMES_MISSING = re.compile(rf"{_CALL}(?:(?:{_THING}{_WANTED}?{_LACKS}|not found|(?:404|410)(?: gone)?){_CALL})+")
_SAYS_MISSING = re.compile(
    rf"{_CALL}(?:"
    rf"(?:(?:la|cette|the|this|that) (?:page|url)|cette adresse|cet article|the requested url){_WANTED}?{_LACKS}"
    rf"|(?:l'(?:article|adresse|url)|le (?:contenu|document)){_WANTED}{_LACKS}"
    r"|nous (?:ne trouvons|n'avons) pas (?:pu )?(?:trouver? )?(?:la|cette|votre) page(?: que vous \w+| demandee)?"
    r"|rien n'a(?:it)? ete trouve a cette adresse|aucun resultat a cet endroit"
    r"|it (?:looks|seems) like nothing was found)"
    r"(?=\W*$|[.,:;!?]| (?:ou|et|or) | sur (?:ce|le|notre) site\b| a cette adresse\b| a la demande\b"
    r"| (?:at|on) this\b)"
)


def missing(view: PageView) -> str | None:
    """The line by which a page says that there is no article; None for any other page."""
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
    return named or next((line for line in _opening(lines) if _SAYS_MISSING.match(fold(line))), None)


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


def _opening(lines: list[str]) -> Iterator[str]:
    """The first sentence, and what few words stand before it."""
    for line in lines:
        yield line
        if line.count(" ") >= _FEW_WORDS:
            return
