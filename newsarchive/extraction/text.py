"""Text as it is compared: the same words in another typography are the same words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lxml.etree import _Element as Element

_ACCENTS = re.compile("[\u0300-\u036f]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2060\ufeff\ud800-\udfff]")
"""Control characters, soft hyphens, marks without width, halves of surrogate pairs."""
_TYPOGRAPHY = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032\u055a\u2035\u02b9", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    "\u2026": "...",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
}
_TYPOGRAPHIC = re.compile(f"[{''.join(_TYPOGRAPHY)}]")
_SPACED_MARKS = (*((f" {mark}", mark) for mark in ":;!?»%"), ("« ", "«"))
_REMEMBERED = 4096
"""Headings and labels that are folded again on every page of a site."""


def tidy(text: str) -> str:
    """One line of text: white space of any kind becomes single spaces, soft hyphens and zero-width marks go.

    Control characters go too; half a surrogate pair, which JSON can spell but no file can hold, becomes U+FFFD.
    """
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_UNPRINTABLE.sub(_printable, line).split())


def _printable(mark: re.Match[str]) -> str:
    """What stands for a mark. An apostrophe written `&#146;` is one in Windows-1252, as browsers read it.

    See https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state.
    """
    code = ord(mark[0])
    if 0x80 <= code < 0xA0:
        return bytes((code,)).decode("cp1252", "ignore")
    return "\ufffd" if 0xD800 <= code < 0xE000 else ""


def inner_text(element: Element) -> str:
    """All text inside an element, tidied."""
    return tidy("".join(str(part) for part in element.itertext()))


def uniform(text: str) -> str:
    """Tidied text with one kind of apostrophe, quotation mark and dash, and no space before double marks."""
    line = unicodedata.normalize("NFC", tidy(text))
    for spaced, mark in _SPACED_MARKS:
        line = line.replace(spaced, mark)
    return _TYPOGRAPHIC.sub(lambda mark: _TYPOGRAPHY[mark[0]], line)


@lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """Uniform text in lower case without accents, for comparing words and headings."""
    plain = uniform(text).lower()
    return plain if plain.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
