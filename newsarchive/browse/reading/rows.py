"""Rows of queries as dataclasses: a column goes where the field of its name is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

Value = TypeVar("Value")


def rows(
    connection: sqlite3.Connection, kind: type[Value], query: str, given: Mapping[str, Any] | Sequence[Any] = ()
) -> tuple[Value, ...]:
    """Every row of the query as a `kind`, made by its columns' names."""
    cursor = connection.execute(query, given)
    names = [column[0] for column in cursor.description]
    return tuple(kind(**dict(zip(names, row, strict=True))) for row in cursor)


def row(
    connection: sqlite3.Connection, kind: type[Value], query: str, given: Mapping[str, Any] | Sequence[Any] = ()
) -> Value | None:
    """The query's first row, or None."""
    return next(iter(rows(connection, kind, query, given)), None)


def value(connection: sqlite3.Connection, query: str, given: Mapping[str, Any] | Sequence[Any] = ()) -> Any:  # noqa: ANN401
    """The first column of the query's first row, or None."""
    first = connection.execute(query, given).fetchone()
    return first[0] if first else None
