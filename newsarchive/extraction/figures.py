"""Images of an article with what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element

from newsarchive.extraction.lines import split_caption
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.text import uniform
from newsarchive.items import Image

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-full-url")
_PLACEHOLDER = re.compile(r"^data:|/(?:pixel|spacer|blank|avatar|logo|icon)s?[./_-]|gravatar\.com", re.IGNORECASE)


def to_images(figures: Iterable[Piece]) -> tuple[Image, ...]:
    """Images in page order; a caption belongs to the image before it, and one printed twice counts once."""
    found: dict[str, tuple[str | None, dict[str, str]]] = {}
    lines: dict[str, str] = {}
    for piece in figures:
        if piece.kind != "image":
            lines.setdefault(uniform(piece.text), piece.text)
        elif (address := source(piece.element)) and not _is_small(piece.element):
            _, lines = found.setdefault(address, (piece.text or None, {}))
    return tuple(_image(address, alt, lines.values()) for address, (alt, lines) in found.items())


def source(image: Element) -> str | None:
    """The address of an <img>, also where the real one waits in an attribute for lazy loading."""
    candidates = [image.get(name) for name in _LAZY]
    candidates += [(image.get("srcset") or image.get("data-srcset") or "").split(" ")[0], image.get("src")]
    return next((address.strip() for address in candidates if address and not _PLACEHOLDER.search(address)), None)


def _is_small(image: Element) -> bool:
    sizes = [image.get("width") or "", image.get("height") or ""]
    return any(size.isdigit() and int(size) < 60 for size in sizes)


def _image(url: str, alt: str | None, lines: Iterable[str]) -> Image:
    caption = credit = None
    for line in lines:
        text, name = split_caption(line)
        if text and (caption is None or uniform(caption) == uniform(text)):
            caption = text
        credit = credit or name
    return Image(url=url, alt=alt, caption=caption, credit=credit)
