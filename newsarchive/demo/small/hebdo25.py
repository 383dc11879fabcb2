"""hebdo25.net: WordPress. Town prefixes in headlines, a bare count of views, dates in several forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from markupsafe import Markup

from newsarchive.demo.clock import MONTHS, day_of_month
from newsarchive.demo.exchange import Answer
from newsarchive.demo.grammar import load_data, slugify
from newsarchive.demo.small.paper import PAGE, House, Paper
from newsarchive.demo.story import Story
from newsarchive.demo.truth import ArticleTruth, truth_of

DateForm = Literal["json-ld", "meta", "time", "day", "line"]
DATE_FORMS: tuple[DateForm, ...] = ("json-ld", "meta", "time", "day", "line")
ROBOTS = b"User-agent: *\nDisallow: /wp-admin/\nSitemap: https://www.hebdo25.net/wp-sitemap.xml\n"
_LISTING = re.compile(r"/(?:(?:category|tag)/(?P<name>[\w-]+)/)?(?:page/(?P<page>\d+)/)?")


class Hebdo25(House):
    """Hebdo 25 of the Doubs."""

    name = "hebdo25"
    home = "https://www.hebdo25.net"

    def adapt(self, story: Story, serial: int) -> Story:
        """The slug is made of the headline before the town is put in front."""
        bare = story.headline.removeprefix(story.place).lstrip(" \u00a0:")
        bare = bare[:1].upper() + bare[1:]
        names: list[str] = load_data("phrases.json")["prenom"]
        prefix = (f"{story.place.upper()}. ", f"{story.place} – ", "")[serial % 3]
        story = replace(story, number=30_000 - 13 * serial)
        return replace(
            story,
            path=f"/{slugify(bare)}/",
            headline=prefix + bare,
            byline=f"{names[serial % len(names)]} Martin" if serial % 2 else None,
            modified=story.published + timedelta(hours=serial) if date_form(story) == "json-ld" else None,
            related_heading="À lire aussi",
        )

    def truth(self, story: Story, promoted: tuple[Story, ...]) -> ArticleTruth:
        """The date as the first rule that finds one has it."""
        return replace(
            truth_of(story, promoted),
            paths=(story.path, story.path.rstrip("/")),
            date_published_raw=print_date(story),
            date_published=story.published.date().isoformat()
            if date_form(story) == "day"
            else story.published.isoformat(),
            date_modified_raw=story.modified.isoformat() if story.modified else None,
        )

    def answer(self, paper: Paper, path: str, query: Mapping[str, str]) -> Answer | None:
        """WordPress redirects to the final slash."""
        if path == "/robots.txt":
            return Answer(body=ROBOTS, content_type="text/plain")
        if path == "/feed/":
            return self.feed(paper, f"{self.home}/feed/")
        if path == "/wp-sitemap.xml":
            return self.sitemap(paper.stories[PAGE:])
        if found := _LISTING.fullmatch(path):
            return self._listing(paper, found)
        if not path.endswith("/") and "." not in path:
            return Answer(status=301, location=f"{path}/")
        story = next((story for story in paper.stories if story.path == path), None)
        return self._article(paper, story) if story else None

    def _article(self, paper: Paper, story: Story) -> Answer:
        values = {
            "views": f"{story.number % 1700:,}".replace(",", "\u00a0"),
            "form": date_form(story),
            "date": print_date(story),
            "day": print_day(story.published),
            "json_ld": _json_ld(story),
        }
        return self.article(paper, story, slug=slugify, **values)

    def _listing(self, paper: Paper, found: re.Match[str]) -> Answer | None:
        name, number = found["name"], int(found["page"] or 1)
        stories = [s for s in paper.stories if not name or name in map(slugify, (s.section, *s.tags))]
        shown = stories[(number - 1) * PAGE : number * PAGE]
        if not shown:
            return None
        first = found[0].partition("page/")[0]
        after = f"{self.home}{first}page/{number + 1}/" if number * PAGE < len(stories) else None
        return self.page("listing", name=name or "Hebdo 25", stories=shown, next=after, slug=slugify)


def date_form(story: Story) -> DateForm:
    """Which of the forms the page of the article uses."""
    return DATE_FORMS[story.number % len(DATE_FORMS)]


def print_date(story: Story) -> str:
    """The date as the page says it, to people or to machines."""
    moment = story.published
    match date_form(story):
        case "day":
            return print_day(moment)
        case "line":
            return f"{moment:%d/%m/%Y} à {moment:%Hh%M}"
        case _:
            return moment.isoformat()


def print_day(moment: datetime) -> str:
    """`9 février 2026`."""
    return f"{day_of_month(moment)} {MONTHS[moment.month - 1]} {moment.year}"


def _json_ld(story: Story) -> Markup:
    node = {
        "@type": ["Article", "NewsArticle"],
        "headline": story.headline,
        "datePublished": story.published.isoformat(),
        "dateModified": story.modified.isoformat() if story.modified else None,
        "author": [{"@type": "Person", "name": story.byline}] if story.byline else [],
    }
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Hebdo 25"}, node]}
    return Markup(json.dumps(graph, ensure_ascii=False).replace("</", "<\\/"))
