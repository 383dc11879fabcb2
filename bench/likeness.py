"""Two databases of the same captures, held against each other table by table."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
_BESIDES = {"sqlite_sequence", "_sqlite_migrations"}


def differences(one: Path, other: Path) -> Iterator[str]:
    """A sentence for each table of two archives' databases that differs, row numbers included."""
    with closing(_opened(one)) as left, closing(_opened(other)) as right:
        names = {name for (name,) in left.execute(_TABLES)} | {name for (name,) in right.execute(_TABLES)}
        for name in sorted(names - _BESIDES):
            mine, theirs = _rows(left, name), _rows(right, name)
            if mine != theirs:
                missing, added = mine - theirs, theirs - mine
                yield (
                    f"{name}: {missing.total()} rows of {mine.total()} are missing, {added.total()} are new: "
                    f"{_first(missing)} | {_first(added)}"
                )


def _opened(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "newsarchive.db")


def _rows(db: sqlite3.Connection, table: str) -> Counter[tuple[object, ...]]:
    return Counter(db.execute(f"SELECT * FROM {table}").fetchall())


def _first(rows: Counter[tuple[object, ...]]) -> str:
    return next((str(row)[:400] for row in rows), "none")
