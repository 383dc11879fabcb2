"""Rows of queries as dataclasses: a column goes where the field of its name is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

Value = TypeVar("Value")


def by_name(
    connection: sqlite3.Connection, query: str, given: Mapping[str, Any] | Sequence[Any] = ()
) -> Iterator[dict[str, Any]]:
    """Every row of the query: column -> value."""
    cursor = connection.execute(query, given)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def rows(
    connection: sqlite3.Connection, kind: type[Value], query: str, given: Mapping[str, Any] | Sequence[Any] = ()
) -> tuple[Value, ...]:
    """Every row of the query as a `kind`, made by its columns' names."""
    return tuple(kind(**named) for named in by_name(connection, query, given))


def row(
    connection: sqlite3.Connection, kind: type[Value], query: str, given: Mapping[str, Any] | Sequence[Any] = ()
) -> Value | None:
    """The query's first row, or None."""
    return next(iter(rows(connection, kind, query, given)), None)


def value(connection: sqlite3.Connection, query: str, given: Mapping[str, Any] | Sequence[Any] = ()) -> Any:  # noqa: ANN401
    """The first column of the query's first row, or None."""
    first = connection.execute(query, given).fetchone()
    return first[0] if first else None
