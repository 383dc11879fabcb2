"""What the tables say more than once, and must say alike: a sentence, and the query for the rows it is true of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from newsarchive.archive.schema import STATE_COLUMNS, TABLES
from newsarchive.archive.shape import Table
from newsarchive.items import AddressKind, AddressState, ChangeKind, Via

_STAMP: Final = "strftime('%Y%m%d%H%M%S', revisions.first_seen_at)"
_LATE: Final = "strftime('%Y%m%d%H%M%S', revisions.first_seen_at, '+1 minutes')"
_TIME: Final = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]+00:00"
"""A time as the archive writes its own; a GLOB pattern."""
_DATES: Final = ("date_published", "date_published_raw", "date_modified", "date_modified_raw")
_OF_SEEN: Final = ("articles", "revisions", "teaser_sightings", "comments")
_JSON: Final = (("articles", "authors"), ("revisions", "authors"), ("revisions", "provenance"), ("crawls", "options"))
_WORDS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("articles", "status"): ("live", "gone", "redirected"),
    ("revisions", "change"): tuple(ChangeKind),
    ("urls", "kind"): get_args(AddressKind),
    ("urls", "state"): get_args(AddressState),
    ("urls", "discovered_via"): get_args(Via),
}
"""Columns that hold one of a few words."""

_RULES: Final = (
    (
        "Article {} ({}) has versions numbered {} to {}, {} of them, and its revision_count is {}.",
        """SELECT articles.id, articles.url, min(number), max(number), count(number), revision_count
            FROM articles LEFT JOIN revisions ON article_id = articles.id GROUP BY articles.id
            HAVING min(number) IS NOT 1 OR max(number) <> count(number) OR revision_count <> count(number)""",
    ),
    (
        "Article {} ({}) names row {} of revisions as its newest version, which is not its last.",
        """SELECT articles.id, articles.url, current_revision_id
            FROM articles LEFT JOIN revisions ON revisions.id = current_revision_id
            WHERE revisions.article_id IS NOT articles.id OR revisions.number IS NOT articles.revision_count""",
    ),
    (
        "Version {} of article {} ({}) is not older than version {} by their stamps, {} and {}.",
        """SELECT revisions.number, articles.id, articles.url, later.number, revisions.stamp, later.stamp
            FROM revisions JOIN articles ON articles.id = revisions.article_id
            JOIN revisions AS later ON later.article_id = revisions.article_id AND later.number = revisions.number + 1
            WHERE later.stamp <= revisions.stamp""",
    ),
    (
        "Version {} of article {} ({}) has the stamp {}, and was first seen at {}.",
        f"""SELECT number, articles.id, url, stamp, revisions.first_seen_at
            FROM revisions JOIN articles ON articles.id = article_id
            WHERE stamp NOT BETWEEN {_STAMP} AND {_LATE} OR stamp GLOB '*[^0-9]*'""",
    ),
    (
        "Version {} of article {} ({}) was read from capture {} of another article, or of another time than {}.",
        """SELECT number, articles.id, articles.url, capture_id, revisions.first_seen_at
            FROM revisions JOIN articles ON articles.id = revisions.article_id
            LEFT JOIN captures ON captures.id = capture_id
            WHERE captures.article_id IS NOT articles.id OR captures.fetched_at IS NOT revisions.first_seen_at""",
    ),
    (
        "Capture {} ({}) is of article {}, which is kept at another address, {}.",
        """SELECT captures.id, canonical_url, articles.id, articles.url
            FROM captures JOIN articles ON articles.id = article_id WHERE canonical_url <> articles.url""",
    ),
    (
        "Article {} ({}) was first seen at {}, and its first version at {}.",
        """SELECT articles.id, url, articles.first_seen_at, revisions.first_seen_at
            FROM articles JOIN revisions ON article_id = articles.id AND number = 1
            WHERE articles.first_seen_at <> revisions.first_seen_at""",
    ),
    (
        "Article {} ({}) was last seen at {}, and its newest version at {}.",
        """SELECT articles.id, url, articles.last_seen_at, revisions.last_seen_at
            FROM articles JOIN revisions ON revisions.id = current_revision_id
            WHERE articles.last_seen_at <> revisions.last_seen_at""",
    ),
    (
        "Version {} of article {} ({}) was last seen at {}, when there was no capture of it.",
        """SELECT number, articles.id, articles.url, revisions.last_seen_at
            FROM revisions JOIN articles ON articles.id = revisions.article_id
            WHERE NOT EXISTS (SELECT 1 FROM captures WHERE captures.article_id = revisions.article_id
                AND captures.fetched_at = revisions.last_seen_at)""",
    ),
    (
        "Capture {} ({}) names a WARC record only in part.",
        """SELECT id, url FROM captures
            WHERE (warc_file IS NULL) + (warc_offset IS NULL) + (warc_length IS NULL) + (digest IS NULL) NOT IN (0, 4)
                OR (digest IS NULL AND original_id IS NOT NULL)""",
    ),
    (
        "Capture {} ({}) and capture {} name the same record, at byte {} of {}.",
        """SELECT captures.id, captures.url, other.id, captures.warc_offset, captures.warc_file
            FROM captures JOIN captures AS other ON other.warc_file = captures.warc_file
                AND other.warc_offset = captures.warc_offset AND other.id > captures.id""",
    ),
    (
        "The row of urls for {} names article {}, and it is article {} that is kept there.",
        """SELECT urls.url, urls.article_id, articles.id FROM articles JOIN urls ON urls.url = articles.url
            WHERE urls.article_id IS NOT articles.id""",
    ),
)


def rules() -> Iterator[tuple[str, str]]:
    """(sentence with a pair of braces for each column, query); what a query finds is wrong."""
    yield from _RULES
    for column in STATE_COLUMNS:
        yield _state(column)
    for table in _OF_SEEN:
        says = f"Row {{}} of {table} was first seen at {{}} and last seen before that, at {{}}."
        columns = "id, first_seen_at, last_seen_at"
        yield says, f"SELECT {columns} FROM {table} WHERE first_seen_at > last_seen_at"
    for table, column in _JSON:
        yield f"Row {{}} of {table}: its {column} is no JSON.", f"SELECT id FROM {table} WHERE NOT json_valid({column})"
    for (table, column), words in _WORDS.items():
        known = ", ".join(f"'{word}'" for word in words)
        says = f"Row {{}} of {table}: its {column} is {{}}, which means nothing."
        yield says, f"SELECT rowid, {column} FROM {table} WHERE {column} NOT IN ({known})"
    yield from (rule for table in TABLES if not table.query for rule in _times(table))


def _state(column: str) -> tuple[str, str]:
    """A column of `articles` shows the newest version's; a date that this one does not print stands as last known."""
    said = f"revisions.{column}"
    if column in _DATES:
        unsaid = (
            f"revisions.{column.removesuffix('_raw')} IS NULL AND revisions.{column.removesuffix('_raw')}_raw IS NULL"
        )
        said = f"CASE WHEN {unsaid} THEN articles.{column} ELSE {said} END"
    return (
        f"Article {{}} ({{}}) has another {column} than its newest version.",
        f"""SELECT articles.id, articles.url FROM articles JOIN revisions ON revisions.id = current_revision_id
            WHERE articles.{column} IS NOT {said}""",
    )


def _times(table: Table) -> Iterator[tuple[str, str]]:
    """Columns that hold times of the archive's own."""
    for column in table.columns:
        if column.name.endswith("_at") or column.name == "at":
            says = f"Row {{}} of {table.name}: its {column.name} is {{}}, which is no time in UTC."
            yield says, f"SELECT rowid, {column.name} FROM {table.name} WHERE {column.name} NOT GLOB '{_TIME}'"
