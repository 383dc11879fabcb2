"""What is dear to count is counted once for as long as nobody writes to the database."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


class _Memory(threading.local):
    """Of one thread, whose connection to the archive is always the same."""

    connection: sqlite3.Connection | None = None
    version: int = 0

    def __init__(self) -> None:
        self.values: dict[Callable[..., Any], object] = {}


_MEMORY = _Memory()


def until_changed(connection: sqlite3.Connection, function: Callable[[sqlite3.Connection], Value]) -> Value:
    """What `function` reads from the connection, remembered until another connection has written to the database.

    See https://www.sqlite.org/pragma.html#pragma_data_version.
    """
    version = connection.execute("PRAGMA data_version").fetchone()[0]
    if (_MEMORY.connection, _MEMORY.version) != (connection, version):
        _MEMORY.connection, _MEMORY.version, _MEMORY.values = connection, version, {}
    if function not in _MEMORY.values:
        _MEMORY.values[function] = function(connection)
    return cast("Value", _MEMORY.values[function])
