"""What a search finds: newest versions, or all; with words by the full-text index, without by the filters alone.

Whatever there is to find, every candidate is looked at once in an index, never in its row: the time a search takes
grows with how many texts have its words, and with nothing else. Only the rows of the page that is shown are read.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.names import bylines_of, tags_named
from newsarchive.browse.reading.rows import rows, value
from newsarchive.browse.search import Asked, Marker, Pieces, found_in, understood

PAGE: Final = 20
"""Results of a page."""
LAST_PAGE: Final = 100
"""What is further down is found by asking for less."""
_MOST_READ: Final = 50_000
"""Characters of a body that an excerpt is looked for in."""
_MOST_SHOWN: Final = 300
"""Characters of a headline."""

Order = Literal["relevance", "newest", "oldest"]
ORDERS: Final[tuple[Order, ...]] = ("relevance", "newest", "oldest")

_SOURCES: Final = {
    (True, False): "revisions_fts CROSS JOIN articles ON articles.current_revision_id = revisions_fts.rowid",
    (True, True): """revisions_fts CROSS JOIN revisions ON revisions.id = revisions_fts.rowid
        CROSS JOIN articles ON articles.id = revisions.article_id""",
    (False, False): "articles",
    (False, True): "articles CROSS JOIN revisions ON revisions.article_id = articles.id",
}
"""(Whether there are words, whether of all versions) -> what is walked; CROSS JOIN keeps SQLite to that order."""
_CONDITIONS: Final = {
    "since": "articles.date_published >= :since",
    "until": "articles.date_published < :until || '~'",
    "section": "articles.section = :section",
    "author": """articles.id IN (
        SELECT id FROM articles AS signed WHERE signed.authors IN (SELECT value FROM json_each(:author)))""",
    "tag": """articles.id IN (
        SELECT article_id FROM article_tags JOIN tags ON tags.id = tag_id
        WHERE tags.name IN (SELECT value FROM json_each(:tag)))""",
    "page_type": "articles.page_type = :page_type",
    "site": "articles.site = :site",
    "changed": "articles.revision_count > 1",
    "gone": "articles.status = 'gone'",
}
"""Field of Search -> what an article has to be; all that it is asked for itself is in one index."""
_NAMES: Final = frozenset({"author", "tag"})
"""Those that articles are found by, where there are no words: few have a name."""
_RELEVANCE: Final = """
    revisions_fts.rowid IN (SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH :words_in_headline) DESC,
    bm25(revisions_fts, 8, 2, 4, 1)
