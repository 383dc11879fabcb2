"""What there is to choose from in a filter."""

from __future__ import annotations

import sqlite3
from typing import Final, Literal

MOST: Final = 200
_DISTINCT: Final = """
    WITH RECURSIVE found (name) AS (
        SELECT min({column}) FROM {table}
        UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > name) FROM found WHERE name IS NOT NULL
    )
    SELECT name FROM found WHERE name IS NOT NULL LIMIT {most}
"""


def choices(
    connection: sqlite3.Connection,
    column: Literal["section", "page_type", "site", "authors"],
    *,
    table: Literal["articles", "crawls", "urls"] = "articles",
    most: int = MOST,
) -> tuple[str, ...]:
    """The first values of an indexed column, in their order, each found by one step into its index."""
    return tuple(name for (name,) in connection.execute(_DISTINCT.format(column=column, table=table, most=most)))
