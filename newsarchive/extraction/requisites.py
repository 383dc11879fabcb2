"""What a browser asks for to show a page: pictures, stylesheets, scripts ("page requisites", as Wget calls them)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.etree import _Element as Element
from w3lib.url import safe_url_string

MOST: Final = 500
"""Requisites of one page or stylesheet; what names more is no page of a newspaper."""
LONGEST: Final = 4096
"""Characters of an address."""

_SOURCES: Final = ("src", "data-src", "data-lazy-src")
_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset")
_PRELOADED: Final = frozenset({"style", "font", "image"})
_LONGEST_SET: Final = 20_000
_LONGEST_STYLE: Final = 2 * 2**20
_BETWEEN_CANDIDATES: Final = re.compile(r"(?<=\d[wxh])\s*,\s*|,\s+")
"""A comma may also stand within an address: https://html.spec.whatwg.org/multipage/images.html#srcset-attributes."""
_DESCRIPTOR: Final = re.compile(r"(\d+(?:\.\d+)?)[wx]")
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NAMED: Final = re.compile(
    r"""(?:(?P<import>@import\s{1,9}(?:url\(\s{0,9})?)|url\(\s{0,9})"""
    r"""(?:"(?P<double>[^"\n]{1,4096})"|'(?P<single>[^'\n]{1,4096})'|(?P<bare>[^\s"'()]{1,4096})(?=\s{0,9}\)))""",
    re.IGNORECASE,
)


class Requisite(NamedTuple):
    """Something a page is shown with."""

    url: str
    """Absolute, http or https, without a fragment."""
    is_stylesheet: bool = False


def requisites_of_page(root: Element, url: str) -> list[Requisite]:
    """Requisites that the page at `url` names, in its order, each once; what is no web address is left out.

    Of the candidates of a `srcset` that is the largest.
    """
    named = next((href for each in root.iter("base") if (href := each.get("href"))), "")
    return _told_once(_of_elements(root), address_of(named, url) or url, url)


def requisites_of_stylesheet(css: str, url: str) -> list[Requisite]:
    """Requisites that the stylesheet at `url` names, as above."""
    return _told_once(_of_css(css), url, url)


def address_of(reference: str, base: str) -> str | None:
    """The web address a reference means at `base`, without its fragment; None for any other and for junk."""
    if len(reference) > LONGEST:
        return None
    try:
        url = safe_url_string(urldefrag(urljoin(base, reference.strip()))[0])
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return url if is_web and len(url) <= LONGEST else None


def _told_once(references: Iterable[tuple[str, bool]], base: str, url: str) -> list[Requisite]:
    """Absolute and each once; a reference to the page itself is an empty one."""
    found: dict[str, Requisite] = {}
    itself = urldefrag(url)[0]
    for reference, is_stylesheet in references:
        address = address_of(reference, base)
        if address and address not in (itself, base):
            found.setdefault(address, Requisite(address, is_stylesheet))
        if len(found) == MOST:
            break
    return list(found.values())


def _of_elements(root: Element) -> Iterator[tuple[str, bool]]:
    """(reference as printed, whether it is a stylesheet's)."""
    for element in root.iter("img", "source", "link", "script", "video", "meta", "style"):
        match element.tag:
            case "link":
                yield from _of_link(element)
            case "script":
                yield from _attributes(element, "src")
            case "video":
                yield from _attributes(element, "poster")
            case "meta":
                yield from _attributes(element, "content") if element.get("property") == "og:image" else ()
            case "style":
                yield from _of_css(element.text or "")
            case "img":
                yield from _attributes(element, *_SOURCES)
                yield from _largest(element)
            case _:
                yield from _largest(element)


def _of_link(link: Element) -> Iterator[tuple[str, bool]]:
    relations = (link.get("rel") or "").lower().split()
    kind = (link.get("as") or "").lower()
    is_preloaded = "preload" in relations and kind in _PRELOADED
    is_stylesheet = "stylesheet" in relations or (is_preloaded and kind == "style")
    if is_stylesheet or is_preloaded or "icon" in relations:
        yield from ((reference, is_stylesheet) for reference, _ in _attributes(link, "href"))


def _attributes(element: Element, *names: str) -> Iterator[tuple[str, bool]]:
    yield from ((value, False) for name in names if (value := element.get(name, "").strip()))


def _largest(element: Element) -> Iterator[tuple[str, bool]]:
    """The largest candidate of each set."""
    for printed in filter(None, (element.get(name) for name in _SETS)):
        candidates = [words for part in _BETWEEN_CANDIDATES.split(printed[:_LONGEST_SET]) if (words := part.split())]
        if candidates:
            yield max(candidates, key=_size)[0].strip(","), False


def _size(candidate: list[str]) -> float:
    described = _DESCRIPTOR.fullmatch(candidate[-1]) if len(candidate) > 1 else None
    return float(described[1]) if described else 1.0


def _of_css(css: str) -> Iterator[tuple[str, bool]]:
    text = _COMMENT.sub(" ", css[:_LONGEST_STYLE])
    for found in _NAMED.finditer(text):
        yield found["double"] or found["single"] or found["bare"], bool(found["import"])
