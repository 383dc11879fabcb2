"""The database's shape as data: every table, column, foreign key and index, each with its description.

The sentences are read in docs/tables.md, and in French in Datasette (`browse/glossary.toml`). Times are ISO 8601 with
offset: those of the archive itself in UTC, those a page prints in the site's own zone.
"""

from __future__ import annotations

from typing import Final

from newsarchive.archive.coverage import COVERAGE
from newsarchive.archive.crawls_schema import CAPTURES, CRAWLS, PROBLEMS, URLS, WARC_FILES
from newsarchive.archive.findings_schema import CRAWL_FIGURES, FINDINGS
from newsarchive.archive.shape import ROW_ID, Column, Index, Table

_STATE = (
    Column(
        "page_type", "TEXT", "Form of the text: article, rolling, sponsored, agenda, survey, digest …", required=True
    ),
    Column("headline", "TEXT", "Headline, cleaned.", required=True),
    Column("kicker", "TEXT", "Short label printed before the standfirst, such as a subject or an hour."),
    Column("description", "TEXT", "Standfirst (chapô), without its kicker."),
    Column("description_raw", "TEXT", "Standfirst exactly as printed, kicker included."),
    Column("section", "TEXT", "Section the page says it belongs to."),
    Column("authors", "TEXT", "Names of the authors, as a JSON list.", required=True),
    Column("date_published", "TEXT", "When the page says it was published: a time, or a day where no hour is printed."),
    Column("date_published_raw", "TEXT", "The publication date exactly as printed."),
    Column("date_modified", "TEXT", "When the page says it was updated; may precede publication."),
    Column("date_modified_raw", "TEXT", "The update date exactly as printed."),
    Column("event_dates", "TEXT", "When an agenda page's event takes place, exactly as printed."),
    Column("event_place", "TEXT", "Where an agenda page's event takes place."),
)
"""What a version says of itself: columns that `articles` (newest state) and `revisions` share."""

STATE_COLUMNS: Final = tuple(column.name for column in _STATE)

_SEARCHED_BY = ("current_revision_id", "date_published", "section", "page_type", "status", "revision_count", "site")
"""An article's row in the full-text index, and what a search filters and sorts by: articles themselves are not read."""

ARTICLES = Table(
    name="articles",
    description="An article in its newest state; its text is in revisions.",
    columns=(
        ROW_ID,
        Column("key", "TEXT", "Permanent name: 10 base32 characters of the SHA-256 of the address.", required=True),
        Column("url", "TEXT", "Canonical address on the site.", required=True),
        Column("site", "TEXT", "Name of the site module that read it.", required=True),
        *_STATE,
        Column("word_count", "INTEGER", "Words in the body.", "words", required=True),
        Column("revision_count", "INTEGER", "Versions kept.", "versions", required=True, default=0),
        Column("current_revision_id", "INTEGER", "The newest version.", references="revisions"),
        Column("status", "TEXT", "live, gone (removed from the site) or redirected.", required=True),
        Column("first_seen_at", "TEXT", "When it was first captured (UTC).", required=True),
        Column("last_seen_at", "TEXT", "When it was last seen on the site (UTC).", required=True),
        Column("gone_at", "TEXT", "When it was found removed (UTC); empty while it is there."),
        Column("redirect_url", "TEXT", "Where a redirected article has moved to; empty for others."),
        Column("redirect_article_id", "INTEGER", "The article there, once archived.", references="articles"),
        Column("year", "INTEGER", "Year of publication.", generated="CAST(substr(date_published, 1, 4) AS INTEGER)"),
        Column("month", "TEXT", "Month of publication (2026-02).", generated="substr(date_published, 1, 7)"),
    ),
    indexes=(
        Index(("url",), unique=True),
        Index(("key",), unique=True),
        Index(("site",)),
        Index(("date_published",)),
        Index(("date_modified",)),
        Index(("first_seen_at",)),
        Index(("section", "date_published", "year", "page_type", "status")),
        Index(("page_type", "date_published", "year", "section", "status")),
        Index(("status", "date_published", "year", "section", "page_type")),
        Index(("revision_count",)),
        Index(_SEARCHED_BY),
        Index(("redirect_url",)),
        Index(("authors",)),
        Index(("redirect_article_id",)),
        Index(("year", "date_published", "section", "page_type", "status")),
        Index(("month",)),
        Index(("gone_at",), where="gone_at IS NOT NULL"),
        Index(("site", "status", "month")),
    ),
)

