"""The rules any site may choose from, field by field: visible lines first, then JSON-LD, OpenGraph and the rest."""

from __future__ import annotations

import re
from datetime import datetime

from lxml.etree import _Element as Element

from newsarchive.dates import parse_date
from newsarchive.errors import UnknownDate
from newsarchive.extraction import metadata
from newsarchive.extraction.bylines import byline_names, split_names
from newsarchive.extraction.lines import date_lines
from newsarchive.extraction.rules import Rule, rule
from newsarchive.extraction.text import inner_text
from newsarchive.extraction.view import PageView

Names = tuple[str, ...]

_ARROWS = re.compile(r"^(?:(?:Â?[»›]|>)\s*)+|(?:\s*(?:Â?[»›]|>))+$")
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_AUTHOR_NAME = re.compile(r"(?:^|[\s_-])(?:author|auteur|byline)(?![_-]*(?:bio|box|photo))", re.IGNORECASE)


@rule("h1")
def h1(view: PageView) -> str | None:
    """The <h1> most like the page's title."""
    at = view.headline_at
    return view.pieces[at].text if at is not None and at in view.headings else None


@rule("line that is the title")
def titled(view: PageView) -> str | None:
    """The line, in whatever element, that is word for word what the page's title or JSON-LD says."""
    return view.pieces[view.headline_at].text if view.headline_at is not None else None


def json_ld(key: str) -> Rule[str]:
    """A property of the JSON-LD article."""
    return Rule(f"JSON-LD {key}", lambda view: metadata.node_text(view.node, key))


def meta(*names: str) -> Rule[str]:
    """The first of some <meta> that is there."""
    return Rule(f"meta {names[0]}", lambda view: next((view.meta[name] for name in names if name in view.meta), None))


@rule("title")
def title(view: PageView) -> str | None:
    """og:title or <title>, without the publisher's name."""
    return view.title


def printed(role: str, *, with_time: bool = False) -> Rule[str]:
    """A date printed near the headline under a label of that role ("published", "modified")."""

    def find(view: PageView) -> str | None:
        lines = (line for line in view.printed_dates if line.role == role and line.has_time >= with_time)
        return next((line.text for line in lines), None)

    return Rule(f"{role} line{' with time' if with_time else ''}", find)


def printed_against(role: str, stated: Rule[str]) -> Rule[str]:
    """A labelled day that metadata contradicts by more than zones can explain: what is printed counts."""

    def find(view: PageView) -> str | None:
        printed_day = next((line.text for line in view.printed_dates if line.role == role), None)
        claimed = stated.find(view)
        return printed_day if printed_day and claimed and _days_apart(printed_day, claimed) > 1 else None

    return Rule(f"{role} line against metadata", find)


def _days_apart(one: str, other: str) -> int:
    try:
        moments = [parse_date(one), parse_date(other)]
    except UnknownDate:
        return 0
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in moments]
    return abs((days[0] - days[1]).days)


def unlabelled(*, with_time: bool) -> Rule[str]:
    """A date printed near the headline without a label."""

    def find(view: PageView) -> str | None:
        lines = (line for line in view.printed_dates if line.role is None and line.has_time >= with_time)
        return next((line.text for line in lines), None)

    return Rule(f"date line{' with time' if with_time else ''}", find)


def distant(role: str) -> Rule[str]:
    """The one date of that role that a line far from the headline prints."""
    return Rule(
        f"distant {role} line", lambda view: next((line.text for line in view.distant_dates if line.role == role), None)
    )


@rule("closing byline")
def closing_date(view: PageView) -> str | None:
    """The date of "Publié le 12 novembre à 19h24 par Élodie": no year is printed."""
    return view.closing_byline[0] if view.closing_byline else None


def listed(field: str) -> Rule[str]:
    """What listings print of the field beside their links to the page."""
    return Rule("listing", lambda view: view.listed.get(field))


def section_link(address: str) -> Rule[str]:
    """The last link above the headline whose address the regex is found in: a place comes first, the section next."""

    def find(view: PageView) -> str | None:
        above = view.pieces[max(0, (view.headline_at or 0) - 4) : view.headline_at]
        links = (link for piece in above if not piece.aside for link in piece.links)
        return next(reversed([without_marks(text) for href, text in links if re.search(address, href)]), None)

    return Rule("section line", find)


def without_marks(text: str) -> str:
    """A link's text without the arrows around it; "»" may have been read as Latin-1 before it was printed."""
    return _ARROWS.sub("", text)


