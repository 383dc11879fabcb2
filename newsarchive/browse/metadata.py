"""What Datasette is told beside the data: French descriptions, and how each table is best looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from newsarchive.archive.publication import PUBLICATION, Publication
from newsarchive.archive.schema import ARTICLES, TABLES
from newsarchive.archive.shape import Table
from newsarchive.browse.glossary import glossary, typeset
from newsarchive.browse.queries import Query, queries
from newsarchive.browse.tables.columns import OF_RECORDS

DATABASE: Final = "newsarchive"

SETTINGS: Final = {
    "suggest_facets": False,
    "sql_time_limit_ms": 2500,
    "facet_time_limit_ms": 1000,
    "default_page_size": 25,
    "truncate_cells_html": 200,
    "allow_download": False,
    "num_sql_threads": 16,
}
"""`suggest_facets` alone makes a table of 200,000 rows open twenty times faster.

Threads are more than processors: what is slow then takes turns with what is quick, where three of it would let nobody
pass. With ten readers asking for the slowest pages there are, a row's page took 0.1 s by 16 threads, 4.2 s by three.
"""

TITLE: Final = "Archives de presse"
DESCRIPTION: Final = typeset(
    "Tous les articles, toutes leurs versions, toutes leurs dates. Les heures sont en ISO 8601 ; celles de l’archive"
    " elle-même sont en temps universel (UTC), celles qu’imprime une page sont à l’heure du site."
)

_INTERNAL: Final = ("_sqlite_migrations", PUBLICATION.name)
_SEARCH_BY: Final = {"revisions": "id", "articles": "current_revision_id", "current_articles": "current_revision_id"}
"""Table -> its column that holds a row of the full-text index."""

_FEW_VALUES: Final = frozenset(
    """
    site section page_type status redirect_url year month change kind state discovered_via last_status error monitor
    """.split()
)
"""Columns to choose rows by, not to sort them: thousands share a value and would be sorted among themselves."""

_VIEWS: Final[dict[str, dict[str, Any]]] = {
    "articles": {
        "label_column": "headline",
        "sort_desc": "date_published",
        "facets": ["year", "section", "page_type", "status"],
    },
    "current_articles": {"sort_desc": "date_published"},
    "revisions": {"label_column": "headline", "sort_desc": "first_seen_at", "facets": ["change"]},
    "comments": {"sort_desc": "first_seen_at"},
    "crawls": {"label_column": "started_at", "sort_desc": "started_at"},
    "captures": {"label_column": "fetched_at", "sort_desc": "fetched_at", "facets": ["status"]},
    "teasers": {"label_column": "headline"},
    "teaser_sightings": {"sort_desc": "first_seen_at"},
    "tags": {"label_column": "name", "sort": "name"},
    "urls": {"label_column": "url", "sort_desc": "discovered_at", "facets": ["state", "kind", "discovered_via"]},
    "findings": {"label_column": "message", "sort_desc": "at", "facets": ["monitor"]},
    "problems": {"label_column": "message", "sort_desc": "at", "facets": ["error"]},
    "coverage": {"sort_desc": "month"},
}


def metadata(publication: Publication | None = None) -> dict[str, Any]:
    """Datasette's metadata for an archive, in the form of its `metadata.json`.

    In a publication nothing leads to tables and columns that were left out of it.
    """
    left_out = publication.left_out if publication else ()
    columns = OF_RECORDS if publication else frozenset()
    tables = {table.name: _table(table, columns) for table in (*TABLES, PUBLICATION)}
    tables |= {name: {**tables.get(name, {}), "hidden": True} for name in (*_INTERNAL, *left_out)}
    asked = {
        name: {"title": query.title, "description": query.description, "sql": query.sql}
        for name, query in queries().queries.items()
        if not _asks_for(query, left_out)
    }
    database = {"title": "Tables et questions", "description": DESCRIPTION, "tables": tables, "queries": asked}
    return {"title": TITLE, "databases": {DATABASE: database}}


def _asks_for(query: Query, tables: Iterable[str]) -> bool:
    return any(re.search(rf"\b(FROM|JOIN) {table}\b", query.sql) for table in tables)


def _table(table: Table, left_out: frozenset[str]) -> dict[str, Any]:
    words = glossary()
    described: dict[str, Any] = {
        "title": words.table(table.name),
        "description": words.tables[table.name].description,
        "columns": {column.name: words.column(table.name, column.name).description for column in table.columns},
        "sortable_columns": sorted(_sortable(table) - left_out),
        **_VIEWS.get(table.name, {}),
    }
    if table.name in _SEARCH_BY:
        described |= {"fts_table": "revisions_fts", "fts_pk": _SEARCH_BY[table.name]}
    return described


def _sortable(table: Table) -> set[str]:
    """What a table can be sorted by without reading all of it; of the views, one is a table and the other is short."""
    if table.query is not None:
        columns = {column.name for column in table.columns}
        return columns & _sortable(ARTICLES) if "key" in columns else columns
    references = {column.name for column in table.columns if column.references}
    return {table.primary_key[0], *(table.indexed - references - _FEW_VALUES)}
