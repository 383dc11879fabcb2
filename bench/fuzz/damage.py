"""Mutations that may destroy a page: whatever is left of it must be read, or refused in a sentence."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from random import Random

from lxml.etree import _Element as Element

from bench.fuzz.markup import Mutation, elements, on_tree, take_out, wrap
from bench.fuzz.sources import sources

_SIMPLE_TAG = re.compile(rb"</?[a-zA-Z][^<>]*>")
_STRAY = """
</div> </body> </html> </p> <p> <li> <td> <table> <tr> <select> <option> <svg> <math> <textarea> <title> <plaintext>
<script> <style> <noscript> <template> <form> <a> <a/href=/x/> <b> <h1> <h2> <ul> <ol> <dl><dd> <blockquote> <pre> <nav>
<aside> <iframe> <object> <frameset> <head> <body> <html> <br/> <p/> <div/> <!-- --> <!--> <![CDATA[ ]]> <!DOCTYPE>
<?xml?> <? < <> </ </> <1> <p:q> <é> <main> <article>
""".encode().split()
_ENTITIES = b"""
&#0; &#1; &#31; &#128; &#xD800; &#xDFFF; &#x110000; &#99999999999; &#; &#x; &; &nbsp &nbsp; &eacute &amp;amp; &lt;p&gt;
&notin; &NotEqualTilde; &zwj; &rlm; &#8238; &#xFEFF; &#x1F468;&#x200D;&#x1F469; &apos; &ZZZZ;
""".split()
_UNITS = (
    *("mot ", "x", " ", "\n", "1", "12/03/2013 ", "©", "• ", "&nbsp;", "<br>", "<p>a</p>", "<b>", "par ", "-", "a.b@"),
    *("<div>", "<li>x", "<td>#", "<time>#</time>", "<h1>Titre #</h1>", "<img src=/#.jpg>", "<meta name=m# content=#>"),
    *("<p>© Nom #</p>", "<p>Publié le 12/03/2013 - 1#</p>", "<p>Un texte #.</p>", "Economie<br>", "Laisser un "),
    *(
        "<a href=/#/>un lien vers ailleurs</a>",
        "<a href=/tags/#/>#</a>",
        "<h3><a href=/#/>Un article</a></h3><p>Oui.</p>",
    ),
    '<script type="application/ld+json">{"@type": "Article"}</script>',
)
"""What a page may be swollen with; # is a number that counts."""
_ADDRESSES = (
    "http://[",
    "http://[::1",
    "//",
    "http://%zz/",
    "javascript:void(0)",
    "http://a:99999999/",
    "?",
    "../" * 200,
    "http://xn--\u00e9.example/",
    "data:text/html;base64,x",
    "mailto:",
    "http://" + "a." * 300,
)
_STAMPS = (
    "99/99/9999 - 99:99",
    "31/02/2013 - 25:61",
    "le 0 janvier 0000 à 0h00",
    "Publié le 1/1/1 - 1:1",
    "Publié le 12 novembre à 19h24 par ",
    "Mis à jour le 29 février 1900",
    "Publié le " + "1" * 500,
    "Du 1 au 31 mars 2026 + 3 dates supplémentaires",
    "il y a 99999999 ans",
    "1/6 - ©",
    "© ©©",
    "VIDÉO • • •",
    "• ",
    "par " * 100,
    "\u0661\u0662/\u0660\u0663/\u0662\u0660\u0661\u0663",
    "²³/¼/2013",
)


def cut(body: bytes, rng: Random) -> bytes:
    """A range of bytes is missing."""
    start = rng.randrange(len(body) + 1)
    return body[:start] + body[start + rng.choice((1, 20, 500, 5_000, 50_000)) :]


def truncated(body: bytes, rng: Random) -> bytes:
    """The page ends early."""
    return body[: rng.randrange(len(body) + 1)]


def beheaded(body: bytes, rng: Random) -> bytes:
    """The page begins late."""
    return body[rng.randrange(len(body) + 1) :]


def flipped(body: bytes, rng: Random) -> bytes:
    """Some bytes are others."""
    spoilt = bytearray(body)
    for _ in range(rng.choice((1, 10, 300)) if body else 0):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)


def controls_inserted(body: bytes, rng: Random) -> bytes:
    """Null bytes, control characters and halves of characters stand in between."""
    return _scatter(body, rng, b"\x00 \x1b \x7f \x85 \xc3 \xff \xed\xa0\x80 \xef\xbf\xbe \xe2\x80\xae".split(b" "))


