"""RSS 2.0 feeds (https://www.rssboard.org/rss-specification): the whole site, and groups of sections."""

from __future__ import annotations

from newsarchive.demo.desk import SECTIONS
from newsarchive.demo.edition import Edition
from newsarchive.demo.rendering import environment
from newsarchive.demo.story import SITE

LENGTH = 20
"""Articles in a feed, newest first."""

FEEDS: dict[str, tuple[str, ...]] = {
    "actualite-une": (*SECTIONS, "Météo"),
    "actualite-faits-divers": ("Faits divers",),
    "actualite-societe": ("Société", "Politique", "Economie"),
    "actualite-vie-locale": ("Vie locale", "Transports", "Nature", "Météo"),
    "actualite-loisirs": ("Culture", "Sport", "Evénements"),
}
"""Feed name, as in `/?feed=<name>`, to its sections."""


def render_feed(edition: Edition, name: str) -> str:
    """The feed of that name; KeyError where there is none."""
    sections = FEEDS[name]
    stories = [story for story in edition.known_through("feed") if story.section in sections][:LENGTH]
    return (
        environment()
        .get_template("feed.xml")
        .render(
            title=f"maCommune.info - {name}",
            address=f"{SITE}/?feed={name}",
            site=SITE,
            built=edition.now,
            stories=stories,
        )
    )
