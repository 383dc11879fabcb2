"""What flows between the stages: Page -> RawArticle -> Article -> Version (Article + Change).

Field names follow schema.org (https://schema.org/NewsArticle) in snake_case; what a page prints is kept
untouched in fields ending in `_raw`, beside what was made of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

BlockKind = Literal["paragraph", "heading", "list", "quote", "strap"]
PageType = Literal[
    "article", "rolling", "sponsored", "agenda", "survey", "digest", "weather", "gallery", "service", "video", "amp"
]
"""`article` is any text without a more particular form; `amp` is a copy that is read only as a last resort."""
AddressKind = Literal["article", "listing", "page", "feed", "sitemap", "robots", "requisite", "other"]
"""What is expected at an address; `page` is a further page of a listing, `other` what the site's rules leave out.

A `requisite` is what an article's page is shown with: pictures, stylesheets, scripts, on whatever host.
"""
AddressState = Literal[
    "pending", "archived", "read", "redirected", "gone", "missing", "unreadable", "failed", "forbidden", "excluded"
]
"""What the last visit to an address came to: `read` is for what lists articles, `excluded` is never asked for."""
Via = Literal["declared", "robots", "feed", "sitemap", "listing", "teaser", "link", "redirect", "manual", "import"]
"""Where an address was heard of: `declared` by the spider, `robots` in robots.txt, `manual` by being asked for,
`import` in a capture that others made."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Exchange:
    """One HTTP exchange as bytes, for the WARC files."""

    request_head: bytes = field(repr=False)
    """Request line and headers as sent, the blank line included."""
    response_head: bytes = field(repr=False)
    """Status line and headers as received, the blank line included; no header that is not true of `payload`."""
    payload: bytes = field(repr=False)
    """The response's body with its content coding (gzip, br), without transfer coding (chunks)."""
    ip_address: str | None = None
    """Who answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a WARC record is."""

    file: str
    """Name of the file below `warc/`."""
    offset: int
    """Where the record's gzip member begins, in bytes."""
    length: int
    """Bytes of that member."""
    is_revisit: bool = False
    """Whether the record leaves the payload to an earlier one that has the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One HTTP response as it was fetched: what a row of `captures` says, and the bytes."""

    url: str
    """The address that was asked for, on the mirror's host when a mirror is crawled."""
    final_url: str
    """The address that answered, after redirects."""
    fetched_at: datetime
    """Aware, UTC."""
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; repeated headers joined with ", "."""
    body: bytes = field(repr=False)
    """After content decoding (gzip, br), before character decoding."""
    encoding: str | None = None
    """The charset the HTTP header declares, or None: the page is then asked."""
    site: str
    """Name of the site module, `generic` where no site claims the address."""
    mirror: str | None = None
    """Base URL of the mirror that stood in for the site (`--base-url`), or None."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """What listings print beside their links to the page, as printed, by the field it names: `date_published`."""
    capture_id: int | None = None
    """Row of `captures` this page is read from again; None for a page that is not stored yet."""
    exchange: Exchange | None = field(default=None, repr=False, compare=False)
    """The bytes behind the page, for the WARC files; None for a page that is read from elsewhere."""
    place: Place | None = field(default=None, compare=False)
    """The response's record the page is read from; None for a page that comes from the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """An item of a bullet or numbered list."""

    text: str
    depth: int = 0
    """0 for items of the outer list, 1 for a list inside an item, and so on."""
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A typed piece of the body, in reading order."""

    kind: BlockKind
    text: str
    """Clean text; a list is printed as one `- …` line per item, two spaces deeper per level of nesting."""
    level: int | None = None
    """1-6 for a heading, else None."""
    items: tuple[ListItem, ...] = ()
    """Filled for a list alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A figure of the article, in page order."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside the body, in page order."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """Another article promoted on the page, as worded at the time of the capture: an observation, never content."""

    heading: str | None
    """The heading the teaser stands under ("Economie", "actualité" …)."""
    position: int
    """From 1, over all teasers of the page."""
    target_url: str
    """As printed in a RawArticle, resolved and canonical in an Article."""
    headline: str
    kicker: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment under the article: an observation, never content."""

    author: str | None
    """As printed."""
    date_posted_raw: str | None
    date_posted: datetime | date | None = None
    """None in a RawArticle; in an Article as `Article.date_published` is."""
    text: str
    """Paragraphs parted by a blank line; a title the reader gave stands among them."""
    position: int
    """From 1, over all comments of the page, replies included."""
    depth: int = 0
    """0 for a comment on the article, 1 for a reply to it, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which rule found a field, and what the others said."""

    rule: str | None
    """The rule that won, or None where none found anything."""
    value: str | None
    lost: tuple[tuple[str, str | None], ...] = ()
    """(rule, what it found or None) for each rule tried before the winner, and for later ones that disagree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a stage could not read or believe, in one sentence."""

    stage: str
    error: str
    """Name of the kind of problem, e.g. `DatesDisagree`, `NoHeadline`."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """What a page says: strings as printed."""

    page: Page
    page_type: PageType
    headline: str
    description: str | None = None
    """The chapô, kicker included."""
    section: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    date_published: str | None = None
    date_modified: str | None = None
    event_dates: str | None = None
    """When the event of an agenda page takes place, as printed."""
    event_place: str | None = None
    canonical_url: str | None = None
    """What <link rel=canonical> or og:url says."""
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    comments: tuple[Comment, ...] = ()
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page means."""

    page: Page
    key: str
    """Permanent name: 10 base32 characters of the SHA-256 of `url`."""
    url: str
    """Canonical address on the site itself, never on a mirror."""
    site: str
    page_type: PageType
    headline: str
    kicker: str | None = None
    description: str | None = None
    description_raw: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    date_published: datetime | date | None = None
    """Aware datetime (Europe/Paris), a date where the page prints a day alone, None where it prints none."""
    date_published_raw: str | None = None
    date_modified: datetime | date | None = None
    date_modified_raw: str | None = None
    event_dates: str | None = None
    """When the event of an agenda page takes place, as printed: often several days, sometimes without a year."""
    event_place: str | None = None
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    comments: tuple[Comment, ...] = ()
    content_sha256: str
    """Over headline, kicker, description, event, blocks and captions; not teasers, comments, dates or tags."""
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def article_body(self) -> str:
        """Plain text: blocks parted by a blank line, list items as "- …" lines."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def lists(self) -> tuple[tuple[str, ...], ...]:
        """The text of each item of each list."""
        return tuple(tuple(item.text for item in block.items) for block in self.blocks if block.kind == "list")

    @property
    def word_count(self) -> int:
        """Words of the body, as parted by white space."""
        return len(self.article_body.split())

    def as_json(self) -> dict[str, Any]:
        """All but the page it was read from, as JSON has it: dates in ISO 8601, items as objects."""
        named = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "page"}
        plain: dict[str, Any] = json.loads(json.dumps(named, default=_plain))
        return {**plain, "article_body": self.article_body, "word_count": self.word_count}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


class ChangeKind(StrEnum):
    """How a version relates to the last one kept."""

    FIRST = "first"
    UPDATE = "update"
    """Content and update stamp moved."""
    SILENT_EDIT = "silent-edit"
    """Content changed, the stamp did not."""
    RESTAMP = "restamp"
    """The stamp moved, content did not."""
    BACKDATED = "backdated"
    """Content changed and the stamp moved backwards."""
    REVERSION = "reversion"
    """Content equals a version before the last."""
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of an article since the version kept last."""

    kind: ChangeKind
    words_added: int = 0
    words_removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article with its change: what the store takes."""

    article: Article
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """An address heard of: one entry of a feed, a sitemap, a listing, a teaser's target …"""

    url: str
    """Canonical address on the site itself."""
    kind: AddressKind
    via: Via
    source: str | None
    """Where it was seen (site address), None when given by hand."""
    lastmod: str | None = None
    """What the sitemap or feed says of its last change, as printed."""
    lastmod_at: datetime | None = None
    """When that is (aware), None where it says nothing that can be understood."""
    date_listed: str | None = None
    """The date a listing prints beside the link, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An address that is to be asked for now, and what is known that goes along with the request."""

    url: str
    """Canonical address on the site itself."""
    kind: AddressKind
    listed: Mapping[str, str] = field(default_factory=dict)
    """For `Page.listed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much of each field the version holds that a page is compared with."""

    sizes: Mapping[str, int]
    """Field -> words of the body, number of entries, or 0 and 1; fields nothing is known of are left out."""
    first_seen_at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a run measured."""

    started_at: datetime
    """Aware, UTC."""
    values: Mapping[str, float]
    """Figure -> value, as in `fresh pages with tags`; what is not named is nought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that has drifted, as a monitor tells it."""

    monitor: str
    message: str
    """One sentence that names what it is about, how it is now and how it was."""
