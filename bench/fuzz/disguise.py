"""Mutations that leave an article alone: its page is built otherwise, and must read the same.

`NEUTRAL` ones change nothing a reader sees or a class name says, on any page. The others take from the replica's pages
what a reader of structure must not rely on: names, tags, where the sidebar stands, what machines are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lxml import etree
from lxml.etree import _Element as Element

from bench.fuzz.markup import (
    TOKEN,
    Mutation,
    before_tags,
    elements,
    on_text,
    on_tree,
    tag_of,
    take_out,
    tokens,
    wrap,
)

_BLOCKS = frozenset((b"p", b"div", b"h1", b"h2", b"h3", b"ul", b"ol", b"figure", b"section", b"article"))
_CLOSES_P = _BLOCKS | {b"blockquote", b"form", b"aside", b"footer", b"main", b"hr", b"table"}
_WORD = re.compile(r"(?<![&#\w])[A-Za-zÀ-ÿ]{4,}")
_NAMES = (
    "a1",
    "css-x9f3",
    "col-12",
    "sc-bdVaJa",
    "jsx-42",
    "wrapper",
    "teaser",
    "footer",
    "Article__body",
    "é",
)
_GARBAGE = (
    b'data-k="<p>Publi\xc3\xa9 le 01/01/2001 - 10:00</p>"',
    b'data-a=\'{"datePublished": "2001-01-01"}\'',
    b'aria-label="Mis \xc3\xa0 jour le 02/02/2002 - 10:00"',
    b'onclick="alert(1)"',
    b"data-empty",
    b'lang="fr"',
    b'title="Soyez le premier \xc3\xa0 commenter"',
    b"data-q=a&b",
    b'xml:space="preserve"',
    b'data-z=""',
)
_HIDDEN = (
    b"<script>document.write('<h1>Publi\xc3\xa9 le 01/01/2001 - 10:00</h1>')</script>",
    b"<style>p:before{content:'Sondage'}</style>",
    b'<script type="application/json">{"headline": "Autre"}</script>',
    b"<noscript><p>Laisser un commentaire</p></noscript>",
    b"<template><h2>Sondage</h2></template>",
    b'<span style="display: none">Publi\xc3\xa9 le 01/01/2001 - 10:00</span>',
)
_HIDDEN_BLOCKS = (
    *_HIDDEN,
    b'<div style="display:none">Publi\xc3\xa9 le 01/01/2001 - 10:00</div>',
    b"<div hidden><h1>Un autre titre</h1><p>Laisser un commentaire</p></div>",
    b'<iframe src="/x/"></iframe>',
)
_COMMENTS = (
    b"<!-- -->",
    b"<!-- <h1>Sondage</h1> -->",
    b"<!--[if lt IE 9]><p>Publi\xc3\xa9 le 01/01/2001</p><![endif]-->",
)
_EMPTY = (b"<p>&nbsp;</p>", b"<div></div>", b"<hr>", b"<p></p>", b"<div> <span></span> </div>", b"<p><br></p>")
_ADVERTISEMENTS = (
    '<div class="pub"><span>PUBLICITÉ</span><ins></ins></div>'.encode(),
    "<p>Publicité</p>".encode(),
    b"<div><script async src=//pub.example/x.js></script></div>",
)
_MARKS = (
    "<span>{}</span>",
    "<font>{}</font>",
    "<wbr>{}",
    "{}<!-- -->",
    "&shy;{}",
    "{}&#8203;",
    "<abbr>{}</abbr>",
)
_WRAPPINGS = (["table", "tr", "td"], ["div"], ["span"], ["center"], ["section", "div"], ["article"], ["font"])
_TEASERS = re.compile(rb'<div class="(?:widget_article|block block-views)">|<section>\s*<h2>')
_COMMENTS_BELOW = """<div id="c"><h2>2 commentaires</h2><ol><li><div><b>Jeannot25</b></div>
<div>le 07/02/2026 à 10h12</div><div><p>Un avis de lecteur qui ne fait pas partie de cet article.</p></div></li>
<li><p>Publié le 08/02/2026 - 11:00</p><p>Encore un avis de lecteur sous cet article.</p></li></ol></div>""".encode()
READER_COMMENTS = (
    "Un avis de lecteur qui ne fait pas partie de cet article.",
    "Encore un avis de lecteur sous cet article.",
    "Jeannot25",
)
"""Texts that `comments_below` puts under an article."""


def html_comments(body: bytes, rng: Random) -> bytes:
    """Comments of the markup stand in between."""
    return before_tags(body, rng, frozenset(), lambda: rng.choice(_COMMENTS), 40)


def tag_case(body: bytes, rng: Random) -> bytes:
    """Some tags are written in capitals."""
    share = rng.choice((0.1, 1))
    row = tokens(body)
    for i, token in enumerate(row):
        name = tag_of(token)[0]
        if name and rng.random() < share:
            row[i] = re.sub(rb"^</?[a-zA-Z0-9]+", lambda tag: tag[0].upper(), token)
    return b"".join(row)


def attribute_garbage(body: bytes, rng: Random) -> bytes:
    """Tags bear attributes that say nothing of what they hold."""
    share = rng.choice((0.05, 0.5))
    row = tokens(body)
    for i, token in enumerate(row):
        name, ends = tag_of(token)
        if name and not ends and rng.random() < share:
            at = len(name) + 1
            row[i] = token[:at] + b" " + rng.choice(_GARBAGE) + b" " + token[at:].lstrip()
    return b"".join(row)


def hidden_elements(body: bytes, rng: Random) -> bytes:
    """Scripts, styles and templates stand in between."""
    return before_tags(body, rng, _BLOCKS, lambda: rng.choice(_HIDDEN))


def null_bytes(body: bytes, rng: Random) -> bytes:
    """Null bytes stand between tags and text."""
    row = tokens(body)
    return b"".join(token + b"\x00" if rng.random() < 0.05 else token for token in row)


@on_text
def white_space(text: str, rng: Random) -> str:
    """White space is other white space."""
    return re.sub(r"\s+", lambda _: rng.choice((" ", "\n", "\t", "\r\n   ", "\n\n\n", "&nbsp;")), text)


@on_text
def entities(text: str, rng: Random) -> str:
    """Letters are written as entities."""
    forms = ("&#{};", "&#x{:X};", "&#0{};")
    if "&" in text:
        return text
    return re.sub(r"[^\W\d_]", lambda letter: _as_entity(letter[0], rng.choice(forms), rng), text)


def _as_entity(letter: str, form: str, rng: Random) -> str:
    return form.format(ord(letter)) if rng.random() < 0.2 else letter


@on_text
def words_marked(text: str, rng: Random) -> str:
    """Words stand in inline elements, or can be broken."""
    return _WORD.sub(lambda word: rng.choice(_MARKS).format(word[0]) if rng.random() < 0.2 else word[0], text)


NEUTRAL: tuple[Mutation, ...] = (
    html_comments,
    tag_case,
    attribute_garbage,
    hidden_elements,
    white_space,
    entities,
    words_marked,
)


def names_removed(body: bytes, rng: Random) -> bytes:
    """No element has a class or an id."""
    return _with_names(body, lambda _: b"")


def names_random(body: bytes, rng: Random) -> bytes:
    """Classes and ids are other words."""
    known: dict[bytes, bytes] = {}
    steady = rng.random() < 0.5

    def rename(attribute: bytes) -> bytes:
        word = f' {rng.choice(("class", "id"))}="{rng.choice(_NAMES)}"'.encode()
        return known.setdefault(attribute, word) if steady else word

    return _with_names(body, rename)


def _with_names(body: bytes, rename: Callable[[bytes], bytes]) -> bytes:
    pattern = re.compile(rb"""\s(?:class|id)=(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
    return TOKEN.sub(lambda t: pattern.sub(lambda a: rename(a[0]), t[0]) if tag_of(t[0])[0] else t[0], body)


def hidden_blocks(body: bytes, rng: Random) -> bytes:
    """Elements that no reader sees stand between blocks."""
    return before_tags(body, rng, _BLOCKS, lambda: rng.choice(_HIDDEN_BLOCKS))


def empty_elements(body: bytes, rng: Random) -> bytes:
    """Empty paragraphs and rules stand between blocks."""
    return before_tags(body, rng, _BLOCKS, lambda: rng.choice(_EMPTY))


def advertised(body: bytes, rng: Random) -> bytes:
    """Advertisements stand between paragraphs."""
    return before_tags(body, rng, frozenset((b"p",)), lambda: rng.choice(_ADVERTISEMENTS), 3)


def unclosed(body: bytes, rng: Random) -> bytes:
    """End tags of paragraphs and items are left out where HTML allows it."""
    row = tokens(body)
    kept = []
    for i, token in enumerate(row):
        following = next((each for each in row[i + 1 :] if not each.isspace()), b"")
        if not (_may_be_left_out(token, following) and rng.random() < 0.7):
            kept.append(token)
    return b"".join(kept)


def _may_be_left_out(token: bytes, following: bytes) -> bool:
    name, ends = tag_of(following)
    if token.lower() == b"</p>":
        return name in _CLOSES_P or (ends and name in (b"li", b"td", b"body"))
    return token.lower() == b"</li>" and (name, ends) in ((b"li", False), (b"ul", True), (b"ol", True))


@on_tree
def wrapped(root: Element, rng: Random) -> None:
    """Blocks stand in some elements more, tables among them."""
    found = elements(root, "p", "h1", "h2", "h3", "figure", "ul", "ol", "section", "article", "div", "main", "header")
    for element in rng.sample(found, min(len(found), rng.choice((1, 10)))):
        wrap(element, rng.choice(_WRAPPINGS) * rng.choice((1, 2, 6)))


@on_tree
def in_a_form(root: Element, rng: Random) -> None:
    """The whole page is one form, as some systems build theirs."""
    body = root.find("body")
    if body is not None:
        _wrap_children(body, rng.choice((["form"], ["form", "table", "tr", "td"], ["form", "div", "div"])))


def _wrap_children(body: Element, names: list[str]) -> None:
    """Put all that an element holds into new ones, the outermost first."""
    children, text = list(body), body.text
    inner = body
    body.text = None
    for name in names:
        inner = etree.SubElement(inner, name)
    inner.text = text
    inner.extend(children)


@on_tree
def tags_renamed(root: Element, rng: Random) -> None:
    """Elements that mean something are <div>, and the other way round."""
    names = {"div": ("section", "div"), "section": ("div", "article"), "article": ("div", "section"), "main": ("div",)}
    names |= {"header": ("div",), "strong": ("b",), "figure": ("div",), "figcaption": ("div", "p"), "aside": ("div",)}
    chosen = {old: rng.choice(new) for old, new in names.items() if rng.random() < 0.6}
    for element in root.iter(*names):
        element.tag = chosen.get(str(element.tag), element.tag)


@on_tree
def sidebar_moved(root: Element, rng: Random) -> None:
    """The boxes of the sidebar stand before the article instead of after it, or at the very end."""
    boxes = _boxes(root)
    if rng.random() < 0.5 and len(boxes) > 1:
        boxes = rng.sample(boxes, 1)
    place = next((e for e in root.iter("main", "div") if e.tag == "main" or e.get("id") == "main"), None)
    body = root.find("body")
    if place is None or body is None:
        return
    at_end = rng.random() < 0.3
    for box in boxes:
        take_out(box)
        body.append(box) if at_end else place.addprevious(box)


def _boxes(root: Element) -> list[Element]:
    """The boxes beside an article: what stands under the heading of an advertisement for jobs, and its like."""
    heads = [
        e for e in root.iter("h3") if (e.text or "").startswith(("Offre d'emploi", "Devenez", "Publiez", "Sondage"))
    ]
    return [parent for head in heads if (parent := head.getparent()) is not None]


@on_tree
def metadata_removed(root: Element, rng: Random) -> None:
    """Machines are told less or nothing."""
    for element in [*root.iter("meta"), *root.iter("script")]:
        told = element.get("property") or element.get("name") or "ld+json" in (element.get("type") or "")
        if told and element.getparent() is not None and rng.random() < 0.7:
            take_out(element)


def comments_below(body: bytes, rng: Random) -> bytes:
    """Readers' comments stand between the article and its teasers."""
    return _TEASERS.sub(lambda teasers: _COMMENTS_BELOW + teasers[0], body, count=1)


def recoded(body: bytes, rng: Random) -> bytes:
    """The page is in another charset, and says so, or in UTF-8 and says otherwise."""
    text = body.decode("utf-8", "replace")
    charset = rng.choice(("iso-8859-1", "windows-1252", "iso-8859-15", "utf-16"))
    declared = re.sub(r"(?i)(charset=[\"']?)[\w-]+", rf"\g<1>{charset}", text, count=1)
    if charset == "utf-16" or rng.random() < 0.7:
        return declared.encode(charset, "xmlcharrefreplace")
    return declared.encode()


LAST: tuple[Mutation, ...] = (null_bytes, recoded)
"""Mutations of the bytes, after which no other can read the page."""

DISGUISES: tuple[Mutation, ...] = (
    names_removed,
    names_random,
    hidden_blocks,
    empty_elements,
    advertised,
    unclosed,
    wrapped,
    in_a_form,
    tags_renamed,
    sidebar_moved,
    metadata_removed,
    comments_below,
)
