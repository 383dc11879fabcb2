"""A page in reading order: the flat run of text pieces a reader's eye would meet, each with what it stood in.

Everything else is decided on these pieces, so that a page reads the same whatever its tags and class names are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element as Element

from newsarchive.extraction.text import tidy

PieceKind = Literal["text", "heading", "item", "quote", "caption", "image"]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data dfn del em font i ins kbd label mark nobr q s samp small span"
    " strike strong sub sup time tt u var wbr"
)
_SKIPPED = _tags(
    "nav script style noscript template svg iframe head select option button input textarea object embed audio video"
    " canvas map math datalist dialog"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset(("b", "strong"))
_CAPTION_NAME = re.compile(r"\b(?:wp-caption-text|(?:figure|image|photo)-caption|itemImage(?:Caption|Credits))\b")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREAK = "\x1f"
"""Stands for <br> while text is gathered: newlines of the source are mere white space."""
_BLANK_LINE = re.compile(f"{_BREAK}(?:\\s*{_BREAK})+")


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text between two block boundaries, or an image."""

    kind: PieceKind
    text: str
    element: Element
    """The block element whose own text this is (the <img> of an image)."""
    level: int = 0
    """1-6 of a heading, nesting depth from 0 of a list item."""
    ordered: bool = False
    list_root: Element | None = None
    """The outermost <ul>/<ol> an item belongs to."""
    list_item: Element | None = None
    """The innermost <li> it stands in: one item may be several pieces."""
    links: list[tuple[str, str]] = field(default_factory=list)
    bold: int = 0
    """Characters of the text that are bold."""
    aside: bool = False
    """Inside <aside>, <footer>, or a <form> that is not around the whole page."""

    @property
    def linked(self) -> int:
        """Characters of the text that are links."""
        return sum(len(text) for _, text in self.links)

    @property
    def is_link(self) -> bool:
        """Whether the whole piece is one link, as a teaser's headline or a menu entry is."""
        return bool(self.links) and self.linked >= 0.9 * len(self.text)


def _is_named_caption(element: Element) -> bool:
    """Whether it is what WordPress and Joomla put captions in instead of <figcaption>."""
    names = element.get("class")
    return names is not None and _CAPTION_NAME.search(names) is not None


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN_STYLE.search(style))


def _size(element: Element) -> int:
    """How many elements it is made of, itself among them."""
    return sum(1 for _ in element.iter())


def _paragraphs(text: str) -> list[str]:
    """Text parted at blank lines; a single <br> stays a line break."""
    if _BREAK not in text:
        return [line] if (line := tidy(text)) else []
    parts = ("\n".join(filter(None, map(tidy, part.split(_BREAK)))) for part in _BLANK_LINE.split(text))
    return [part for part in parts if part]


def read(root: Element) -> list[Piece]:
    """The pieces of a page in reading order. Hidden elements, <nav>, scripts and controls are passed over."""
    return _Reader().read(root)


class _Reader:
    """One walk over the tree; a block boundary ends the piece being gathered."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.buffer: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.bold = 0
        self.block: Element | None = None
        self.kind: PieceKind = "text"
        self.level = 0
        self.lists: list[Element] = []
        self.list_item: Element | None = None
        self.aside = 0
        self.link_start = 0
        self.href: str | None = None
        self.size = 0

    def read(self, root: Element) -> list[Piece]:
        self.block = root
        self.size = _size(root)
        self._children(root)
        self._flush()
        return self.pieces

    def _children(self, element: Element) -> None:
        buffer = self.buffer
        if (text := element.text) and (buffer or not text.isspace()):
            buffer.append(text)
        for child in element:
            tag = child.tag
            if tag == "br":
                buffer.append(_BREAK)
            elif tag == "img":
                self._image(child)
            elif isinstance(tag, str) and tag not in _SKIPPED and not _is_hidden(child):
                if tag in _INLINE and not (tag == "span" and _is_named_caption(child)):
                    self._inline(child, tag)
                else:
                    self._block(child, tag)
            if (text := child.tail) and (buffer or not text.isspace()):
                buffer.append(text)

    def _inline(self, element: Element, tag: str) -> None:
        if tag == "a":
            return self._link(element)
        start = len(self.buffer)
        self._children(element)
        if tag in _BOLD:
            self.bold += len(tidy("".join(self.buffer[start:])))
        return None

    def _link(self, element: Element) -> None:
        outer, self.href = self.href, element.get("href") or self.href
        self.link_start = len(self.buffer)
        self._children(element)
        self._end_link()
        self.href = outer

    def _end_link(self) -> None:
        text = tidy("".join(self.buffer[self.link_start :]))
        if text and self.href:
            self.links.append((self.href, text))

    def _image(self, element: Element) -> None:
        piece = Piece("image", tidy(element.get("alt") or ""), element, aside=bool(self.aside))
        piece.links = [(self.href, piece.text)] if self.href else []
        self.pieces.append(piece)

    def _block(self, element: Element, tag: str) -> None:
        if self.href:
            self._end_link()
        self._flush()
        outer = self.block, self.kind, self.level, self.list_item
        self.block = element
        aside = tag in ("aside", "footer") or (tag == "form" and not self._is_page(element))
        self.aside += aside
        if tag in ("ul", "ol"):
            self.lists.append(element)
        elif tag == "li" and self.lists:
            self.kind, self.level, self.list_item = "item", len(self.lists) - 1, element
        elif tag in _HEADINGS:
            self.kind, self.level = "heading", _HEADINGS[tag]
        elif tag == "blockquote":
            self.kind = "quote"
        elif tag == "figcaption" or _is_named_caption(element):
            self.kind = "caption"
        self._children(element)
        if self.href:
            self._end_link()
        self._flush()
        if tag in ("ul", "ol"):
            self.lists.pop()
        self.aside -= aside
        self.block, self.kind, self.level, self.list_item = outer

    def _is_page(self, form: Element) -> bool:
        """Whether a form is around the headline or around most of the page, as some systems build theirs."""
        return form.find(".//h1") is not None or 2 * _size(form) > self.size

    def _flush(self) -> None:
        if not self.buffer:
            return
        parts = _paragraphs("".join(self.buffer))
        self.buffer.clear()
        self.link_start = 0
        links, bold = self.links, self.bold
        self.links, self.bold = [], 0
        for part in parts:
            self._add(part, links if len(parts) == 1 else [link for link in links if link[1] in part], bold)

    def _add(self, text: str, links: list[tuple[str, str]], bold: int) -> None:
        assert self.block is not None
        item = self.kind == "item"
        self.pieces.append(
            Piece(
                self.kind,
                text,
                self.block,
                level=self.level,
                ordered=item and self.lists[-1].tag == "ol" if self.lists else False,
                list_root=self.lists[0] if item and self.lists else None,
                list_item=self.list_item if item else None,
                links=links,
                bold=min(bold, len(text)),
                aside=bool(self.aside),
            )
        )


def ancestors(piece: Piece) -> Iterator[Element]:
    """The block a piece stands in, then each element around it."""
    yield piece.element
    yield from piece.element.iterancestors()
