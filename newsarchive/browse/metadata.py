"""What Datasette shows beside the data: descriptions from the schema, and how each table is best looked at."""

from __future__ import annotations

from textwrap import dedent
from typing import Any, Final

from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Table
from newsarchive.browse.queries import QUERIES

DATABASE: Final = "newsarchive"

SETTINGS: Final = {
    "suggest_facets": False,
    "sql_time_limit_ms": 2500,
    "facet_time_limit_ms": 1000,
    "default_page_size": 25,
    "truncate_cells_html": 200,
    "allow_download": False,
}
"""`suggest_facets` alone makes a table of 200,000 rows open twenty times faster."""

_SEARCH_BY: Final = {"revisions": "id", "articles": "current_revision_id", "current_articles": "current_revision_id"}
"""Table -> its column that holds a row of the full-text index."""

_VIEWS: Final[dict[str, dict[str, Any]]] = {
    "articles": {
        "label_column": "headline",
        "sort_desc": "date_published",
        "facets": ["section", "page_type", "status"],
    },
    "revisions": {"label_column": "headline", "sort_desc": "first_seen_at", "facets": ["change"]},
    "crawls": {"label_column": "started_at", "sort_desc": "started_at"},
    "captures": {"label_column": "fetched_at", "sort_desc": "fetched_at"},
    "teasers": {"label_column": "headline"},
    "teaser_sightings": {"sort_desc": "first_seen_at"},
    "tags": {"label_column": "name", "sort": "name"},
    "urls": {"label_column": "url", "sort_desc": "discovered_at", "facets": ["kind", "discovered_via", "last_status"]},
    "findings": {"label_column": "message", "sort_desc": "at", "facets": ["monitor"]},
    "problems": {"label_column": "message", "sort_desc": "at", "facets": ["error"]},
}


def metadata() -> dict[str, Any]:
    """Datasette's metadata for an archive, in the form of its `metadata.json`."""
    tables = {table.name: _table(table) for table in TABLES}
    tables["_sqlite_migrations"] = {"hidden": True}
    database = {
        "description": "Every article, every version, every date. Times are ISO 8601; the archive's own are UTC.",
        "tables": tables,
        "queries": {name: {**query, "sql": dedent(query["sql"]).strip()} for name, query in QUERIES.items()},
    }
    return {"title": "News archive", "databases": {DATABASE: database}}


def _table(table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": table.description,
        "columns": {column.name: column.description for column in table.columns},
        "units": {column.name: "byte" for column in table.columns if column.unit == "bytes"},
        **_VIEWS.get(table.name, {}),
    }
    if table.query is None:
        described["sortable_columns"] = sorted(table.indexed)
    if table.name in _SEARCH_BY:
        described |= {"fts_table": "revisions_fts", "fts_pk": _SEARCH_BY[table.name]}
    return described
