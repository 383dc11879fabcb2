"""What the head of a page says of its article: title, description, OpenGraph, JSON-LD."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from newsarchive.demo.story import SITE, Story
from newsarchive.demo.truth import clean

TRUNCATED_AT = 150


def meta_description(story: Story) -> str:
    """The chapô with its kicker, cut at a word with an ellipsis where it is long."""
    text = " • ".join(filter(None, (story.kicker, clean(story.description).replace("\n", " "))))
    if len(text) <= TRUNCATED_AT:
        return text
    return f"{text[:TRUNCATED_AT].rsplit(' ', 1)[0]}{'…' if story.number % 2 else ' […]'}"


def open_graph(story: Story) -> dict[str, str]:
    """OpenGraph properties; empty for pages without them."""
    if story.metadata == "none":
        return {}
    properties = {
        "og:locale": "fr_FR",
        "og:type": "article",
        "og:title": story.headline,
        "og:description": meta_description(story),
        "og:url": story.url,
        "og:site_name": "maCommune.info",
        "article:section": story.section,
    }
    if story.images:
        properties["og:image"] = story.images[0].url
    return properties


def json_ld(story: Story) -> str:
    """A script's content (https://schema.org/NewsArticle), empty for pages without it; "</" never occurs in it."""
    if story.metadata not in ("jsonld", "graph", "contradictory"):
        return ""
    node = _news_article(story)
    if story.metadata == "graph":
        site = {"@type": "WebSite", "@id": f"{SITE}/#website", "url": f"{SITE}/", "name": "maCommune.info"}
        page = {"@type": "WebPage", "@id": story.url, "url": story.url, "isPartOf": {"@id": site["@id"]}}
        document: dict[str, Any] = {"@context": "https://schema.org", "@graph": [site, page, node]}
    else:
        document = {"@context": "https://schema.org", **node}
    return json.dumps(document, ensure_ascii=False).replace("</", "<\\/")


def _news_article(story: Story) -> dict[str, Any]:
    shift = timedelta(days=2, hours=3) if story.metadata == "contradictory" else timedelta()
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": meta_description(story),
        "mainEntityOfPage": story.url,
        "datePublished": (story.published + shift).isoformat(),
        "articleSection": story.section,
        "publisher": {"@type": "Organization", "name": "maCommune.info", "url": f"{SITE}/"},
    }
    if story.modified:
        node["dateModified"] = story.modified.isoformat()
    if story.byline:
        node["author"] = {"@type": "Person", "name": story.byline}
    if story.images:
        node["image"] = [image.url for image in story.images]
    return node
