"""The lines French pages print around readers' comments: who wrote when, "Répondre", "3 commentaires"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from newsarchive.extraction.reading import Piece
from newsarchive.extraction.text import fold

LONGEST_LINE = 120
"""Characters of the longest line that is looked at here."""
_MONTH = r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[uû]t|sept?|oct|nov|d[ée]c)[a-zéû]*\.?"
_WEEKDAY = r"(?:(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche),?\s+)"
_NUMBERS = r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d\d-\d\d)(?!\d)"
_WORDS = rf"\d{{1,2}}(?:er)?\s+{_MONTH}(?:\s+\d{{4}})?"
_TIME = r"\d{1,2}\s?(?:h(?:\s?\d{2})?(?:\s?min)?|:\d{2}(?::\d{2})?)"
_WHEN = re.compile(
    rf"(?<![\w/.-])(?:{_WEEKDAY}?(?:{_NUMBERS}|{_WORDS})(?:\s*[,|•·–-]?\s*(?:[àa@T]\s*)?{_TIME})?"
    rf"|(?:(?:avant-)?hier|aujourd['’]hui)(?:,?\s+(?:[àa]\s*)?{_TIME})"
    r"|il y a \d+\s*(?:secondes?|minutes?|min|heures?|h|jours?|j|semaines?|mois|ans?)\b)",
    re.IGNORECASE,
)
_DATE_LIKE = re.compile(
    r"[0-9](?:[/.-]\d\d?[/.-]\d|(?:er)?\s+(?:[jJ][au]|[fF][eé]v|[mM]a|[aA]vr|[aA]o|[sS]ep|[oO]ct|[nN]ov|[dD][eé]c)"
    r"|(?::\d\d|\s?[hjmsa][a-zé]*(?:\s?\d\d)?)\s*(?:$|[\n|·•)-]))"
)
"""Days as numbers or words, or an hour or span at a line's end; a range of characters in front is searched for fast."""
_DONE = r"(?:soumis|post[ée]e?|publi[ée]e?|[ée]crit|envoy[ée]e?|ajout[ée]e?|r[ée]dig[ée]e?|laiss[ée]e?)"
_BEFORE_DATE = re.compile(
    rf"[\s,|•·:–—(-]*(?:\b(?:a\s+(?:r[ée]pondu|[ée]crit|dit|comment[ée]|post[ée]|r[ée]agi)|dit\s*:?|{_DONE}))?"
    r"[\s,|•·:–—(-]*(?:\b(?:le|du|date\s*:))?\s*$",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    rf"^(?:#\d+\s*[.)-]?\s*)?(?:(?:(?:commentaire|message|r[ée]ponse)\s+)?(?:{_DONE}\s+)?(?:par|de|auteur)\b\s*:?\s*)?",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(r"mise? à jour|modifi|actualis|derni[èe]re|cr[ée][ée]", re.IGNORECASE)
_AFTER_DATE = re.compile(rf"^\s*\)?[\s,|•·–—-]*(?:{_DONE}\s+)?par\s*:?\s+(?P<author>\S.{{0,60}})$", re.IGNORECASE)
_SAYS = re.compile(r"\s+(?:a\s+)?(?:dit|[ée]crit|r[ée]pondu|comment[ée])\s*:?$|\s*:$", re.IGNORECASE)
_ACTION = re.compile(
    r"(?:(?:repondre|reply|signaler|alerter|citer|permalien|lien|partager|recommander|moderer|j'aime|je n'aime pas"
    r"|voter|utile|editer|modifier|supprimer|signaler un abus|signaler (?:ce|le) (?:commentaire|message)"
    r"|signaler un contenu.{0,20}|repondre a .{1,60}|en reponse a .{1,60}"
    r"|(?:voir|lire|afficher) (?:la|les) (?:\d+ )?reponses?(?: a ce commentaire)?)"
    r"|[#+(]?\d++[)%]?|[\s|·•.,/-])*+"
)
_MENTIONS = ("omment", "OMMENT", "éact", "ÉACT", "épon", "éagi", "ÉAGI", "eply", "orum", "os avis", "essage")
_MARKS = " \n,.:|•·–—-()"
_LONGEST_OPENING = 100
"""Characters a name, and words such as "Soumis par", take before a date."""
_LONGEST_DATE = 50
_BEFORE_DIGITS = 20
"""Characters a date may begin before its first digit: "il y a ", "vendredi "."""
_BADGE = re.compile(r"abonnee?s?|membre|avatar|auteur|moderateur|redaction|verifie|invite|photo|image|visiteur")
_COMMENTS = r"(?:commentaires?|r[ée]actions?|r[ée]ponses?|avis|messages?|contributions?)"
_ANNOUNCEMENT = re.compile(
    rf"(?:(?:les|vos|tous les|toutes les)\s+)?(?:(?:\d+|une?)\s+)?{_COMMENTS}(?:\s*[:(]?\s*\d*\s*\)?)"
    r"(?:\s+(?:sur|[àa]|pour|de|des)\s.{1,150})?\s*:?",
    re.IGNORECASE,
)
_NAMED_COMMENTS = re.compile(r"(?<![a-z])(?:[Cc]omment(?:s|list|aires?)?|[Rr]eactions?|[Ff]orum)(?![a-z])")
_NAMED_DIGEST = re.compile(r"recent|latest|derniers?|last-?comment|most|top-?comment|plus-?comment", re.IGNORECASE)
_NAMED_AUTHOR = re.compile(r"author|auteur|user|pseudo|(?<![a-z])fn(?![a-z])|nick|name|citation|cite", re.IGNORECASE)
_VARIES = re.compile(r"\d+|\b(?:odd|even|first|last|alt)\b")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote when, as far as one line says."""

    date: str
    author: str | None


def mentions_comments(text: str) -> bool:
    """Whether a page's whole text speaks of comments at all."""
    return any(word in text for word in _MENTIONS)


def read_stamp(text: str) -> Stamp | None:
    """What a line says that prints a date and at most a name and buttons: "Soumis par Jean, le 12/03/2013 à 10h"."""
    near = _DATE_LIKE.search(text)
    found = near and _WHEN.search(text, max(0, near.start() - _BEFORE_DIGITS), near.start() + _LONGEST_DATE)
    if not found or found.start() > _LONGEST_OPENING:
        return None
    author = _BEFORE_NAME.sub("", _BEFORE_DATE.sub("", text[: found.start()]).strip(), count=1).strip(_MARKS)
    after = text[found.end() :]
    if by := _AFTER_DATE.match(after):
        author, after = author or by["author"].strip(), ""
    if (author and (_OTHER_DATE.match(author) or not is_name(author))) or (
        after.strip(_MARKS) and not is_action(after)
    ):
        return None
    return Stamp(found[0], author or None)


def is_name(text: str) -> bool:
    """Whether a short text could be what a reader calls himself: no sentence."""
    words = text.split()
    ends = "!?…;,." if len(words) > 2 else "!?…;,"
    return len(text) <= 60 and 0 < len(words) <= 6 and text[-1] not in ends


def without_says(name: str) -> str:
    """A name without "dit :" or "a écrit :" behind it, and without "Par" before it."""
    return _BEFORE_NAME.sub("", _SAYS.sub("", name)).strip(" ,")


def announces_comments(text: str) -> bool:
    """Whether a line is the heading of comments: "3 commentaires", "Vos réactions", "2 réponses à « Titre »"."""
    return 4 <= len(text) <= 200 and _ANNOUNCEMENT.fullmatch(text) is not None


def is_action(text: str) -> bool:
    """Whether a line holds nothing but buttons and counters: "Répondre", "Signaler (3)"."""
    return len(text) <= 120 and _ACTION.fullmatch(fold(text)) is not None


def is_reply(text: str) -> bool:
    """Whether a line is the button that answers a comment."""
    return len(text) <= 60 and ("pond" in text or "eply" in text) and "article" not in text and is_action(text)


def is_badge(text: str) -> bool:
    """Whether a line says what kind of reader wrote: "Abonné"."""
    return len(text) <= 20 and _BADGE.fullmatch(fold(text)) is not None


def without_actions(piece: Piece) -> str:
    """The text of a piece without the buttons at its end."""
    text = piece.text
    for _, label in reversed(piece.links):
        if not (text.endswith(label) and is_action(label)):
            break
        text = text.removesuffix(label).rstrip(" |·•-\n")
    return text


def names_comments(element: Element) -> bool:
    """Whether an element is named after comments."""
    names = _names(element)
    likely = "omment" in names or "eaction" in names or "orum" in names
    return likely and _NAMED_COMMENTS.search(names) is not None


def names_digest(element: Element) -> bool:
    """Whether an element is named after comments on the whole site: the latest, the best liked."""
    names = _names(element)
    return _NAMED_DIGEST.search(names) is not None and "omment" in names


def names_author(piece: Piece) -> bool:
    """Whether what a piece stands in, or an element around all of its words, is named after an author."""
    return any(
        _NAMED_AUTHOR.search(_names(element)) or element.tag == "cite"
        for element in (piece.element, *piece.element)
        if isinstance(element.tag, str)
    )


def style(element: Element) -> str:
    """The class of an element without numbers and words that vary from one comment to the next."""
    return " ".join(_VARIES.sub("", element.get("class") or "").split())


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
