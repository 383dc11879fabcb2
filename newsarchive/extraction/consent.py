"""Consent walls: pages on which nothing can be read but the dialogue that asks for cookies to be accepted.

Most dialogues are drawn by scripts and are on no page as it is served; one that is served over a full article does no
harm. A wall is a page without any other text: what its lines say and its buttons offer is fixed by law and by the
advertisers' framework, and so much the same whoever made the dialogue.

Sources: https://www.cnil.fr/fr/cookies-et-autres-traceurs (what must be said and offered in France, «Continuer sans
accepter» among it), https://iabeurope.eu/transparency-consent-framework/ (the purposes as worded for readers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from newsarchive.extraction.text import fold, inner_text
from newsarchive.extraction.view import PageView

_FEW_WORDS = 20
"""Of other text, and the page is more than a dialogue."""
_LINE_WORDS = 5
"""A line of fewer words is a label, a button or a slogan."""
_SUBJECTS = ("ookie", "raceur", "onsent", "artenaire", "artner", "rivacy", "vie privée", "onfidential", "os choix")
"""One of these is in every statement, without the letter that may be a capital."""
_STATEMENT = re.compile(
    r"\b(?:nous|nos|notre|we|our|avec (?:nos|des)|ses)\b.{0,80}\b(?:partenaires|partners|cookies|traceurs)"
    r"|\b(?:votre|vos|your|mes|mon)\b.{0,40}\b(?:consentement|choix|accord|vie privee|privacy|consent|choices?)\b"
    r"|\b(?:ce|notre|le|this|our) (?:site|website)\b.{0,60}\b(?:cookies|traceurs)|\bcookies et autres traceurs\b"
    r"|\b(?:politique|gestion|parametr\w+|preferences)\b.{0,40}\b(?:cookies|confidentialite|traceurs|consentement)\b"
    r"|\bvous (?:pouvez|acceptez|consentez|autorisez|refusez)\b|\ben (?:cliquant|poursuivant)\b|\bcliquez sur\b"
    r"|\bstocker et/ou acceder a des informations\b|\bstore and/or access information\b",
)
_CHOICE = re.compile(
    r"(?:je |j')?(?:tout |toutes? )?(?:accepte[rz]?|refuse[rz]?|autorise[rz]?|parametre[rz]?|personnalise[rz]?)"
    r"(?: (?:et|&) (?:continuer|fermer|acceder.{0,30})| tout| mes choix| les cookies| tous les cookies"
    r"| (?:et|&) poursuivre.{0,30})?"
    r"|(?:continuer|poursuivre|fermer) sans accepter|gerer (?:mes|les) (?:choix|preferences|cookies)"
    r"|(?:accept|reject|agree|allow|decline|refuse)(?: all| and close| & close| and continue| (?:all )?cookies)?"
    r"|continue without (?:accepting|agreeing)|j'ai compris|ok,? (?:tout )?accepter"
)
_SHOWN = ("figure", "video", "audio", "input")
_VENDORS = {
    "didomi": "Didomi",
    "sd-cmp": "Sirdata",
    "axeptio": "Axeptio",
    "onetrust": "OneTrust",
    "qc-cmp2": "Quantcast",
    "fc-consent": "Google Funding Choices",
    "tarteaucitron": "tarteaucitron",
    "sp_message": "Sourcepoint",
}
"""How the names of a dialogue's elements begin, and who made it."""


def consent_wall(view: PageView) -> str | None:
    """What a page asks consent with, in words, where it holds nothing else to read; None for any other page."""
    statements = _statements(view)
    if not statements or view.printed_dates or _shows_something(view.document.body):
        return None
    choice = next((label for label in _labels(view) if _CHOICE.fullmatch(fold(label).strip(" .!→>×"))), None)
    vendor = _vendor(view.document.body)
    if choice is None and vendor is None:
        return None
    by = f" of {vendor}" if vendor else ""
    return f"the dialogue{by} that says «{statements[0][:80]}»" + (f" and offers «{choice}»" if choice else "")


def is_statement(text: str) -> bool:
    """Whether a line speaks to readers of cookies and of their consent."""
    return any(word in text for word in _SUBJECTS) and _STATEMENT.search(fold(text)) is not None


def _statements(view: PageView) -> list[str]:
    """What the page says of consent; nothing where it says anything else."""
    statements, others = [], 0
    for position, piece in enumerate(view.pieces):
        if position == view.headline_at or piece.kind == "image" or (words := piece.text.count(" ") + 1) < _LINE_WORDS:
            continue
        if is_statement(piece.text):
            statements.append(piece.text)
        elif not piece.aside and not piece.is_link:
            others += words
            if others >= _FEW_WORDS:
                return []
    return statements


def _shows_something(body: Element) -> bool:
    """Whether the page has what articles without a text have: pictures, a film, a question to answer."""
    return any(each.tag != "input" or each.get("type") == "radio" for each in body.iter(*_SHOWN))


def _labels(view: PageView) -> Iterator[str]:
    """What the page's buttons and short lines say."""
    yield from (piece.text for piece in view.pieces if len(piece.text) <= 60)
    for button in view.document.body.iter("button", "a", "input"):
        yield button.get("value") or inner_text(button)


def _vendor(body: Element) -> str | None:
    for element in body.iter("div", "section", "dialog", "aside"):
        names = f" {element.get('id') or ''} {element.get('class') or ''}".lower()
        for beginning, vendor in _VENDORS.items():
            if f" {beginning}" in names:
                return vendor
    return None
