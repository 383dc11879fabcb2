"""A site of some dozen articles, and what a house has to say of how it prints them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

from markupsafe import Markup

from newsarchive.demo.desk import Desk
from newsarchive.demo.exchange import Answer
from newsarchive.demo.forms import write_current
from newsarchive.demo.grammar import slugify
from newsarchive.demo.markup import print_caption, render_body
from newsarchive.demo.rendering import environment
from newsarchive.demo.sitemaps import Entry
from newsarchive.demo.story import SITE, Story
from newsarchive.demo.truth import ArticleTruth
from newsarchive.items import Link

PAGE = 10
"""Articles on a page of a listing."""
PROMOTED = 3
INTERVAL = timedelta(days=23, hours=7, minutes=41)
"""Between two articles: three dozen span more than two years, with both changes of the clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All articles of a small site, newest first."""

    now: datetime
    stories: tuple[Story, ...]

    def promoted_on(self, story: Story) -> tuple[Story, ...]:
        """Other articles that the page of this one promotes."""
        others = [other for other in self.stories if other.path != story.path]
        return tuple(Random(story.path).sample(others, PROMOTED))

    def tagged(self, slug: str) -> tuple[Story, ...]:
        """Articles that bear the tag."""
        return tuple(story for story in self.stories if slug in map(slugify, story.tags))


class House(ABC):
    """How one site prints what is written: its addresses, its pages, and what they mean."""

    name: ClassVar[str]
    home: ClassVar[str]
    """Scheme and host."""

    @abstractmethod
    def adapt(self, story: Story, serial: int) -> Story:
        """A story of the common newsroom as this house has it."""

    @abstractmethod
    def truth(self, story: Story, promoted: tuple[Story, ...]) -> ArticleTruth:
        """What the article's page means."""

    @abstractmethod
    def answer(self, paper: Paper, path: str, query: Mapping[str, str]) -> Answer | None:
        """The page at an address, None where there is none."""

    def page(self, template: str, **values: object) -> Answer:
        """A page from a template of the house."""
        made = environment().get_template(f"{self.name}/{template}.html")
        return Answer(body=made.render(site=self.home, **values).encode())

    def article(self, paper: Paper, story: Story, **values: object) -> Answer:
        """An article's page."""
        captions = [print_caption(image, position, story) for position, image in enumerate(story.images, start=1)]
        body = render_body(story, advertisement=Markup(), prompt=Markup())
        teasers = paper.promoted_on(story)
        return self.page("article", story=story, body=body, captions=captions, teasers=teasers, **values)

    def feed(self, paper: Paper, address: str) -> Answer:
        """The newest articles as RSS."""
        values = {"title": self.name, "address": address, "site": self.home, "built": paper.now}
        body = environment().get_template("feed.xml").render(values, stories=paper.stories[:PAGE])
        return Answer(body=body.encode(), content_type="application/rss+xml; charset=utf-8")

    def sitemap(self, stories: Sequence[Story]) -> Answer:
        """A sitemap of these articles."""
        entries = [Entry(url=story.url, lastmod=story.stamp) for story in stories]
        body = environment().get_template("sitemap.xml").render(root="urlset", tag="url", entries=entries)
        return Answer(body=body.encode(), content_type="application/xml; charset=utf-8")


def write_paper(house: House, seed: int, articles: int, now: datetime) -> Paper:
    """The house's articles: the same arguments write the same."""
    stories: dict[str, Story] = {}
    for serial in range(1, articles + 1):
        published = (now - serial * INTERVAL).replace(second=0, microsecond=0)
        desk = Desk(Random(f"{seed}:{house.name}:{serial}"), serial, published, "current", now)
        story = house.adapt(_plain(write_current(desk), house.home), serial)
        if story.path in stories:
            story = replace(story, path=f"{story.path.rstrip('/')}-{serial}/")
        stories[story.path] = story
    written = tuple(stories.values())
    return Paper(now=now, stories=tuple(_linked(story, written, i) for i, story in enumerate(written)))


def _plain(story: Story, home: str) -> Story:
    """Without what only the first site prints."""
    images = tuple(replace(image, url=image.url.replace(SITE, home)) for image in story.images)
    return replace(
        story,
        site=home,
        modified=None,
        kicker=None,
        byline=None,
        comments=(),
        comment_prompt=False,
        images=images,
        captions="once",
        advertisements=(),
        metadata="none",
    )


def _linked(story: Story, stories: Sequence[Story], index: int) -> Story:
    """One article in three names an earlier one in its first paragraph."""
    if index % 3 or index + 1 == len(stories):
        return story
    earlier = stories[index + 1]
    first, *rest = story.blocks
    extended = replace(first, text=f"{first.text} Nous l'écrivions alors : {earlier.headline}.")
    return replace(story, blocks=(extended, *rest), links=(Link(url=earlier.url, text=earlier.headline),))
