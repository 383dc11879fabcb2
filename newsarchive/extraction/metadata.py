"""What a page says of itself to machines: JSON-LD, OpenGraph and other <meta>, <title>, canonical link.

Sources: https://schema.org/NewsArticle, https://ogp.me/, https://html.spec.whatwg.org/multipage/semantics.html.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element as Element

from newsarchive.extraction.text import inner_text, tidy

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review)$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_LINE_BREAK = re.compile(r"[\r\n\t]+")
_TITLE_TAIL = re.compile(r"\s+[|•·]\s+[^|•·]{2,60}$|\s+[-–—]\s+[^-–—|]{2,40}$")

Node = dict[str, Any]


def meta_values(root: Element) -> dict[str, str]:
    """`name`, `property` or `itemprop` of each <meta>, in lower case, with its content; the first of a name counts."""
    values: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = tidy(element.get("content") or "")
        if name and content:
            values.setdefault(name.strip().lower(), content)
    return values


def meta_lists(root: Element, *names: str) -> tuple[str, ...]:
    """Contents of all <meta> that bear one of the names, e.g. every `article:tag`."""
    found = (tidy(e.get("content") or "") for e in root.iter("meta") if (e.get("property") or e.get("name")) in names)
    return tuple(dict.fromkeys(filter(None, found)))


def page_title(root: Element) -> str | None:
    """The text of <title>."""
    title = root.find(".//title")
    return (inner_text(title) or None) if title is not None else None


def without_site_name(title: str) -> str:
    """A title without the publisher's name that is tacked on behind a dash or a bar."""
    return _TITLE_TAIL.sub("", title) or title


def canonical_link(root: Element) -> str | None:
    """The href of <link rel="canonical">."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return tidy(link.get("href") or "")
    return None


def article_node(root: Element) -> Node:
    """The JSON-LD node that describes the article, else a dated WebPage; an empty dict where there is none.

    People and publishers that are only named by `@id`, as WordPress plug-ins do, are put in their place.
    """
    nodes = [node for text in _scripts(root) for node in _nodes(_loads(text))]
    articles = [node for node in nodes if any(map(_ARTICLE_TYPES.search, _types(node)))]
    pages = [node for node in nodes if "WebPage" in _types(node) and "datePublished" in node]
    best = max(articles or pages, key=len, default={})
    named = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    return {**best, **{key: _resolved(best[key], named) for key in ("author", "publisher") if key in best}}


def _scripts(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            yield script.text


def _resolved(value: object, named: Mapping[str, Node]) -> object:
    if isinstance(value, list):
        return [_resolved(entry, named) for entry in value]
    if isinstance(value, dict) and "name" not in value:
        return named.get(str(value.get("@id")), value)
    return value


def _loads(text: str) -> object:
    """JSON as found in the wild: comments around it, raw line breaks in strings, commas too many; else None."""
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
    )
    for candidate in (text, _TRAILING_COMMA.sub("", _LINE_BREAK.sub(" ", text))):
        try:
            return json.loads(candidate, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def _nodes(data: object) -> Iterator[Node]:
    if isinstance(data, list):
        for entry in data:
            yield from _nodes(entry)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(data.get(key), dict | list):
                yield from _nodes(data[key])


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds)]


def node_text(node: Node, key: str) -> str | None:
    """A property as one line of text; the first of several."""
    value = node.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return (tidy(_unescape(value)) or None) if isinstance(value, str) else None


def node_names(node: Node, key: str) -> tuple[str, ...]:
    """A property as names: people of `author`, words of `keywords`."""
    value = node.get(key)
    entries = value if isinstance(value, list) else [value]
    names: list[str] = []
    for entry in entries:
        name = entry.get("name") if isinstance(entry, dict) else entry
        found = name if isinstance(name, list) else [name]
        names += [tidy(_unescape(each)) for each in found if isinstance(each, str)]
    return tuple(dict.fromkeys(filter(None, names)))


def _unescape(text: str) -> str:
    return html.unescape(text) if "&" in text else text
