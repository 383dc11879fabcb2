"""Where addresses are found: sitemaps, feeds and the links of a page. Pure functions on bytes.

Formats: sitemaps.org protocol 0.9 (urlset, sitemapindex), RSS 2.0, RSS 1.0 (RDF), Atom (RFC 4287).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Literal, cast
from urllib.parse import urljoin

from lxml import etree

from ..dates import PARIS
from ..errors import UnreadableBody
from .decoding import GZIP_MAGIC, Unpacked

_ENTRIES = ("{*}sitemap", "{*}url", "{*}item", "{*}entry")
_DATES = ("lastmod", "updated", "pubDate", "date", "published")
_DOCUMENTS = frozenset({"sitemapindex", "urlset", "rss", "RDF", "feed"})
# Listings load more through a link, or through an address a script reads from the button.
# Plain strings cost a third of lxml's own, which remember where they stood.
_LINKS = etree.XPath(
    "//a/@href | //link[@rel='next']/@href | //@data-href | //@data-url | //@data-next", smart_strings=False
)
_BLANK = re.compile(rb"\s*")
_HTTP = ("http://", "https://")
_BASE = etree.XPath("//base/@href", smart_strings=False)
_W3C_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address a sitemap or feed names."""

    url: str
    """As printed, white space aside."""
    lastmod: str | None = None
    """Last change, as printed."""
    kind: Literal["sitemap", "page"] = "page"


def entries(body: bytes, *, limit: int) -> Iterator[Entry]:
    """What a sitemap, sitemap index or feed names, in its order, read piece by piece; raises UnreadableBody.

    A file that is itself gzip (`sitemap.xml.gz`) is unpacked as it is read, to `limit` bytes at most. Broken XML is
    read up to where it breaks.
    """
    nodes = etree.iterparse(_opened(body, limit), tag=_ENTRIES, recover=True, resolve_entities=False)
    try:
        for _, node in nodes:
            if entry := _entry(node):
                yield entry
            _forget(node)
    except etree.XMLSyntaxError as error:
        raise UnreadableBody(f"This is no sitemap or feed: {error.msg}.") from error
    if nodes.root is None or (name := _local_name(nodes.root)) not in _DOCUMENTS:
        what = "text without markup" if nodes.root is None else f"a document of type <{name}>"
        raise UnreadableBody(f"This is no sitemap or feed but {what}.")


def parsed(body: bytes) -> etree._Element | None:
    """The tree of an HTML page, None where there is none."""
    try:
        return etree.fromstring(body, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.XMLSyntaxError:
        return None


def base_of(root: etree._Element, base_url: str) -> str:
    """What the page's relative addresses are relative to."""
    return next((absolute(base_url, href) for href in _texts(_BASE, root)), None) or base_url


def links(root: etree._Element, base_url: str) -> Iterator[str]:
    """Absolute http addresses a page links to, in page order, fragments and repetitions left out."""
    base = base_of(root, base_url)
    for printed in dict.fromkeys(href.strip().partition("#")[0] for href in _texts(_LINKS, root)):
        if printed and (url := absolute(base, printed)):
            yield url


def moment_of(lastmod: str) -> datetime | None:
    """When a `lastmod` (W3C date or RFC 822) says a page last changed, aware; a day counts from its end in Paris.

    None for a text that is neither: sitemaps are often careless.
    """
    text = lastmod.strip()
    try:
        if _W3C_DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.max, PARIS)
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _opened(body: bytes, limit: int) -> BytesIO | Unpacked:
    """What an XML parser is to read."""
    if body.startswith(GZIP_MAGIC):
        return Unpacked(body, limit=limit)
    document = BytesIO(body)
    if blank := _BLANK.match(body):
        document.seek(blank.end())
    return document


def _entry(node: etree._Element) -> Entry | None:
    texts: dict[str, str] = {}
    for child in node.iterchildren(tag=etree.Element):
        is_target = child.get("rel", "alternate") == "alternate"
        if text := ((child.get("href") if is_target else None) or child.text or "").strip():
            texts.setdefault(_local_name(child), text)
    url = texts.get("loc") or texts.get("link")
    if not url:
        return None
    lastmod = next((texts[name] for name in _DATES if name in texts), None)
    return Entry(url=url, lastmod=lastmod, kind="sitemap" if _local_name(node) == "sitemap" else "page")


def _forget(node: etree._Element) -> None:
    """Free what was read: the parser keeps the whole tree otherwise."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _texts(path: etree.XPath, root: etree._Element) -> list[str]:
    """What an XPath to attributes finds; lxml's types allow for any other result."""
    return cast("list[str]", path(root))


def _local_name(node: etree._Element) -> str:
    return etree.QName(node).localname


def absolute(base: str, href: str) -> str | None:
    """An href as an address, None for what is not http.

    Most are printed in full or from the root, and urljoin is ten times as dear.
    """
    scheme, _, host = base.split("/", 3)[:3]
    if href.startswith(_HTTP):
        return href
    if href.startswith("/"):
        return scheme + href if href.startswith("//") else f"{scheme}//{host}{href}"
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    return url if url.startswith(_HTTP) else None
