"""pleinair.net: Joomla with K2. Articles answer by their number, below any menu; only listings date them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from newsarchive.demo.clock import DAYS, MONTHS
from newsarchive.demo.exchange import Answer
from newsarchive.demo.grammar import slugify
from newsarchive.demo.small.paper import PAGE, House, Paper
from newsarchive.demo.story import Story
from newsarchive.demo.truth import ArticleTruth, truth_of

ROBOTS = b"User-agent: *\nDisallow: /administrator/\nDisallow: /cache/\n"
ARCHIVED = 24
"""How many articles, the newest, are listed as current; the others are in the archive."""
_ITEM = re.compile(r"/(?:(?:[\w-]+/)*item|archive-actu)/(?P<number>\d+)-[\w-]+/?")
_LISTING = re.compile(r"/(?P<section>actualites|archive-actu)?/?|/details/itemlist/tag/(?P<tag>[\w-]+)/?")


class Pleinair(House):
    """Plein Air of Pontarlier."""

    name = "pleinair"
    home = "https://www.pleinair.net"

    def adapt(self, story: Story, serial: int) -> Story:
        """Numbers count down from the newest."""
        number = 9000 - 11 * serial
        path = f"/actualites/item/{number}-{slugify(story.headline)}"
        byline = f"Écrit par {story.place} Info" if serial % 4 == 0 else None
        return replace(
            story, number=number, path=path, byline=byline, section="Actualités", related_heading="Autres articles"
        )

    def truth(self, story: Story, promoted: tuple[Story, ...]) -> ArticleTruth:
        """The date is that of the listings; there is no other."""
        truth = truth_of(story, promoted)
        bare = story.path.rpartition("/")[2]
        return replace(
            truth,
            paths=(story.path, f"/archive-actu/{bare}"),
            authors=(story.byline.removeprefix("Écrit par "),) if story.byline else (),
            date_published_raw=print_list_date(story.published),
            teasers=tuple(replace(teaser, description=None) for teaser in truth.teasers),
        )

    def answer(self, paper: Paper, path: str, query: Mapping[str, str]) -> Answer | None:
        """Joomla takes an address with and without its final slash."""
        if path == "/robots.txt":
            return Answer(body=ROBOTS, content_type="text/plain")
        if path == "/sitemap.xml":
            return self.sitemap(paper.stories)
        if path == "/" and query.get("format") == "feed":
            return self.feed(paper, f"{self.home}/?format=feed&type=rss")
        if found := _ITEM.fullmatch(path):
            story = next((story for story in paper.stories if story.number == int(found["number"])), None)
            return self.article(paper, story, slug=slugify) if story else None
        if found := _LISTING.fullmatch(path):
            return self._listing(paper, path.rstrip("/"), found, int(query.get("start", "0")))
        return None

    def _listing(self, paper: Paper, path: str, found: re.Match[str], start: int) -> Answer | None:
        stories = _listed(paper, found)
        if start >= len(stories):
            return None
        entries = [(_printed_path(story, found), print_list_date(story.published), story) for story in stories]
        return self.page(
            "listing",
            name=found["tag"] or found["section"] or "Accueil",
            entries=entries[start : start + PAGE],
            next=f"{path}?start={start + PAGE}" if path and start + PAGE < len(stories) else None,
            slug=slugify,
        )


def _listed(paper: Paper, found: re.Match[str]) -> Sequence[Story]:
    if found["tag"]:
        return paper.tagged(found["tag"])
    archived = found["section"] == "archive-actu"
    return paper.stories[ARCHIVED:] if archived else paper.stories[:ARCHIVED]


def _printed_path(story: Story, found: re.Match[str]) -> str:
    """The archive prints addresses of its own for the same articles."""
    bare = story.path.rpartition("/")[2]
    return f"/archive-actu/{bare}" if found["section"] == "archive-actu" else story.path


def print_list_date(moment: datetime) -> str:
    """`lundi, 09 février 2026 15:38`."""
    return f"{DAYS[moment.weekday()].lower()}, {moment:%d} {MONTHS[moment.month - 1]} {moment:%Y %H:%M}"