def charset_confused(body: bytes, rng: Random) -> bytes:
    """The bytes are of another charset than is said."""
    text = body.decode("utf-8", "replace")
    charset = rng.choice(("latin-1", "cp1252", "utf-16", "utf-16-le", "utf-7", "iso-8859-15", "shift_jis", "cp037"))
    if rng.random() < 0.3:
        return body.decode("cp1252", "replace").encode()
    if rng.random() < 0.3:
        return re.sub(rb"(?i)charset=[\"']?[\w-]+", b"charset=" + charset.encode(), body)
    return text.encode(charset, "replace")


def tags_dropped(body: bytes, rng: Random) -> bytes:
    """Some tags are missing."""
    share = rng.choice((0.01, 0.1, 0.5, 0.95))
    return _SIMPLE_TAG.sub(lambda tag: b"" if rng.random() < share else tag[0], body)


def never_closed(body: bytes, rng: Random) -> bytes:
    """Some or all end tags are missing."""
    share = rng.choice((0.1, 0.5, 1))
    return re.sub(rb"</[a-zA-Z][^<>]*>", lambda tag: b"" if rng.random() < share else tag[0], body)


def stray_tags(body: bytes, rng: Random) -> bytes:
    """Tags stand where they make no sense."""
    return _scatter(body, rng, _STRAY)


def entities_inserted(body: bytes, rng: Random) -> bytes:
    """Entities that exist, do not exist, or must not."""
    return _scatter(body, rng, _ENTITIES)


def lines_inserted(body: bytes, rng: Random) -> bytes:
    """Lines that look like dates, bylines, captions or kickers and are not, where other text stood."""
    stamps = [rng.choice(_STAMPS).encode() for _ in range(20)]
    texts = re.compile(rb"(?<=>)[^<>]{3,200}(?=<)")
    return texts.sub(lambda text: rng.choice(stamps) if rng.random() < 0.05 else text[0], body)


def quotes_broken(body: bytes, rng: Random) -> bytes:
    """Quotation marks of attributes are missing or other ones."""
    share = rng.choice((0.001, 0.05, 0.5))
    marks = (b"", b'"', b"'", b">")
    return re.sub(rb"[\"']", lambda mark: rng.choice(marks) if rng.random() < share else mark[0], body)


