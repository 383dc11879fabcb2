"""Sitemaps of half a million addresses nobody wrote an article for: made while they are sent, and never kept."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Literal, get_args

from newsarchive.demo.exchange import Answer
from newsarchive.demo.story import SITE

GiantForm = Literal["plain", "gzip", "index"]

PATHS: dict[GiantForm, str] = {
    "plain": "/sitemap-geant.xml",
    "gzip": "/sitemap-geant.xml.gz",
    "index": "/sitemap-geant-index.xml",
}
CHILDREN = 500
"""Sitemaps the index names."""
CHILD = re.compile(r"/sitemap-geant-(\d{1,3})\.xml")
NOBODYS = re.compile(r"/article-que-personne-na-ecrit-\d{7}/")
PIECE = 2_000
"""Addresses sent at once: 300 kB."""
FIRST_DAY = date(2008, 7, 10).toordinal()
DAYS = 6_000
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NOT_FOUND = Answer(status=404, body=b"<!DOCTYPE html><title>Page introuvable</title><h1>Page introuvable</h1>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Giant:
    """How many addresses; `form` says which of the three forms robots.txt names. All three are answered."""

    addresses: int
    form: GiantForm = "plain"

    def __post_init__(self) -> None:
        if self.addresses < CHILDREN:
            raise ValueError(f"A giant sitemap has {CHILDREN} addresses or more, not {self.addresses}.")
        if self.form not in get_args(GiantForm):
            raise ValueError(f"A giant sitemap is {', '.join(get_args(GiantForm))}, not {self.form}.")

    @property
    def path(self) -> str:
        """The one robots.txt names."""
        return PATHS[self.form]


def answer_giant(giant: Giant, path: str) -> Answer | None:
    """A sitemap, the index, or a short 404 at the addresses they name; None at any other path."""
    if NOBODYS.fullmatch(path):
        return NOT_FOUND
    if path == PATHS["index"]:
        return Answer(body=_index(), content_type="application/xml; charset=utf-8")
    if path == PATHS["gzip"]:
        return Answer(stream=partial(_packed, range(giant.addresses)), content_type="application/x-gzip")
    numbers = range(giant.addresses) if path == PATHS["plain"] else _numbers_of_child(giant, path)
    return Answer(stream=partial(_pieces, numbers), content_type="application/xml; charset=utf-8") if numbers else None


def _numbers_of_child(giant: Giant, path: str) -> range | None:
    match = CHILD.fullmatch(path)
    child = int(match[1]) if match else 0
    return range(child - 1, giant.addresses, CHILDREN) if 1 <= child <= CHILDREN else None


def _index() -> bytes:
    paths = (f"/sitemap-geant-{child}.xml" for child in range(1, CHILDREN + 1))
    children = "".join(f"<sitemap><loc>{SITE}{path}</loc></sitemap>\n" for path in paths)
    return f"{DECLARATION}<sitemapindex {SCHEMA}>\n{children}</sitemapindex>\n".encode()


def _pieces(numbers: range) -> Iterator[bytes]:
    """A sitemap (https://www.sitemaps.org/protocol.html), which may well be longer than the 50,000 allowed."""
    yield f"{DECLARATION}<urlset {SCHEMA}>\n".encode()
    entries = map(_entry, numbers)
    while piece := "".join(islice(entries, PIECE)):
        yield piece.encode()
    yield b"</urlset>\n"


def _packed(numbers: range) -> Iterator[bytes]:
    """The same as a gzip file (RFC 1952)."""
    packer = zlib.compressobj(level=1, wbits=zlib.MAX_WBITS | 16)
    yield from filter(None, map(packer.compress, _pieces(numbers)))
    yield packer.flush()


def _entry(number: int) -> str:
    day = date.fromordinal(FIRST_DAY + number * 7919 % DAYS)
    return f"<url><loc>{SITE}/article-que-personne-na-ecrit-{number:07}/</loc><lastmod>{day}</lastmod></url>\n"
