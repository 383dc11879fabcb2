"""What each page of the replica means: the yardstick an archive of it is held against."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from newsarchive.demo.clock import print_stamp
from newsarchive.demo.story import Comment, Dress, Story, bullets
from newsarchive.items import Block, Image, Link, PageType, Teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTruth:
    """An article as its page means it.

    Texts keep the quotation marks, apostrophes and damaged letters the page prints; white space of any kind is one
    space, and the lines of a description are parted by "\\n". An "©" alone is no credit, a caption printed
    twice is one caption, and the counter of a carousel (`1/6 - `) belongs to neither caption nor credit. Blocks
    hold neither advertisements, "Lire aussi" lines, polls, tags, bylines, event dates nor comments.
    """

    url: str
    """Canonical address on the site."""
    paths: tuple[str, ...]
    """Every address the article answers at, redirects included."""
    page_type: PageType
    dress: Dress
    headline: str
    kicker: str | None
    description: str | None
    """The chapô without its kicker."""
    section: str
    place: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    date_published_raw: str
    date_modified_raw: str | None
    date_published: str
    """ISO 8601 with offset, Europe/Paris."""
    date_modified: str | None
    metadata_disagrees: tuple[str, ...]
    """Fields whose JSON-LD value differs from the visible one; the visible one is the truth."""
    event_dates: str | None
    event_place: str | None
    blocks: tuple[Block, ...]
    images: tuple[Image, ...]
    links: tuple[Link, ...]
    teasers: tuple[Teaser, ...]
    comments: tuple[Comment, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists and strings."""
        return asdict(self)


def truth_of(story: Story, promoted: tuple[Story, ...]) -> ArticleTruth:
    """The truth of one page: the article, and the articles it promotes at the moment."""
    return ArticleTruth(
        url=story.url,
        paths=paths_of(story),
        page_type=story.page_type,
        dress=story.dress,
        headline=clean(story.headline),
        kicker=_maybe_clean(story.kicker),
        description=clean(story.description),
        section=story.section,
        place=story.place,
        authors=(story.byline,) if story.byline else (),
        tags=story.tags,
        date_published_raw=print_stamp(story.published),
        date_modified_raw=print_stamp(story.modified) if story.modified else None,
        date_published=story.published.isoformat(),
        date_modified=story.modified.isoformat() if story.modified else None,
        metadata_disagrees=("date_published",) if story.metadata == "contradictory" else (),
        event_dates=story.event_dates,
        event_place=_maybe_clean(story.event_place),
        blocks=tuple(_clean_block(block) for block in story.blocks),
        images=tuple(_clean_image(image) for image in story.images),
        links=tuple(replace(link, text=clean(link.text)) for link in story.links),
        teasers=teasers_of(story, promoted),
        comments=tuple(replace(comment, text=clean(comment.text)) for comment in story.comments),
    )


def teasers_of(story: Story, promoted: tuple[Story, ...]) -> tuple[Teaser, ...]:
    """The teasers in page order."""
    return tuple(
        Teaser(
            heading=story.related_heading,
            position=position,
            target_url=target.url,
            headline=clean(target.headline),
            kicker=_maybe_clean(target.kicker),
            description=clean(target.description),
        )
        for position, target in enumerate(promoted, start=1)
    )


def paths_of(story: Story) -> tuple[str, ...]:
    """The canonical path first, then every other address of the article on the same host."""
    bare = story.path.rstrip("/")
    old = (f"/article{bare}", f"/article{bare}/") if story.legacy else ()
    return (story.path, bare, f"{bare}/amp/", f"{bare}/amp", *old, f"/?p={story.number}", *story.former_paths)


def clean(text: str) -> str:
    """Lines with single plain spaces and without the backslashes of old imports; empty lines dropped."""
    lines = (" ".join(line.replace("\\'", "'").split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _clean_block(block: Block) -> Block:
    if block.items:
        return bullets(*(replace(item, text=clean(item.text)) for item in block.items))
    return replace(block, text=clean(block.text))


def _clean_image(image: Image) -> Image:
    return replace(
        image,
        alt=_maybe_clean(image.alt),
        caption=_maybe_clean(image.caption),
        credit=_maybe_clean(image.credit),
    )


def _maybe_clean(text: str | None) -> str | None:
    return text and clean(text)
