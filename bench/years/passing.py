"""Time passes for an archive: everything in it becomes older."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from newsarchive.archive.schema import TABLES

_OF_THE_SITE = frozenset({"lastmod_at"})
"""Times that the site states by its own clock."""


def let_pass(archive: Path, time: timedelta) -> None:
    """Make everything in an archive folder older by `time`, in whole seconds.

    What the site prints, feeds and sitemaps included, stays as it is, and so do the stamps of versions.
    """
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db, db:
        for table, columns in _TIMES.items():
            moved = (
                f"{name} = strftime('%Y-%m-%dT%H:%M:%S+00:00', {name}, '-{round(time.total_seconds())} seconds')"
                for name in columns
            )
            db.execute(f"UPDATE {table} SET {', '.join(moved)}")


def _times_in(names: list[str]) -> list[str]:
    return [name for name in names if (name.endswith("_at") and name not in _OF_THE_SITE) or name in _ODDLY_NAMED]


_ODDLY_NAMED = frozenset({"at", "missing_since"})
_TIMES = {
    table.name: columns
    for table in TABLES
    if table.query is None and (columns := _times_in([column.name for column in table.columns]))
}
