"""Bytes to a parsed page: which charset, which tree, and what had to be forgiven on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import w3lib.encoding
from lxml import etree
from lxml.etree import _Element as Element
from parsel import Selector

from newsarchive.errors import EmptyPage, UnreadablePage
from newsarchive.items import Problem

MAX_BYTES = 10 * 2**20
"""A news article of more than 10 MiB of HTML does not exist; something else was served."""
MAX_READ = 3 * 2**19
MAX_TAGS = 15_000
"""Several times what the largest article pages hold. What goes beyond is not read: no page may take long."""
MAX_ATTRIBUTES = 10_000
"""Of one tag; parsers compare each with all before it."""

_ATTRIBUTE_END = re.compile(rb"[\s/]+")
_LONG_TAG = re.compile(rb"<[^<]{%d}" % (2 * MAX_ATTRIBUTES))
_CONTROLS = bytes((*range(9), 0x0B, *range(0x0E, 0x20)))
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_WINDOWS = {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "cp1252"}


class Document:
    """A parsed page, and the problems met while parsing it."""

    def __init__(self, root: Element, url: str, problems: tuple[Problem, ...] = (), charset: str = "utf-8") -> None:
        self.root = root
        self.url = url
        self.charset = charset
        self.problems = problems

    @cached_property
    def selector(self) -> Selector:
        """For rules that are a CSS or XPath expression."""
        return Selector(root=self.root, type="html")

    @cached_property
    def body(self) -> Element:
        """The <body>, or the whole tree where there is none."""
        body = self.root.find("body")
        return self.root if body is None else body


def parse(body: bytes, url: str, encoding: str | None = None) -> Document:
    """A Document of one HTML page; `encoding` is the charset its HTTP header declares, if any.

    Raises EmptyPage for a body without text, UnreadablePage for one too large or that no parser takes.
    """
    if len(body) > MAX_BYTES:
        raise UnreadablePage(f"the page weighs {len(body) / 2**20:.0f} MiB; more than 10 MiB is never an article")
    text, charset, problems = decode(body, encoding)
    markup = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    if not markup.strip():
        raise EmptyPage("the response has no body: nothing was kept of it")
    if b"<" not in markup:
        raise UnreadablePage("the response is not HTML: it holds no tag at all")
    parser = etree.HTMLParser(encoding="utf-8")
    enough = bounded(markup)
    root = etree.fromstring(enough, parser)
    if root is None:
        raise UnreadablePage("the response is not HTML: no parser finds an element in it")
    return Document(root, url, (*problems, *_unread(parser, len(markup) - len(enough))), charset)


def bounded(markup: bytes, tags: int = MAX_TAGS) -> bytes:
    """As much of a page as any article needs."""
    if len(markup) <= MAX_READ and markup.count(b"<") < tags and not _LONG_TAG.search(markup):
        return markup
    parts = markup[:MAX_READ].split(b"<", tags)[:tags]
    return b"<".join(part for part in parts if len(part) <= 2 * MAX_ATTRIBUTES or not _is_crowded(part))


def _is_crowded(part: bytes) -> bool:
    """Whether a tag without its "<" holds more attributes than any real one; a picture as an address is none."""
    tag = part.partition(b">")[0]
    return b";base64," not in tag and len(_ATTRIBUTE_END.findall(tag)) > MAX_ATTRIBUTES


def _unread(parser: etree.HTMLParser, left_out: int) -> Iterator[Problem]:
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        yield _problem("TooDeep", "elements are nested more than 256 deep; what lies deeper was not read")
    if left_out:
        yield _problem("TooLong", f"the page is larger than any article; {left_out:,} bytes of it were not read")


def decode(body: bytes, encoding: str | None = None) -> tuple[str, str, tuple[Problem, ...]]:
    """The text of a response, the charset it is in and, where the declared one cannot be true, the problem.

    Bytes that are valid UTF-8 with accents in them are UTF-8 whatever is declared: no other charset looks like it by
    chance. Otherwise the HTTP header counts, then <meta charset>, and Windows-1252 stands in for what cannot be
    (as in https://encoding.spec.whatwg.org/, where it also reads what is labelled iso-8859-1).
    """
    name, bom = w3lib.encoding.read_bom(body)
    if name and bom:
        return body[len(bom) :].decode(name, "replace"), name, ()
    declared = w3lib.encoding.resolve_encoding(encoding or _declared(body) or "utf-8") or "utf-8"
    try:
        text = body.decode("utf-8")
        actual = "utf-8"
    except UnicodeDecodeError:
        text, actual = _decode_legacy(body, declared)
    if body.isascii() or declared == actual or {declared, actual} <= _WINDOWS:
        return text, actual, ()
    return text, actual, (_problem("WrongCharset", f"the page declares {declared} but its bytes are {actual}"),)


def _decode_legacy(body: bytes, declared: str) -> tuple[str, str]:
    name = "cp1252" if declared in _WINDOWS else declared
    if name != "utf-8":
        try:
            return body.decode(name), declared
        except (UnicodeDecodeError, LookupError):
            pass
    damaged = body.decode("utf-8", "replace")
    if damaged.count("�") * 200 < len(re.findall(r"[^\x00-\x7f]", damaged)) * 100:
        return damaged, "utf-8"
    return body.decode("cp1252", "replace"), "cp1252"


def _declared(body: bytes) -> str | None:
    found = _META_CHARSET.search(body[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _problem(error: str, message: str) -> Problem:
    return Problem(stage="extract", error=error, message=message)