"""
"""First what has all the words in its headline; then by what they weigh in headline, kicker, standfirst and body."""
_RESULTS: Final = f"""
    SELECT revisions.id, articles.key, articles.site, articles.status, articles.revision_count,
           revisions.id = articles.current_revision_id AS is_current, revisions.stamp, revisions.number,
           revisions.first_seen_at, revisions.date_published, revisions.section, revisions.page_type,
           substr(revisions.headline, 1, {_MOST_SHOWN}) AS headline,
           substr(revisions.description, 1, {_MOST_READ}) AS description,
           substr(revisions.article_body, 1, {_MOST_READ}) AS article_body
    FROM revisions JOIN articles ON articles.id = revisions.article_id
    WHERE revisions.id IN ({{ids}})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for; without arguments, every article, newest first."""

    q: str = ""
    """Words, as typed."""
    exact: bool = False
    all_versions: bool = False
    since: str | None = None
    """When it was published, as the first and the last such date begin: `2013`, `2013-03`, `2013-03-12`."""
    until: str | None = None
    section: str | None = None
    author: str | None = None
    """Name, whatever its case and accents; so is the tag's."""
    tag: str | None = None
    page_type: str | None = None
    site: str | None = None
    changed: bool = False
    """Only articles of more than one version."""
    gone: bool = False
    """Only articles that are no longer on the site."""
    order: Order = "relevance"
    """Of what has no words to be relevant to, `relevance` means `newest`."""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A version that was found, with the words that were looked for told apart."""

    key: str
    site: str
    status: str
    revision_count: int
    is_current: bool
    stamp: str
    number: int
    first_seen_at: str
    date_published: str | None
    section: str | None
    page_type: str
    headline: Pieces
    excerpt: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose from."""

    sections: tuple[str, ...]
    page_types: tuple[str, ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """A search as parts of SQL, and what these are given."""

    source: str
    conditions: str
    order: str
    revision_id: str
    given: dict[str, Any]


def results(connection: sqlite3.Connection, search: Search) -> tuple[Result, ...]:
    """The results of one page, `search.page` being from 1 to LAST_PAGE."""
    asked = understood(search.q, exact=search.exact)
    walk = _walk(connection, search, asked)
    found = connection.execute(
        f"SELECT {walk.revision_id} FROM {walk.source} WHERE {walk.conditions} ORDER BY {walk.order}"
        " LIMIT :shown OFFSET :before",
        {**walk.given, "shown": PAGE, "before": PAGE * (search.page - 1)},
    )
    return _shown(connection, [id_ for (id_,) in found], Marker(asked.phrases))


def count(connection: sqlite3.Connection, search: Search) -> int:
    """How many there are on all pages; where all versions are searched, each counts."""
    walk = _walk(connection, replace(search, order="relevance"), understood(search.q, exact=search.exact))
    counted: int = value(connection, f"SELECT count(*) FROM {walk.source} WHERE {walk.conditions}", walk.given)
    return counted


def search_choices(connection: sqlite3.Connection) -> Choices:
    """What the filters offer."""
    return Choices(
        sections=choices(connection, "section"),
        page_types=choices(connection, "page_type"),
        sites=choices(connection, "site"),
    )


def _walk(connection: sqlite3.Connection, search: Search, asked: Asked) -> _Walk:
    has_words = asked.expression is not None
    filters = {name: getattr(search, name) for name in _CONDITIONS if getattr(search, name)}
    filters |= _by_name(connection, search)
    # A `+` keeps SQLite off the indexes from which it would have to go and read each article.
    plus = "+" if has_words or filters.keys() - {"since", "until"} else ""
    conditions = [
        _CONDITIONS[name] if name in _NAMES and not has_words else plus + _CONDITIONS[name] for name in filters
    ]
    if has_words:
        conditions.append("revisions_fts MATCH :words")
    newest = f"{plus}articles.date_published DESC, articles.id DESC"
    oldest = f"{plus}articles.date_published ASC NULLS LAST, articles.id"
    relevance = f"{_RELEVANCE}, {newest}" if has_words else newest
    order = {"newest": newest, "oldest": oldest, "relevance": relevance}[search.order]
    walk = _Walk(
        source=_SOURCES[has_words, search.all_versions],
        conditions=" AND ".join(conditions) or "1",
        order=f"{order}, revisions.number DESC" if search.all_versions else order,
        revision_id="revisions.id" if search.all_versions else "articles.current_revision_id",
        given={**filters, "words": asked.expression, "words_in_headline": f"{{headline}} : ({asked.expression})"},
    )
    if has_words and search.all_versions and search.order == "relevance" and not filters:
        id_ = "revisions_fts.rowid"
        return replace(walk, source="revisions_fts", order=f"{_RELEVANCE}, {id_} DESC", revision_id=id_)
    return walk


def _by_name(connection: sqlite3.Connection, search: Search) -> dict[str, str]:
    """What stands in the archive for the names that are filtered by, as JSON lists."""
    found = {}
    if search.author:
        found["author"] = bylines_of(connection, search.author)
    if search.tag:
        found["tag"] = tags_named(connection, search.tag)
    return {name: json.dumps(values) for name, values in found.items()}


def _shown(connection: sqlite3.Connection, ids: list[int], marker: Marker) -> tuple[Result, ...]:
    """The versions of those ids, in their order."""
    found = rows(connection, dict, _RESULTS.format(ids=", ".join("?" * len(ids))), ids)
    return tuple(_result(row, marker) for row in sorted(found, key=lambda row: ids.index(row["id"])))


def _result(row: dict[str, Any], marker: Marker) -> Result:
    texts = [marker.excerpt(row.pop(name) or "") for name in ("description", "article_body")]
    row["headline"] = marker.whole(row["headline"])
    row["is_current"] = bool(row["is_current"])
    del row["id"]
    return Result(**row, excerpt=max(texts, key=lambda text: (found_in(text), bool(text))))
