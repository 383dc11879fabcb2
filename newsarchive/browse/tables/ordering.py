"""Pages of a table that follow each other without a gap.

Datasette asks for the first page by the sorted column alone and for the next ones by the primary key as well. Where
rows share a value (articles of a day, captures of a second) SQLite hands them over as its index has them, so that the
next page leaves some out and has others twice: in CSV too.
"""

from __future__ import annotations

import re
from typing import Any, Final

from newsarchive.archive.schema import TABLES
from newsarchive.browse.opened import ArchiveDatabase

_FIRST_PAGE: Final = re.compile(
    r"(?P<select>select .+ from (?P<table>\w+) (?:where .+ )?order by \[?(?P<column>\w+)\]?(?: desc)?)"
    r"(?P<limit> limit \d+)",
    re.DOTALL,
)
"""What Datasette asks for a table's first page; what people write is seldom just like it, and comes to no harm."""
_NOT_OF_ROWS: Final = re.compile(r"\b(?:union|intersect|except|group|distinct)\b", re.IGNORECASE)
_KEYS: Final = {table.name: table.primary_key for table in TABLES if table.query is None}


class OrderedDatabase(ArchiveDatabase):
    """A database whose tables have one order on all their pages."""

    async def execute(self, sql: str, params: Any = None, **how: Any) -> Any:  # noqa: ANN401
        """Rows of a query, see `Database.execute`."""
        return await super().execute(in_full_order(sql), params, **how)


def in_full_order(sql: str) -> str:
    """The query of a table's first page with the primary key as its last term of order; any other as it is."""
    match = _FIRST_PAGE.fullmatch(sql)
    if match is None or match["table"] not in _KEYS or _NOT_OF_ROWS.search(sql):
        return sql
    keys = [f"[{key}]" for key in _KEYS[match["table"]] if key != match["column"]]
    return ", ".join((match["select"], *keys)) + match["limit"]