REVISIONS = Table(
    name="revisions",
    description="A version of an article; a crawl adds rows, and only reading captures again rewrites one.",
    columns=(
        ROW_ID,
        Column("article_id", "INTEGER", "The article.", references="articles", required=True),
        Column("number", "INTEGER", "Place in the article's history, from 1.", required=True),
        Column("stamp", "TEXT", "Permanent name: 14 digits, UTC time of its first capture.", required=True),
        Column("change", "TEXT", "How it relates to the version before: first, update, silent-edit …", required=True),
        Column("first_seen_at", "TEXT", "When this version was first captured (UTC).", required=True),
        Column("last_seen_at", "TEXT", "When it was last seen on the site (UTC).", required=True),
        Column("words_added", "INTEGER", "Words the body gained over the version before.", "words", required=True),
        Column("words_removed", "INTEGER", "Words the body lost.", "words", required=True),
        Column(
            "content_sha256", "TEXT", "SHA-256 over headline, kicker, standfirst, body and captions.", required=True
        ),
        Column("capture_id", "INTEGER", "The exchange it was read from.", references="captures", required=True),
        Column("extractor_version", "TEXT", "Version of newsarchive that read it.", required=True),
        *_STATE,
        Column("article_body", "TEXT", "Body as plain text: blocks parted by a blank line.", required=True),
        Column("blocks", "TEXT", "Kind, start and end of each block as spans of article_body, as JSON.", required=True),
        Column("provenance", "TEXT", "For each field the rule that found it, as a JSON object.", required=True),
    ),
    indexes=(
        Index(("article_id", "stamp"), unique=True),
        Index(("article_id", "number"), unique=True),
        Index(("first_seen_at",)),
        Index(("change", "first_seen_at")),
        Index(("capture_id",)),
        Index(("first_seen_at", "article_id", "change"), where="change <> 'first'"),
    ),
)

LIST_ITEMS = Table(
    name="list_items",
    description="An item of a bullet or numbered list in a version's body.",
    columns=(
        Column("revision_id", "INTEGER", "The version.", references="revisions", required=True),
        Column("list_number", "INTEGER", "Which list of the body, from 1.", required=True),
        Column(
            "item_number", "INTEGER", "Place in the list, from 1, nested items counted in reading order.", required=True
        ),
        Column("depth", "INTEGER", "0 for the outer list, 1 for a list inside an item, and so on.", required=True),
        Column("ordered", "INTEGER", "1 in a numbered list, 0 in a bullet list.", required=True),
        Column("text", "TEXT", "The item's text.", required=True),
    ),
    primary_key=("revision_id", "list_number", "item_number"),
)

IMAGES = Table(
    name="images",
    description="A figure of a version.",
    columns=(
        Column("revision_id", "INTEGER", "The version.", references="revisions", required=True),
        Column("position", "INTEGER", "Place on the page, from 1.", required=True),
        Column("url", "TEXT", "Address of the picture.", required=True),
        Column("alt", "TEXT", "Text for those who do not see it."),
        Column("caption", "TEXT", "Caption."),
        Column("credit", "TEXT", "Photographer or agency."),
    ),
    primary_key=("revision_id", "position"),
)

LINKS = Table(
    name="links",
    description="A link in a version's body.",
    columns=(
        Column("revision_id", "INTEGER", "The version.", references="revisions", required=True),
        Column("position", "INTEGER", "Place in the body, from 1.", required=True),
        Column("url", "TEXT", "Where it points.", required=True),
        Column("text", "TEXT", "The words that are linked.", required=True),
        Column("target_article_id", "INTEGER", "The article it points at, once archived.", references="articles"),
    ),
    primary_key=("revision_id", "position"),
    indexes=(Index(("url",)), Index(("target_article_id",))),
)

TAGS = Table(
    name="tags",
    description="A tag the site gives its articles.",
    columns=(ROW_ID, Column("name", "TEXT", "The tag, as printed.", required=True)),
    indexes=(Index(("name",), unique=True),),
)

ARTICLE_TAGS = Table(
    name="article_tags",
    description="A tag of an article, as of its newest version.",
    columns=(
        Column("article_id", "INTEGER", "The article.", references="articles", required=True),
        Column("tag_id", "INTEGER", "The tag.", references="tags", required=True),
    ),
    primary_key=("article_id", "tag_id"),
    indexes=(Index(("tag_id",)),),
)

