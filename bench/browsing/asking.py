"""What is asked for: each page of ours, the nearest that stock Datasette has, and the time ours may take."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bench.browsing.prose import COMMON

_FACETS: Final = "&".join(f"_facet={name}" for name in ("year", "section", "page_type", "status"))
"""What stock Datasette is asked for; of ours they are in the metadata, and asked for as well they are counted twice."""
_SAMPLED: Final = """
    SELECT articles.id, articles.key, revisions.id, revisions.stamp, earlier.stamp,
        (SELECT word FROM words WHERE number = articles.id % (SELECT count(*) FROM words))
    FROM articles
    JOIN revisions ON revisions.id = articles.current_revision_id
    JOIN revisions AS earlier ON earlier.article_id = articles.id AND earlier.number = revisions.number - 1
    WHERE articles.revision_count > 1
    ORDER BY articles.key LIMIT ?
"""
"""Keys are in no order that anything else is in."""
_WORDS: Final = """
    CREATE TEMP TABLE words AS SELECT row_number() OVER (ORDER BY term) - 1 AS number, term AS word FROM (
        SELECT term FROM vocabulary WHERE doc BETWEEN :articles / 400 AND :articles / 40 AND length(term) > 4
        ORDER BY doc DESC LIMIT 400)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One of the articles that are asked for, and a word that some articles have."""

    id: int
    key: str
    revision_id: int
    stamp: str
    earlier: str
    """Stamp of the version before."""
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is measured; paths are made of a sample."""

    name: str
    ours: Callable[[Sample], str]
    stock: Callable[[Sample], str]
    limit: float | None
    """Milliseconds that the median of ours may take, and half of what 19 in 20 may; None where nobody asked for one."""


PAGES: Final = (
    Page(
        name="article",
        ours=lambda it: f"/article/{it.key}",
        stock=lambda it: f"/newsarchive/articles/{it.id}",
        limit=15,
    ),
    Page(
        name="version",
        ours=lambda it: f"/article/{it.key}/v/{it.earlier}",
        stock=lambda it: f"/newsarchive/revisions/{it.revision_id}",
        limit=None,
    ),
    Page(
        name="difference",
        ours=lambda it: f"/article/{it.key}/diff/{it.earlier}..{it.stamp}",
        stock=lambda it: f"/newsarchive/revisions?article_id={it.id}",
        limit=None,
    ),
    Page(
        name="search by relevance",
        ours=lambda it: f"/search?q={quote(it.word)}",
        stock=lambda it: f"/newsarchive/revisions?_search={quote(it.word)}",
        limit=60,
    ),
    Page(
        name=f"search by date, {COMMON}",
        ours=lambda _: f"/search?q={quote(COMMON)}&sort=newest",
        stock=lambda _: f"/newsarchive/revisions?_search={quote(COMMON)}&_sort_desc=first_seen_at",
        limit=100,
    ),
    Page(
        name="table with facets",
        ours=lambda _: "/newsarchive/articles",
        stock=lambda _: f"/newsarchive/articles?{_FACETS}",
        limit=150,
    ),
    Page(name="home", ours=lambda _: "/", stock=lambda _: "/", limit=40),
    Page(
        name="changes",
        ours=lambda _: "/changes",
        stock=lambda _: "/newsarchive/revisions?_sort_desc=first_seen_at",
        limit=40,
    ),
    Page(
        name="promoted",
        ours=lambda _: "/promoted",
        stock=lambda _: "/newsarchive/teaser_sightings?_sort_desc=first_seen_at",
        limit=None,
    ),
)


def samples(database: Path, number: int) -> list[Sample]:
    """So many articles that changed, always the same of the same database."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, revisions_fts, row)")
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        connection.execute(_WORDS, {"articles": articles})
        names = ("id", "key", "revision_id", "stamp", "earlier", "word")
        return [Sample(**dict(zip(names, row, strict=True))) for row in connection.execute(_SAMPLED, (number,))]
