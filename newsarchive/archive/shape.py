"""What a table is made of: the vocabulary `schema` is written in, and how it becomes SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table as DatabaseTable


@dataclass(frozen=True, slots=True)
class Column:
    """A column, described for the people who read the table."""

    name: str
    type: Literal["INTEGER", "REAL", "TEXT"]
    description: str
    unit: str | None = None
    """What a number counts ("bytes", "words"), None for identifiers and text."""
    references: str | None = None
    """The table whose `id` this column holds."""
    required: bool = False
    default: int | None = None
    generated: str | None = None
    """SQL over the row's other columns, which SQLite works out: nothing is stored, and nothing can disagree."""


ROW_ID = Column("id", "INTEGER", "Row number; may differ after the archive is rebuilt.")


@dataclass(frozen=True, slots=True)
class Index:
    """An index; `columns` may hold SQL expressions, `where` says which rows are in it."""

    columns: tuple[str, ...]
    unique: bool = False
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, or a view where `query` is its SELECT."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ("id",)
    indexes: tuple[Index, ...] = ()
    query: str | None = None

    @property
    def indexed(self) -> frozenset[str]:
        """Columns that can be sorted, filtered and counted without reading the whole table."""
        return frozenset({self.primary_key[0], *(index.columns[0] for index in self.indexes if index.where is None)})


def create(db: Database, tables: tuple[Table, ...]) -> None:
    """Create `tables` in this order; foreign keys to a later table are added once that table is there."""
    for table in tables:
        if table.query is not None:
            db.create_view(table.name, table.query)
            continue
        _create_table(db, table)
    late = [key for table in tables for key in _foreign_keys(table) if not _has_foreign_key(db, *key)]
    db.add_foreign_keys(late)
    for table in tables:
        complete(db, table)


def _create_table(db: Database, table: Table) -> None:
    _table(db, table.name).create(
        {column.name: column.type for column in table.columns if column.generated is None},
        pk=table.primary_key,
        foreign_keys=[key for key in _foreign_keys(table) if key[2] == table.name or db[key[2]].exists()],
        not_null=[column.name for column in table.columns if column.required],
        defaults={column.name: column.default for column in table.columns if column.default is not None},
        strict=True,
    )


def complete(db: Database, table: Table) -> None:
    """Add those of a table's generated columns and indexes that are not there yet, or not as the schema has them.

    Comes after any `transform` of the table, which leaves generated columns out.
    """
    there = {row[1] for row in db.execute(f'PRAGMA table_xinfo("{table.name}")')}
    for column in table.columns:
        if column.generated is not None and column.name not in there:
            computed = f"{column.type} GENERATED ALWAYS AS ({column.generated}) VIRTUAL"
            db.execute(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {computed}')
    made = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", [table.name]))
    for number, index in enumerate(table.indexes, start=1):
        unique = "UNIQUE " if index.unique else ""
        columns = ", ".join(index.columns)
        where = f" WHERE {index.where}" if index.where else ""
        name = f"idx_{table.name}_{number}"
        statement = f'CREATE {unique}INDEX "{name}" ON "{table.name}" ({columns}){where}'
        if made.get(name) != statement:
            db.execute(f'DROP INDEX IF EXISTS "{name}"')
            db.execute(statement)


def _foreign_keys(table: Table) -> list[tuple[str, str, str, str]]:
    if table.query is not None:
        return []
    return [(table.name, column.name, column.references, "id") for column in table.columns if column.references]


def _has_foreign_key(db: Database, table: str, column: str, other: str, _other_column: str) -> bool:
    return any((key.column, key.other_table) == (column, other) for key in _table(db, table).foreign_keys)


def _table(db: Database, name: str) -> DatabaseTable:
    return cast("DatabaseTable", db[name])
