"""An article, or one version of it, with all that the archive knows of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from newsarchive.browse.differing import Picture
from newsarchive.browse.reading.bodies import Link, ShownBlock, shown_blocks
from newsarchive.browse.reading.citation import Cited
from newsarchive.browse.reading.difference import PICTURES
from newsarchive.browse.reading.reversions import SAME_AS
from newsarchive.browse.reading.rows import row, rows, value
from newsarchive.browse.reading.stored import stored_names, stored_provenance

SHOWN: Final = 50
"""How many of what may be many (captures, pages that promote an article) are shown; the table has the rest."""

_ARTICLE: Final = """
    SELECT articles.id, articles.key, articles.url, articles.site, articles.status, articles.first_seen_at,
           articles.last_seen_at, articles.gone_at, articles.redirect_url, moved.key AS redirect_key,
           articles.word_count, articles.revision_count, articles.current_revision_id
    FROM articles LEFT JOIN articles AS moved ON moved.id = articles.redirect_article_id
    WHERE articles.key = ?
"""
_VERSION: Final = """
    SELECT id, number, stamp, change, first_seen_at, last_seen_at, page_type, headline, kicker, description,
           section, authors, date_published, date_published_raw, date_modified, date_modified_raw, event_dates,
           event_place, words_added, words_removed, content_sha256, extractor_version, article_body, blocks, provenance
    FROM revisions WHERE id = ?
"""
_VERSION_ID: Final = "SELECT id FROM revisions WHERE article_id = ? AND stamp <= ? ORDER BY stamp DESC LIMIT 1"
_VERSIONS: Final = f"""
    SELECT number, stamp, change, headline, first_seen_at, last_seen_at, date_modified, date_modified_raw,
           words_added, words_removed, {SAME_AS}
    FROM revisions WHERE article_id = ? ORDER BY number DESC
"""
_LINKS: Final = """
    SELECT links.url, links.text, articles.key AS target_key
    FROM links LEFT JOIN articles ON articles.id = links.target_article_id
    WHERE links.revision_id = ? ORDER BY links.position
"""
_TAGS: Final = "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = ? ORDER BY name"
_TEASERS: Final = """
    SELECT teaser_sightings.heading, teaser_sightings.position, teasers.headline, teasers.kicker, teasers.description,
           teasers.target_url AS url, articles.key, teaser_sightings.first_seen_at, teaser_sightings.last_seen_at
    FROM teaser_sightings JOIN teasers ON teasers.id = teaser_id
    LEFT JOIN articles ON articles.id = teasers.target_article_id
    WHERE teaser_sightings.article_id = ?
    ORDER BY teaser_sightings.last_seen_at DESC, teaser_sightings.heading, teaser_sightings.position LIMIT ?
"""
_PROMOTERS: Final = """
    SELECT teaser_sightings.heading, teaser_sightings.position, teasers.headline, articles.key,
           articles.headline AS page_headline, articles.url, articles.date_published,
           teaser_sightings.first_seen_at, teaser_sightings.last_seen_at
    FROM teasers JOIN teaser_sightings ON teaser_sightings.teaser_id = teasers.id
    JOIN articles ON articles.id = teaser_sightings.article_id
    WHERE teasers.target_article_id = ?
    ORDER BY teaser_sightings.first_seen_at, teaser_sightings.id LIMIT ?
"""
_PROMOTION: Final = """
    SELECT count(DISTINCT teaser_sightings.article_id) AS pages, count(DISTINCT teasers.id) AS wordings,
           min(teaser_sightings.first_seen_at) AS first_seen_at, max(teaser_sightings.last_seen_at) AS last_seen_at
    FROM teasers JOIN teaser_sightings ON teaser_sightings.teaser_id = teasers.id
    WHERE teasers.target_article_id = ?
"""
_LINKED_FROM: Final = """
    SELECT DISTINCT articles.key, articles.headline, articles.date_published
    FROM links JOIN revisions ON revisions.id = links.revision_id JOIN articles ON articles.id = revisions.article_id
    WHERE links.target_article_id = ?1 AND articles.id <> ?1 ORDER BY articles.date_published LIMIT ?2
"""
_COMMENTS: Final = """
    SELECT author, date_posted, date_posted_raw, text, depth, first_seen_at
    FROM comments WHERE article_id = ? ORDER BY position, id LIMIT ?
"""
_CAPTURES: Final = """
    SELECT fetched_at, strftime('%Y%m%d%H%M%S', fetched_at) AS stamp, status, url, payload_size,
           warc_file IS NOT NULL AS has_record
    FROM captures WHERE article_id = ?1 OR canonical_url = ?2 ORDER BY fetched_at DESC, id DESC LIMIT ?3
"""
_CAPTURE_COUNT: Final = "SELECT count(*) FROM captures WHERE article_id = ? OR canonical_url = ?"
_DOUBTS: Final = """
    SELECT error, message FROM problems WHERE url = ? GROUP BY error, message ORDER BY max(at) DESC LIMIT 5
