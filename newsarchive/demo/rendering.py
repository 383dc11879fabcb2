"""Articles, listings and messages as HTML pages, in three dresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newsarchive.demo import chrome, metadata
from newsarchive.demo.addresses import print_address
from newsarchive.demo.clock import print_byline_time, print_rfc822, print_stamp
from newsarchive.demo.edition import Edition
from newsarchive.demo.grammar import slugify
from newsarchive.demo.markup import print_caption, render_body
from newsarchive.demo.redesign import render_restyled_body, restyle
from newsarchive.demo.story import SITE, Dress, Story

DRUPAL_NAMES = {
    "menu-item": "leaf",
    "sub-menu": "menu",
    "widget": "block block-block",
    "site-header": "header",
    "site-footer": "footer",
    "share": "service-links",
    "share-link": "service-links-item",
}


@cache
def environment() -> Environment:
    """Templates of this package; a name they do not get is an error."""
    made = Environment(
        loader=PackageLoader("newsarchive.demo", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters["stamp"] = print_stamp
    made.filters["lines"] = _break_lines
    made.filters["rfc822"] = print_rfc822
    return made


def render_article(edition: Edition, story: Story) -> str:
    """The page of an article, in its dress or, once the site is redesigned, in the one layout of all."""
    return _render_redesigned(edition, story) if edition.redesigned else _render_dressed(edition, story)


def _render_dressed(edition: Edition, story: Story) -> str:
    parts = environment().get_template("parts.html").module
    prompt, advertisement = (getattr(parts, name)(story.dress) for name in ("glued_prompt", "advertisement"))
    return _render(
        f"article-{story.dress}.html",
        edition,
        story,
        _frame(edition, story.path, story.dress, story.number % 6 + story.layout if not story.glued_prompt else 0),
        body=render_body(story, advertisement, prompt),
        advertisement=advertisement,
        byline=f"Publié le {print_byline_time(story.published)} par {story.byline}" if story.byline else None,
        json_ld=Markup(metadata.json_ld(story)),
        skin="" if story.layout == 0 else f" skin-{story.layout}",
    )


def _render_redesigned(edition: Edition, story: Story) -> str:
    restyled = restyle(story)
    return _render(
        "article-redesigned.html",
        edition,
        restyled,
        _frame(edition, story.path, "wordpress", story.number % 6),
        body=render_restyled_body(restyled),
        byline=f"Par {story.byline}" if story.byline else None,
        json_ld="",
    )


def _render(template: str, edition: Edition, story: Story, frame: dict[str, Any], **values: object) -> str:
    """A layout with what all layouts of articles print."""
    return (
        environment()
        .get_template(template)
        .render(
            frame,
            story=story,
            teasers=edition.promoted_on(story),
            captions=[print_caption(image, position, story) for position, image in enumerate(story.images, start=1)],
            title=f"{story.headline} - maCommune.info",
            meta_description=metadata.meta_description(story),
            open_graph=metadata.open_graph(story),
            **values,
        )
    )


def render_amp(story: Story) -> str:
    """The AMP copy: no dates, no teasers, lists lost."""
    blocks = [block for block in story.blocks if block.kind != "list"]
    return environment().get_template("amp.html").render(story=story, blocks=blocks)


def render_listing(edition: Edition, path: str, title: str, stories: Iterable[Story], page: int, pages: int) -> str:
    """A page of a listing with its pagination; `path` is that of its first page."""
    here = path if page == 1 else f"{path}page/{page}/"
    return (
        environment()
        .get_template("listing.html")
        .render(
            _frame(edition, here, "wordpress", 0),
            title=f"{title} - maCommune.info",
            name=title,
            canonical=SITE + here,
            stories=tuple(stories),
            first=path,
            page=page,
            pages=pages,
        )
    )


def render_message(edition: Edition, path: str, title: str, text: str) -> str:
    """A page that is no article: an error, or a page of the house."""
    frame = _frame(edition, path, "wordpress", 0)
    return (
        environment()
        .get_template("message.html")
        .render(frame, title=f"{title} - maCommune.info", name=title, text=text)
    )


def _frame(edition: Edition, path: str, dress: Dress, shuffle: int) -> dict[str, Any]:
    return {
        "chrome": chrome.surround(edition, shuffle),
        "address": _addresser(path),
        "css": partial(css, dress),
        "dress": dress,
        "listing": chrome.listing_path,
        "slug": slugify,
        "site": SITE,
    }


@cache
def css(dress: Dress, name: str) -> Markup:
    """A class attribute as the dress names things; the bare one has none."""
    if dress == "bare":
        return Markup("")
    return Markup(' class="{}"').format(DRUPAL_NAMES.get(name, name) if dress == "drupal" else name)


def _addresser(page_path: str) -> Callable[[str], str]:
    return lambda target: print_address(target if "://" in target else SITE + target, page_path)


def _break_lines(text: str) -> Markup:
    return Markup("<br />\n").join(text.split("\n"))
