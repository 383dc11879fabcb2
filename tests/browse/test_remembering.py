"""What is remembered is what the database says, also when another connection has written to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from newsarchive.browse.reading.remembering import until_changed


def counting(asked: list[int]) -> Callable[[sqlite3.Connection], int]:
    def count(connection: sqlite3.Connection) -> int:
        asked.append(1)
        return int(connection.execute("SELECT count(*) FROM things").fetchone()[0])

    return count


def test_counted_once_until_another_connection_writes(tmp_path: Path) -> None:
    asked: list[int] = []
    count = counting(asked)
    with closing(sqlite3.connect(tmp_path / "a.db")) as writer, closing(sqlite3.connect(tmp_path / "a.db")) as reader:
        writer.execute("CREATE TABLE things (id)")
        assert [until_changed(reader, count) for _ in range(3)] == [0, 0, 0]
        assert len(asked) == 1
        with writer:
            writer.execute("INSERT INTO things VALUES (1)")
        assert [until_changed(reader, count) for _ in range(3)] == [1, 1, 1]
        assert len(asked) == 2


def test_each_database_has_its_own_answer(tmp_path: Path) -> None:
    count = counting([])
    with closing(sqlite3.connect(tmp_path / "a.db")) as one, closing(sqlite3.connect(tmp_path / "b.db")) as other:
        for database in (one, other):
            database.execute("CREATE TABLE things (id)")
        with other:
            other.execute("INSERT INTO things VALUES (1)")
        assert (until_changed(one, count), until_changed(other, count), until_changed(one, count)) == (0, 1, 0)