def time_element(itemprop: str) -> Rule[str]:
    """The datetime of a <time> or other element marked with that microdata property."""

    def find(view: PageView) -> str | None:
        return next((found for e in _marked(view, itemprop) if (found := e.get("datetime") or e.get("content"))), None)

    return Rule(f"microdata {itemprop}", find)


def _marked(view: PageView, itemprop: str) -> list[Element]:
    marked = (e for e in view.document.root.iter("time", "span", "p", "div") if e.get("itemprop") == itemprop)
    return [e for e in marked if not view.in_comment(e)]


@rule("time element")
def header_time(view: PageView) -> str | None:
    """The datetime of the first <time> near the headline that no label calls the time of a change."""
    for piece in view.header:
        for element in piece.element.iter("time"):
            if element.get("datetime") and not any(line.role == "modified" for line in date_lines(piece.text)):
                return element.get("datetime")
    return None


@rule("closing byline")
def closing_author(view: PageView) -> Names | None:
    """The first name in a closing byline."""
    return (view.closing_byline[1],) if view.closing_byline and view.closing_byline[1] else None


@rule("byline")
def byline(view: PageView) -> Names | None:
    """The names of "Par …" near the headline."""
    return next((names for piece in view.header if (names := byline_names(piece.text))), None)


@rule("author element")
def author_element(view: PageView) -> Names | None:
    """The short text near the headline of an element that is named after its author."""
    for piece in view.header:
        around = (piece.element, piece.element.getparent())
        names = " ".join(e.get("class") or "" for e in around if e is not None)
        if len(piece.text) <= 60 and piece.kind != "image" and _AUTHOR_NAME.search(names):
            return byline_names(piece.text) or split_names(piece.text) or None
    return None


@rule("JSON-LD author")
def json_ld_authors(view: PageView) -> Names | None:
    """Names of the JSON-LD article's authors, unless all it names is the publisher."""
    authors = metadata.node_names(view.node, "author")
    publishers = {*metadata.node_names(view.node, "publisher"), view.meta.get("og:site_name")}
    return tuple(name for name in authors if name not in publishers) or None


@rule("JSON-LD publisher as author")
def json_ld_publisher(view: PageView) -> Names | None:
    """Names of the JSON-LD article's authors, the publisher among them."""
    return metadata.node_names(view.node, "author") or None


@rule("microdata author")
def microdata_authors(view: PageView) -> Names | None:
    """Names of what is marked as the author (https://schema.org/author), of the name inside it where that is marked."""
    names: list[str] = []
    for element in view.document.root.iterfind(".//*[@itemprop='author']"):
        inner = element.find(".//*[@itemprop='name']")
        named = element if inner is None else inner
        if not view.in_comment(element):
            names += split_names(named.get("content") or inner_text(named))
    return tuple(dict.fromkeys(names)) or None


@rule("meta author")
def meta_authors(view: PageView) -> Names | None:
    """Names in <meta name="author"> and its like, unless they are an address."""
    found = (view.meta.get(name) for name in _AUTHOR_METAS)
    text = next((text for text in found if text and "://" not in text), "")
    return split_names(text) or None


@rule("rel=author")
def rel_author(view: PageView) -> Names | None:
    """The text of links marked as the author's."""
    links = [a for a in view.document.root.iter("a") if "author" in (a.get("rel") or "").split()]
    texts = [inner_text(a) for a in links if not view.in_comment(a)]
    return tuple(dict.fromkeys(name for text in texts for name in split_names(text))) or None


@rule("tag links")
def tag_links(view: PageView) -> Names | None:
    """Texts of links to tag pages that stand after the headline."""
    pieces = view.pieces[view.headline_at or 0 :]
    tags = [text for p in pieces if not p.aside for href, text in p.links if view.landmarks.is_tag(href)]
    return tuple(dict.fromkeys(without_marks(text).lstrip("#") for text in tags)) or None


@rule("meta article:tag")
def meta_tags(view: PageView) -> Names | None:
    """Every <meta property="article:tag">, which some sites use once for all tags."""
    return _words(metadata.meta_lists(view.document.root, "article:tag"))


@rule("JSON-LD keywords")
def json_ld_keywords(view: PageView) -> Names | None:
    """Keywords of the JSON-LD article, as a list or as one line with commas."""
    return _words(metadata.node_names(view.node, "keywords"))


def _words(lines: Names) -> Names | None:
    return tuple(dict.fromkeys(word for line in lines for word in re.split(r"\s*,\s*", line) if word)) or None