"""
_DISCOVERY: Final = """
    SELECT urls.discovered_at, urls.discovered_via, urls.discovered_from, articles.key AS from_key
    FROM urls LEFT JOIN articles ON articles.url = urls.discovered_from WHERE urls.url = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is true of an article whatever its version. Times are ISO 8601, UTC."""

    id: int
    key: str
    url: str
    site: str
    status: str
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    redirect_url: str | None
    redirect_key: str | None
    word_count: int
    revision_count: int
    current_revision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version in full, with the columns of `revisions`; `authors` and `provenance` are JSON."""

    id: int
    number: int
    stamp: str
    change: str
    first_seen_at: str
    last_seen_at: str
    page_type: str
    headline: str
    kicker: str | None
    description: str | None
    section: str | None
    authors: str
    date_published: str | None
    date_published_raw: str | None
    date_modified: str | None
    date_modified_raw: str | None
    event_dates: str | None
    event_place: str | None
    words_added: int
    words_removed: int
    content_sha256: str
    extractor_version: str
    article_body: str
    blocks: str
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version as the timeline tells it."""

    number: int
    stamp: str
    change: str
    headline: str
    first_seen_at: str
    last_seen_at: str
    date_modified: str | None
    date_modified_raw: str | None
    words_added: int
    words_removed: int
    same_as: str | None
    """Stamp of the earlier version whose content a reversion has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedTeaser:
    """A teaser seen on the article's page; `key` is the promoted article's, where it is archived."""

    heading: str | None
    position: int
    headline: str
    kicker: str | None
    description: str | None
    url: str
    key: str | None
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoter:
    """A page that carried a teaser for the article, worded `headline`."""

    heading: str | None
    position: int
    headline: str
    key: str
    page_headline: str
    url: str
    date_published: str | None
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """How much an article was promoted, from first to last sight."""

    pages: int
    wordings: int
    first_seen_at: str | None
    last_seen_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another article that links to this one."""

    key: str
    headline: str
    date_published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reader's comment."""

    author: str | None
    date_posted: str | None
    date_posted_raw: str | None
    text: str
    depth: int
    first_seen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A visit to the article's address."""

    fetched_at: str
    stamp: str
    status: int
    url: str
    payload_size: int
    has_record: int
    """1 where it is in a WARC file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What a stage could not read or believe on the article's page, with the columns of `problems`."""

    error: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """How the article's address was first heard of."""

    discovered_at: str
    discovered_via: str
    discovered_from: str | None
    from_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which rule found a field, and what the others said: (rule, value)."""

    field: str
    rule: str | None
    value: str | None
    lost: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """All that an article's page shows; `version` is the one asked for, or the newest."""

    article: Article
    version: Version
    authors: tuple[str, ...]
    blocks: tuple[ShownBlock, ...]
    links: tuple[Link, ...]
    images: tuple[Picture, ...]
    tags: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    teasers: tuple[CarriedTeaser, ...]
    promotion: Promotion
    promoters: tuple[Promoter, ...]
    linked_from: tuple[Reference, ...]
    comments: tuple[Comment, ...]
    captures: tuple[Capture, ...]
    capture_count: int
    doubts: tuple[Doubt, ...]
    discovery: Discovery | None
    provenance: tuple[Origin, ...]

    @property
    def is_current(self) -> bool:
        """Whether the version is the newest."""
        return self.version.id == self.article.current_revision_id

    @property
    def cited(self) -> Cited:
        """What a reference says of the version."""
        own = (
            "stamp",
            "headline",
            "description",
            "section",
            "authors",
            "date_published",
            "date_modified",
            "first_seen_at",
            "page_type",
        )
        told = {name: getattr(self.version, name) for name in own}
        of_article = {name: getattr(self.article, name) for name in ("key", "url", "site", "gone_at")}
        return Cited(**of_article, **told)


def article_page(connection: sqlite3.Connection, key: str, stamp: str | None = None) -> ArticlePage | None:
    """The article of that key, in the version that was there at `stamp` (14 digits, UTC); None where there is none.

    A stamp is that of a version; one that lies between two is read as the earlier of them.
    """
    article = row(connection, Article, _ARTICLE, (key,))
    if article is None:
        return None
    chosen = article.current_revision_id if stamp is None else value(connection, _VERSION_ID, (article.id, stamp))
    version = row(connection, Version, _VERSION, (chosen,))
    return _page(connection, article, version) if version else None


def _page(connection: sqlite3.Connection, article: Article, version: Version) -> ArticlePage:
    links = rows(connection, Link, _LINKS, (version.id,))
    promotion = row(connection, Promotion, _PROMOTION, (article.id,))
    assert promotion is not None
    return ArticlePage(
        article=article,
        version=version,
        authors=stored_names(version.authors),
        blocks=shown_blocks(version.article_body, version.blocks, links),
        links=links,
        images=rows(connection, Picture, PICTURES, (version.id,)),
        tags=tuple(name for (name,) in connection.execute(_TAGS, (article.id,))),
        versions=rows(connection, VersionLine, _VERSIONS, (article.id,)),
        teasers=rows(connection, CarriedTeaser, _TEASERS, (article.id, SHOWN)),
        promotion=promotion,
        promoters=rows(connection, Promoter, _PROMOTERS, (article.id, SHOWN)),
        linked_from=rows(connection, Reference, _LINKED_FROM, (article.id, SHOWN)),
        comments=rows(connection, Comment, _COMMENTS, (article.id, SHOWN)),
        captures=rows(connection, Capture, _CAPTURES, (article.id, article.url, SHOWN)),
        capture_count=value(connection, _CAPTURE_COUNT, (article.id, article.url)),
        doubts=rows(connection, Doubt, _DOUBTS, (article.url,)),
        discovery=row(connection, Discovery, _DISCOVERY, (article.url,)),
        provenance=_origins(version.provenance),
    )


def _origins(provenance: str) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            field=field,
            rule=_text(told.get("rule")),
            value=_text(told.get("value")),
            lost=tuple((str(rule), _text(other)) for rule, other in _pairs(told.get("lost"))),
        )
        for field, told in stored_provenance(provenance).items()
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _pairs(value: object) -> list[list[object]]:
    return [pair for pair in value if isinstance(pair, list) and len(pair) == 2] if isinstance(value, list) else []
