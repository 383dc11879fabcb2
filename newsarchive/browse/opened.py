"""The archive's file as Datasette has it open: in each thread on its own, and in all of them the one that is there."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.database import Database, connections

from newsarchive.archive.database import address_for_reading

Value = TypeVar("Value")


class ArchiveDatabase(Database):
    """A database that may be put anew in its place, as a rebuilt archive is: from then on the new one is read.

    While none is there, what was open is read on.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*given, **named)
        self._opened = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that reads, whatever signs are in the file's name."""
        assert not write
        address = address_for_reading(Path(self.path), is_at_rest=not self.is_mutable)
        self._opened.identity = self._identity()
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Value]) -> Value:
        """What the function makes of a connection, see `Database.execute_fn`."""

        def on_present(connection: sqlite3.Connection) -> Value:
            present = self._identity()
            if present is None or present == self._opened.identity:
                return fn(connection)
            anew = self.connect()
            self.ds._prepare_connection(anew, self.name)
            setattr(connections, self.name, anew)
            self._all_file_connections.remove(connection)
            connection.close()
            return fn(anew)

        answered: Value = await super().execute_fn(on_present)
        return answered

    def _identity(self) -> tuple[int, int] | None:
        """Which file is there; None for none."""
        try:
            found = Path(self.path).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
