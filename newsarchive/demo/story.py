"""An article as the newsroom keeps it: what every dress prints, and what the truth is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsarchive.demo.typography import Typography
from newsarchive.items import Block, Image, Link, ListItem, PageType

SITE = "https://www.macommune.info"

Dress = Literal["wordpress", "drupal", "bare"]
CaptionForm = Literal["once", "twice", "trailing", "carousel"]
Metadata = Literal["none", "opengraph", "jsonld", "graph", "contradictory"]
Channel = Literal["sitemap", "listing", "feed", "teaser", "link"]

EVERYWHERE: frozenset[Channel] = frozenset({"sitemap", "listing", "feed", "teaser", "link"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment under an article."""

    author: str
    date_posted_raw: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article in one state; an edit makes another Story."""

    number: int
    """The id of the content management system: `/?p=<number>`, and the end of legacy slugs."""
    site: str = SITE
    """Scheme and host."""
    path: str
    """`/<slug>/`, `/agenda/<slug>/` or `/video/<slug>/`."""
    legacy: bool = False
    page_type: PageType = "article"
    dress: Dress = "wordpress"
    layout: int = 0
    """Counts changes of class names and sidebars that leave the content alone."""
    typography: Typography = "straight"
    section: str
    place: str
    headline: str
    kicker: str | None = None
    description: str
    """As printed, with no-break spaces at line ends and lines parted by "\\n"; without kicker."""
    published: datetime
    modified: datetime | None
    byline: str | None = None
    tags: tuple[str, ...] = ()
    event_dates: str | None = None
    event_place: str | None = None
    poll: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    """In reading order; each text occurs in the text of a block. Addresses are the site's canonical ones."""
    read_also: Link | None = None
    """A "Lire aussi" line at the end of the text."""
    images: tuple[Image, ...] = ()
    captions: CaptionForm = "once"
    description_last: bool = False
    """The chapô stands after the figure instead of before it."""
    blank_lines: bool = False
    """Paragraphs are parted by lines holding a no-break space."""
    advertisements: tuple[int, ...] = ()
    """Indexes of the blocks an advertisement follows."""
    comments: tuple[Comment, ...] = ()
    comment_prompt: bool = True
    glued_prompt: bool = False
    """The prompt stands inside the last bullet of the body."""
    related_heading: str
    teaser_count: int = 4
    first_teasers: tuple[str, ...] = ()
    """Paths of the teasers of the site's first state, where they are fixed."""
    pinned_teasers: tuple[str, ...] = ()
    """Paths promoted on this page in every state."""
    metadata: Metadata = "none"
    channels: frozenset[Channel] = EVERYWHERE
    """Where the address is made known."""
    gone_status: int | None = None
    """Once the article is deleted: 404 or 410, 200 with the error page, or 301 to the front page."""
    former_paths: tuple[str, ...] = ()
    """Where the article was before it moved, first address first."""
    moved_with: int = 301
    """301 or 308: what the former addresses answer."""

    @property
    def url(self) -> str:
        """Canonical address."""
        return self.site + self.path

    @property
    def stamp(self) -> datetime:
        """The last change the site admits to."""
        return self.modified or self.published


def paragraph(text: str) -> Block:
    """A paragraph of the body."""
    return Block(kind="paragraph", text=text)


def heading(text: str, level: int = 3) -> Block:
    """A heading inside the body."""
    return Block(kind="heading", text=text, level=level)


def bullets(*items: str | ListItem) -> Block:
    """A list; plain strings are bullets of the outer level."""
    entries = tuple(item if isinstance(item, ListItem) else ListItem(text=item) for item in items)
    return Block(kind="list", text="\n".join(f"{'  ' * entry.depth}- {entry.text}" for entry in entries), items=entries)
