"""How mutations see a page: as bytes, as tags and text in a row, or as a tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from random import Random

from lxml import etree
from lxml.etree import _Element as Element

Mutation = Callable[[bytes, Random], bytes]
"""Another page made from one; all its chances are taken from the Random."""

TOKEN = re.compile(
    rb"""<!--.*?-->|<(script|style|title|textarea|noscript|svg)\b.*?</\1\s*>|<[!?][^>]*>"""
    rb"""|</?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|<""",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(rb"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
WHOLE = frozenset((b"script", b"style", b"title", b"textarea", b"noscript", b"svg"))
"""Elements that are one token with all they hold."""


def tokens(body: bytes) -> list[bytes]:
    """Comments, tags, scripts and runs of text, which joined are the page again."""
    return [found[0] for found in TOKEN.finditer(body)]


def tag_of(token: bytes) -> tuple[bytes, bool]:
    """(name in lower case, whether it is an end tag); an empty name for text and comments."""
    found = _TAG.match(token)
    return (found[2].lower(), bool(found[1])) if found else (b"", False)


def is_text(token: bytes) -> bool:
    """Whether a token is text that a reader may see."""
    return not token.startswith(b"<") and not token.isspace()


def before_tags(body: bytes, rng: Random, names: frozenset[bytes], insert: Callable[[], bytes], most: int = 8) -> bytes:
    """The page with something inserted before some start tags of these names (any, if none is named) in its body."""
    row = tokens(body)
    start = next((i for i, token in enumerate(row) if tag_of(token)[0] == b"body"), len(row))
    places = [i for i in range(start + 1, len(row)) if _may_precede(row[i], names)]
    for place in sorted(rng.sample(places, min(len(places), rng.randint(1, most))), reverse=True):
        row.insert(place, insert())
    return b"".join(row)


def _may_precede(token: bytes, names: frozenset[bytes]) -> bool:
    name, ends = tag_of(token)
    return name not in (b"", b"html", b"body", b"head") and (name in names and not ends if names else True)


def on_text(change: Callable[[str, Random], str]) -> Mutation:
    """A mutation of some runs of visible text; those that are no UTF-8 are left alone."""

    @wraps(change)
    def mutate(body: bytes, rng: Random) -> bytes:
        row = tokens(body)
        start = next((i for i, token in enumerate(row) if tag_of(token)[0] == b"body"), len(row))
        share = rng.choice((0.02, 0.2, 1))
        for i in range(start, len(row)):
            if is_text(row[i]) and rng.random() < share:
                try:
                    row[i] = change(row[i].decode(), rng).encode()
                except UnicodeDecodeError:
                    continue
        return b"".join(row)

    return mutate


def on_tree(change: Callable[[Element, Random], None]) -> Mutation:
    """A mutation of the parsed page; where no parser finds an element, nothing is changed."""

    @wraps(change)
    def mutate(body: bytes, rng: Random) -> bytes:
        root = etree.fromstring(body, etree.HTMLParser(encoding="utf-8")) if body.strip() else None
        if root is None:
            return body
        with suppress(ValueError):  # lxml reads names and texts that it refuses to write: what was changed before stays
            change(root, rng)
        return etree.tostring(root, method="html", encoding="utf-8")

    return mutate


def elements(root: Element, *names: str) -> list[Element]:
    """Elements of these names (any, if none is named) that stand in another, outside of <head>."""
    return [e for e in root.iter(*names) if isinstance(e.tag, str) and e.getparent() is not None and e.tag != "head"]


def take_out(element: Element) -> None:
    """Remove an element from its tree; the text after it stays."""
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def wrap(element: Element, names: list[str]) -> None:
    """Put an element into new ones, the outermost first."""
    parent = element.getparent()
    assert parent is not None
    outer = inner = etree.Element(names[0])
    for name in names[1:]:
        inner = etree.SubElement(inner, name)
    outer.tail, element.tail = element.tail, None
    parent.replace(element, outer)
    inner.append(element)