def swollen(body: bytes, rng: Random) -> bytes:
    """Something huge is in the way: a text, a word, a tag repeated, an attribute, white space."""
    size = rng.choice((10_000, 100_000, 100_000, 1_000_000, rng.choice((100_000, 6_000_000))))
    unit = rng.choice(_UNITS).encode()
    piece = b"".join(unit.replace(b"#", str(number).encode()) for number in range(size // len(unit)))
    if rng.random() < 0.2:
        piece = b'<p class="%b">' % piece.translate(None, b'"<>')
    place = rng.randrange(len(body) + 1)
    return body[:place] + piece + body[place:]


def spliced(body: bytes, rng: Random) -> bytes:
    """A range of another page's bytes stands in this one."""
    other = rng.choice(sources()).page.body
    start, place = rng.randrange(len(other) + 1), rng.randrange(len(body) + 1)
    return body[:place] + other[start : start + rng.choice((100, 3_000, 30_000))] + body[place:]


def metadata_damaged(body: bytes, rng: Random) -> bytes:
    """JSON-LD and <meta> hold anything."""
    keys = ("headline", "description", "author", "datePublished", "dateModified", "articleSection", "keywords")
    node = {key: _anything(rng, 3) for key in keys} | {"@type": rng.choice(("NewsArticle", "Article", 3, None))}
    text = json.dumps(rng.choice((node, [node], {"@graph": [node, 1, [node]]}, {"@graph": node})))
    if rng.random() < 0.2:
        text = text.replace('"', "", 1) if rng.random() < 0.5 else "[" * 100_000 + text
    script = f'<script type="application/ld+json">{text}</script>'
    meta = f'<meta property="{rng.choice(("og:title", "article:published_time"))}" content="{rng.choice(_STAMPS)}">'
    return (script + meta).encode() + body


def _anything(rng: Random, depth: int) -> object:
    """A JSON value of any type."""
    leaves: tuple[object, ...] = (
        "",
        "\ud800",
        "\u0000",
        "texte",
        None,
        True,
        0,
        -1.5e300,
        "2013-03-12T17:32:00+01:00",
        "&lt;b&gt;",
        [],
    )
    if depth and rng.random() < 0.4:
        inner = [_anything(rng, depth - 1) for _ in range(rng.randrange(3))]
        return inner if rng.random() < 0.5 else {rng.choice(("name", "@value", "@id", "url")): each for each in inner}
    return rng.choice(leaves)


@on_tree
def addresses_damaged(root: Element, rng: Random) -> None:
    """Links and images lead to what is no address."""
    for element in root.iter("a", "img", "link", "meta"):
        if rng.random() < 0.2:
            name = {"a": "href", "link": "href", "img": "src", "meta": "content"}[str(element.tag)]
            element.set(name, rng.choice(_ADDRESSES))


@on_tree
def swapped(root: Element, rng: Random) -> None:
    """Two parts of the page have changed places."""
    for _ in range(rng.randint(1, 5)):
        one, other = _two(root, rng)
        if one is None or other is None or one in (other, *other.iterancestors()) or other in one.iterancestors():
            continue
        mark = deepcopy(one)
        _replace(one, mark)
        _replace(other, one)
        _replace(mark, other)


def _replace(old: Element, new: Element) -> None:
    parent = old.getparent()
    assert parent is not None
    parent.replace(old, new)


def _two(root: Element, rng: Random) -> tuple[Element | None, Element | None]:
    found = elements(root)
    return (rng.choice(found), rng.choice(found)) if found else (None, None)


@on_tree
def moved(root: Element, rng: Random) -> None:
    """A part stands somewhere else."""
    part, place = _two(root, rng)
    if part is not None and place is not None and part is not place and part not in place.iterancestors():
        take_out(part)
        place.insert(rng.randrange(len(place) + 1), part)


@on_tree
def duplicated(root: Element, rng: Random) -> None:
    """Parts stand there several times."""
    for element in rng.sample(found := elements(root), min(len(found), 3)):
        for _ in range(rng.choice((1, 3, 30)) if len(list(element.iter())) < 50 else 1):
            element.addnext(deepcopy(element))


@on_tree
def parts_dropped(root: Element, rng: Random) -> None:
    """Parts are missing."""
    for element in rng.sample(found := elements(root), min(len(found), rng.choice((1, 3, 20)))):
        if element.getparent() is not None:
            take_out(element)


@on_tree
def nested_deeper(root: Element, rng: Random) -> None:
    """Parts stand in many elements more."""
    for element in rng.sample(found := elements(root), min(len(found), 3)):
        name = rng.choice("div table ul li span b a form blockquote h1 aside p font".split())
        wrap(element, [name] * rng.choice((1, 5, 50, 240, 2_000)))


@on_tree
def tags_exchanged(root: Element, rng: Random) -> None:
    """Elements bear other names."""
    share = rng.choice((0.01, 0.1, 0.5))
    found = elements(root)
    names = [element.tag for element in found] or ["div"]
    for element in found:
        if rng.random() < share:
            element.tag = rng.choice(names)


@on_tree
def texts_shuffled(root: Element, rng: Random) -> None:
    """Texts stand in other elements."""
    found = [element for element in elements(root) if element.text and element.tag not in ("script", "style")]
    texts = [element.text for element in found]
    rng.shuffle(texts)
    for element, text in zip(found, texts, strict=True):
        element.text = text


@on_tree
def attributes_exchanged(root: Element, rng: Random) -> None:
    """Elements have each other's attributes."""
    found = elements(root)
    for element in rng.sample(found, len(found) // 5):
        for name, value in rng.choice(found).attrib.items():
            element.set(name, value)


DAMAGES: tuple[Mutation, ...] = (
    cut,
    truncated,
    beheaded,
    flipped,
    controls_inserted,
    charset_confused,
    tags_dropped,
    never_closed,
    stray_tags,
    entities_inserted,
    lines_inserted,
    quotes_broken,
    swollen,
    spliced,
    metadata_damaged,
    addresses_damaged,
    swapped,
    moved,
    duplicated,
    parts_dropped,
    nested_deeper,
    tags_exchanged,
    texts_shuffled,
    attributes_exchanged,
)


def _scatter(body: bytes, rng: Random, pieces: tuple[bytes, ...] | list[bytes]) -> bytes:
    """The page with some of these pieces anywhere in it."""
    places = sorted(rng.randrange(len(body) + 1) for _ in range(rng.choice((1, 10, 200))))
    parts = [body[start:end] for start, end in zip([0, *places], [*places, len(body)], strict=True)]
    return parts[0] + b"".join(rng.choice(pieces) + part for part in parts[1:])
