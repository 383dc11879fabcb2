"""Which address of the replica answers what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs

from newsarchive.demo.assets import answer_asset
from newsarchive.demo.chrome import PAGES, listed_names
from newsarchive.demo.edition import Edition
from newsarchive.demo.exchange import Answer
from newsarchive.demo.feeds import FEEDS, render_feed
from newsarchive.demo.giant import answer_giant
from newsarchive.demo.rendering import render_amp, render_article, render_listing, render_message
from newsarchive.demo.sitemaps import render_robots, render_sitemap
from newsarchive.demo.story import SITE, Story
from newsarchive.demo.weaving import LISTING_PAGE

FRONT_PAGE = 10
FRONT_ARTICLES = 60
GONE = {404: "Page introuvable", 410: "Article supprimé"}

Handler = Callable[[Edition, re.Match[str]], Answer | None]


def route(edition: Edition, path: str, query: str, extra: Sequence[str] = ()) -> Answer:
    """The answer at a path; `extra` addresses are added to the legacy sitemap."""
    if edition.giant and (giant := answer_giant(edition.giant, path)):
        return giant
    words = parse_qs(query, keep_blank_values=True)
    if path == "/" and (answer := _front_by_query(edition, words)):
        return answer
    if path.endswith(".xml") and (sitemap := render_sitemap(edition, path, extra)):
        return Answer(body=sitemap.encode(), content_type="application/xml; charset=utf-8")
    if "amp" in words and (story := _live(edition, f"{path.rstrip('/')}/")):
        return _page(render_amp(story))
    for pattern, handler in ROUTES:
        if (match := pattern.fullmatch(path)) and (answer := handler(edition, match)):
            return answer
    return error(edition, path, 404)


def error(edition: Edition, path: str, status: int) -> Answer:
    """An error page, in HTML as everything else."""
    text = "Désolé, la page que vous cherchez n'existe pas ou n'existe plus."
    return _page(render_message(edition, path, GONE.get(status, GONE[404]), text), status)


def _front_by_query(edition: Edition, words: Mapping[str, list[str]]) -> Answer | None:
    """`/?feed=<name>` and `/?p=<number>`."""
    name = (words.get("feed") or [""])[0]
    if name in FEEDS:
        return _feed(edition, name)
    number = (words.get("p") or [""])[0]
    story = edition.numbered.get(number)
    return _redirect(story.url) if story else None


def _front(edition: Edition, match: re.Match[str]) -> Answer | None:
    stories = edition.known_through("listing")[:FRONT_ARTICLES]
    return _listing(edition, "/", "L'actualité de Besançon et de la Franche-Comté", stories, match, FRONT_PAGE)


def _section(edition: Edition, match: re.Match[str]) -> Answer | None:
    name = listed_names().get(match["name"])
    if name is None:
        return None
    stories = edition.listings.get(name, ())
    return _listing(edition, f"/actualite/{match['name']}/", name, stories, match, LISTING_PAGE)


def _tag(edition: Edition, match: re.Match[str]) -> Answer | None:
    tagged = edition.tagged.get(match["name"])
    if not tagged:
        return None
    return _listing(edition, f"/tags/{match['name']}/", tagged[0][0], [story for _, story in tagged], match, 10)


def _listing(
    edition: Edition, path: str, title: str, stories: Sequence[Story], match: re.Match[str], size: int
) -> Answer | None:
    page, pages = int(match["page"] or 1), max(1, -(-len(stories) // size))
    if not 1 <= page <= pages:
        return None
    shown = stories[(page - 1) * size : page * size]
    return _page(render_listing(edition, path, title, shown, page, pages))


def _article(edition: Edition, match: re.Match[str]) -> Answer | None:
    story = edition.at(match[0])
    if story is None:
        return None
    return _elsewhere(edition, story, match[0]) or _page(render_article(edition, story))


def _amp(edition: Edition, match: re.Match[str]) -> Answer | None:
    story = edition.at(match["path"])
    if story is None:
        return None
    return _elsewhere(edition, story, match["path"]) or _page(render_amp(story))


def _elsewhere(edition: Edition, story: Story, path: str) -> Answer | None:
    """What is answered at the path of an article that has moved or is deleted; None where it stands."""
    if story.path != path:
        return _redirect(story.url, story.moved_with)
    if story.gone_status == 301:
        return _redirect(f"{SITE}/")
    return error(edition, path, story.gone_status) if story.gone_status else None


def _drupal_alias(edition: Edition, match: re.Match[str]) -> Answer | None:
    """`/article/<slug>-<id>`, the addresses of the Drupal years: only the articles of those years have them."""
    story = edition.at(f"/{match['slug']}/")
    return _redirect(story.url) if story and story.legacy else None


def _missing_slash(edition: Edition, match: re.Match[str]) -> Answer | None:
    known = route(edition, f"{match[0]}/", "")
    return _redirect(f"{match[0]}/") if known.status in (200, 301, 308, 410) else None


def _house(edition: Edition, match: re.Match[str]) -> Answer | None:
    title = PAGES.get(match["slug"])
    return _page(render_message(edition, match[0], title, f"{title} : écrivez-nous.")) if title else None


def _feed(edition: Edition, name: str) -> Answer:
    return Answer(body=render_feed(edition, name).encode(), content_type="application/rss+xml; charset=utf-8")


def _live(edition: Edition, path: str) -> Story | None:
    story = edition.stories.get(path)
    return story if story and story.gone_status is None else None


def _page(html: str, status: int = 200) -> Answer:
    return Answer(status=status, body=html.encode())


def _redirect(location: str, status: int = 301) -> Answer:
    return Answer(status=status, location=location)


def _robots(edition: Edition, match: re.Match[str]) -> Answer:
    return Answer(body=render_robots(edition).encode(), content_type="text/plain")


ROUTES: tuple[tuple[re.Pattern[str], Handler], ...] = (
    (re.compile(r"/robots\.txt"), _robots),
    (re.compile(r"/(?:page/(?P<page>\d+)/)?"), _front),
    (re.compile(r"/feed/"), lambda edition, match: _feed(edition, "actualite-une")),
    (re.compile(r"/actualite/(?P<name>[^/]+)/(?:page/(?P<page>\d+)/)?"), _section),
    (re.compile(r"/tags/(?P<name>[^/]+)/(?:page/(?P<page>\d+)/)?"), _tag),
    (re.compile(r"/(?:wp-content|wp-includes|sites)/.+"), lambda edition, match: answer_asset(match[0])),
    (re.compile(r"/(?:.+/)"), _article),
    (re.compile(r"(?P<path>/.+/)amp/"), _amp),
    (re.compile(r"/article/(?P<slug>[^/]+)/?"), _drupal_alias),
    (re.compile(r"/(?P<slug>[^/]+)/"), _house),
    (re.compile(r"/.*[^/]"), _missing_slash),
)
"""Tried in order; a handler that gives None leaves the path to the next."""
