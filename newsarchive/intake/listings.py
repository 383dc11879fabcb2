"""The dates a listing prints beside its links, by structure alone: some sites date their articles nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree

from ..extraction.lines import date_lines
from ..extraction.text import inner_text
from .discovery import absolute, base_of

_YEARS = etree.XPath("//body//*[not(self::script or self::style)][text()[contains(., '20') or contains(., '19')]]")
_MOST_WORDS = 40
"""Characters a line may print beside its date: a label, an author. A sentence with a date in it is no date line."""
_PARTS = 3
"""How many elements deep a date may be cut into day, month and year."""


def dates_beside_links(root: etree._Element, base_url: str, article: Callable[[str], str | None]) -> dict[str, str]:
    """Article to the date printed beside links to it, as printed.

    `article` gives the identity of an absolute address, None for one that is no article's. A date belongs to the one
    article that the innermost element around it links to. Where that links to several, as a flat run of titles and
    dates does, each has its own if there are as many dates as articles; else the date is nobody's, as is one that
    shares nothing but the page. Of several dates the one that stands closest counts.
    """
    inside = _articles_inside(root, base_of(root, base_url), article)
    groups: dict[etree._Element, list[str]] = defaultdict(list)
    for holder, text in _dates(root):
        container = next((e for e in (holder, *holder.iterancestors()) if e in inside), None)
        if container is not None and container.tag != "body":
            groups[container].append(text)
    dates: dict[str, str] = {}
    for container in sorted(groups, key=_depth, reverse=True):
        articles, texts = inside[container], groups[container]
        if len(articles) == 1:
            dates.setdefault(next(iter(articles)), texts[0])
        elif len(articles) == len(texts):
            dates = dict(zip(articles, texts, strict=True)) | dates
    return dates


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _articles_inside(
    root: etree._Element, base: str, article: Callable[[str], str | None]
) -> dict[etree._Element, dict[str, None]]:
    """Element to the articles that links in it lead to, in page order."""
    inside: dict[etree._Element, dict[str, None]] = defaultdict(dict)
    for link in root.iter("a"):
        url = absolute(base, (link.get("href") or "").strip())
        if url and (identity := article(url.partition("#")[0])):
            for element in (link, *link.iterancestors()):
                inside[element][identity] = None
    return dict(inside)


def _dates(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Elements that hold a date and little else, in page order, with the date as printed."""
    for element in cast("list[etree._Element]", _YEARS(root)):
        for holder, _ in zip((element, *element.iterancestors()), range(_PARTS), strict=False):
            line = inner_text(holder)
            found = next((found for found in date_lines(line[:200]) if found.role != "modified"), None)
            if found is None:
                continue
            if len(line) <= len(found.text) + _MOST_WORDS:
                yield holder, found.text
            break
