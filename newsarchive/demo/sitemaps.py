"""Sitemaps (https://www.sitemaps.org/protocol.html): one index as WordPress makes it, one for the legacy part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from newsarchive.demo.edition import Edition
from newsarchive.demo.grammar import slugify
from newsarchive.demo.rendering import environment
from newsarchive.demo.story import SITE, Story

LENGTH = 50
"""Addresses in one sitemap at most."""
INDEXES = {"/wp-sitemap.xml": "/wp-sitemap-", "/sitemap-archives.xml": "/sitemap-archives-"}
"""Path of an index to how the paths of its parts begin."""
RULES = ("User-agent: *", "Disallow: /wp-admin/", "Disallow: /recherche/", "Allow: /wp-admin/admin-ajax.php")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address in a sitemap or an index."""

    url: str
    lastmod: datetime | None


def render_robots(edition: Edition) -> str:
    """robots.txt (RFC 9309) with the lines the edition adds to its one group."""
    sitemaps = (*INDEXES, *([edition.giant.path] if edition.giant else ()))
    lines = (*RULES, *edition.robots, "", *(f"Sitemap: {SITE}{path}" for path in sitemaps))
    return "\n".join((*lines, ""))


def render_sitemap(edition: Edition, path: str, extra: Iterable[str] = ()) -> str | None:
    """The index or part at a path, None where there is none. `extra` addresses form a part of the legacy index."""
    parts = _parts(edition, tuple(extra))
    if path in INDEXES:
        entries = [_summary(part, parts[part]) for part in parts if part.startswith(INDEXES[path])]
        return _render(entries, "sitemapindex", "sitemap")
    return _render(parts[path], "urlset", "url") if path in parts else None


@lru_cache(maxsize=2)
def _parts(edition: Edition, extra: tuple[str, ...]) -> dict[str, Sequence[Entry]]:
    """Path of each part to its entries, oldest articles first."""
    stories = edition.known_through("sitemap")[::-1]
    groups: dict[str, list[Entry]] = {
        "/wp-sitemap-posts-post": [_entry(s) for s in stories if not s.legacy and s.path.count("/") == 2],
        "/wp-sitemap-posts-agenda": [_entry(s) for s in stories if s.path.startswith("/agenda/")],
        "/wp-sitemap-posts-video": [_entry(s) for s in stories if s.path.startswith("/video/")],
        "/wp-sitemap-taxonomies-post_tag": list(_tags(stories)),
        "/sitemap-archives": [_entry(s) for s in stories if s.legacy],
        "/sitemap-archives-divers": [Entry(url=url, lastmod=None) for url in extra],
    }
    return {
        f"{name}-{start // LENGTH + 1}.xml": entries[start : start + LENGTH]
        for name, entries in groups.items()
        for start in range(0, len(entries), LENGTH)
    }


def _entry(story: Story) -> Entry:
    return Entry(url=story.url, lastmod=story.stamp)


def _tags(stories: Iterable[Story]) -> Iterator[Entry]:
    for slug in sorted({slugify(tag) for story in stories for tag in story.tags}):
        yield Entry(url=f"{SITE}/tags/{slug}/", lastmod=None)


def _summary(part: str, entries: Sequence[Entry]) -> Entry:
    return Entry(url=SITE + part, lastmod=max((entry.lastmod for entry in entries if entry.lastmod), default=None))


def _render(entries: Sequence[Entry], root: str, tag: str) -> str:
    return environment().get_template("sitemap.xml").render(entries=entries, root=root, tag=tag)