TEASERS = Table(
    name="teasers",
    description="A distinct wording under which an article was promoted.",
    columns=(
        ROW_ID,
        Column("target_url", "TEXT", "Canonical address of the promoted article.", required=True),
        Column("target_article_id", "INTEGER", "The promoted article, once archived.", references="articles"),
        Column("headline", "TEXT", "Headline of the teaser.", required=True),
        Column("kicker", "TEXT", "Kicker of the teaser."),
        Column("description", "TEXT", "Text of the teaser."),
    ),
    indexes=(
        Index(("target_url", "headline", "coalesce(kicker, '')", "coalesce(description, '')"), unique=True),
        Index(("target_article_id",)),
    ),
)

WEEKS_ON_SHOW: Final = "CAST((julianday(last_seen_at) - julianday(first_seen_at)) / 7 AS INTEGER)"
"""Whole weeks from first to last sight of a teaser, which an index begins with: those on show at some time are found by
it where neither time would do, since a sighting that began long before may go on."""

TEASER_SIGHTINGS = Table(
    name="teaser_sightings",
    description="A teaser seen under one heading of an article's page, from first to last sight.",
    columns=(
        ROW_ID,
        Column("teaser_id", "INTEGER", "The teaser.", references="teasers", required=True),
        Column("article_id", "INTEGER", "The article whose page carried it.", references="articles", required=True),
        Column("heading", "TEXT", "Heading it stood under."),
        Column("position", "INTEGER", "Place among the page's teasers when last seen, from 1.", required=True),
        Column("first_seen_at", "TEXT", "When it was first seen there (UTC).", required=True),
        Column("last_seen_at", "TEXT", "When it was last seen there (UTC).", required=True),
        Column(
            "first_capture_id", "INTEGER", "The exchange it was first seen in.", references="captures", required=True
        ),
    ),
    indexes=(
        Index(("teaser_id", "article_id", "coalesce(heading, '')"), unique=True),
        Index(("article_id",)),
        Index(("first_seen_at",)),
        Index(("first_capture_id",)),
        Index((WEEKS_ON_SHOW, "first_seen_at", "last_seen_at", "teaser_id", "article_id", "heading")),
        Index(("teaser_id", "first_seen_at", "last_seen_at", "article_id", "heading")),
    ),
)

COMMENTS = Table(
    name="comments",
    description="A reader's comment under an article, whichever version it was written under.",
    columns=(
        ROW_ID,
        Column("article_id", "INTEGER", "The article.", references="articles", required=True),
        Column("author", "TEXT", "Name the reader gave."),
        Column("date_posted", "TEXT", "When it was posted, as far as printed."),
        Column("date_posted_raw", "TEXT", "That date exactly as printed."),
        Column("text", "TEXT", "The comment.", required=True),
        Column("position", "INTEGER", "Place under the article when first seen, from 1.", required=True),
        Column("first_seen_at", "TEXT", "When it was first seen (UTC).", required=True),
        Column("last_seen_at", "TEXT", "When it was last seen (UTC).", required=True),
        Column("depth", "INTEGER", "0 for a comment on the article, 1 for a reply to it …", required=True, default=0),
    ),
    indexes=(Index(("article_id",)), Index(("date_posted",)), Index(("author",)), Index(("first_seen_at",))),
)

CURRENT_ARTICLES = Table(
    name="current_articles",
    description="An article with the text of its newest version.",
    columns=(
        *ARTICLES.columns,
        *(column for column in REVISIONS.columns if column.name in ("article_body", "blocks")),
    ),
    query="""
        SELECT articles.*, revisions.article_body, revisions.blocks
        FROM articles JOIN revisions ON revisions.id = articles.current_revision_id
    """,
)

TABLES: Final = (
    CRAWLS,
    ARTICLES,
    CAPTURES,
    WARC_FILES,
    REVISIONS,
    LIST_ITEMS,
    IMAGES,
    LINKS,
    TAGS,
    ARTICLE_TAGS,
    TEASERS,
    TEASER_SIGHTINGS,
    COMMENTS,
    URLS,
    PROBLEMS,
    CRAWL_FIGURES,
    FINDINGS,
    CURRENT_ARTICLES,
    COVERAGE,
)
"""In an order in which they can be created."""

SEARCH_INDEX: Final = "revisions_fts"
"""The full-text index of `revisions`."""

SEARCHED_COLUMNS: Final = ("headline", "kicker", "description", "article_body")
"""Columns of `revisions` in it."""

TOKENIZER: Final = "unicode61 remove_diacritics 2"
"""Accents do not matter, apostrophes and hyphens part words; built into every SQLite."""
