"""Who wrote an article, as French news pages print it: "Par Jeanne Martin et Paul Petit, à Besançon"."""

from __future__ import annotations

import re

_OPENING = (
    r"(?:propos\s+recueillis\s+par|une?\s+(?:article|texte|reportage|enquête)\s+de|auteure?s?\s*:"
    r"|(?:publié|posté|écrit|rédigé)\s+par|par|by)"
)
_BYLINE = re.compile(rf"^{_OPENING}\s*:?\s+(?P<names>\S.{{1,120}})$", re.IGNORECASE)
_BYLINE_AT_END = re.compile(r"^.{0,40}\d.{0,20}?(?:,|[|•·–—-]|\bet\b)\s*par\s+(?P<names>\S.{1,60})$", re.IGNORECASE)
_WHAT_FOLLOWS = re.compile(
    r"\s*(?:[,|•·(–—-]\s*|\s)(?:\(|publi|post[ée]|mis\b|mise\b|modifi|actualis|le\s+(?:\d|(?:lun|mar|mercre|jeu|vendre|same)di"
    r"|dimanche)|\d|correspondant|envoyé|journaliste|pour\s|avec\s+(?:les\s+)?notre|d['’](?=[A-ZÉ])|à\s|en\s|notre\s).*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^)]*\)?")
_SEPARATOR = re.compile(r"\s*(?:[,;/|]|\bet\b|\bavec\b|&)\s*")


def byline_names(text: str) -> tuple[str, ...]:
    """The names in a byline, which may be one line of several; empty where it is none."""
    for line in text.split("\n"):
        found = _BYLINE.match(line) or _BYLINE_AT_END.match(line)
        if found and (names := split_names(found["names"])):
            return names
    return ()


def split_names(text: str) -> tuple[str, ...]:
    """Names joined by commas, "et" or "avec", without towns, offices and dates behind them."""
    names = (
        _WHAT_FOLLOWS.sub("", f" {part}").strip(" .,;:-–()\xa0") for part in _SEPARATOR.split(_ASIDE.sub(" ", text))
    )
    return tuple(
        dict.fromkeys(name for name in names if 1 < len(name) <= 60 and not name[0].isdigit() and name.lower() != "par")
    )
