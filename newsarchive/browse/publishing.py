"""How a copy made for the public is told from a live archive, and what Datasette is given to serve it."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from newsarchive.archive.database import FILE_NAME, open_for_reading
from newsarchive.archive.publication import Publication, as_row, publication_of

__all__ = ["PUBLIC_SETTINGS", "Publication", "inspect_data", "read_publication"]

PUBLIC_SETTINGS: Final = {
    "allow_csv_stream": False,
    "allow_facet": False,
    "default_allow_sql": False,
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 500,
}
"""Datasette's settings for everybody, over those for staff: no SQL, no facets but the ones tables come with."""


def read_publication(folder: Path) -> Publication | None:
    """What the database in `folder` is a publication of; None for a live archive.

    Raises ArchiveUnusable where there is none, where it is from another version, or was written to since it was made.
    """
    with closing(open_for_reading(folder)) as db:
        return publication_of(db)


def inspect_data(publication: Publication, folder: Path) -> dict[str, Any]:
    """What `datasette inspect` would say of it, but without reading the file: the hash names the publication."""
    database = folder / FILE_NAME
    return {
        database.stem: {
            "hash": hashlib.sha256(repr(as_row(publication)).encode()).hexdigest(),
            "size": database.stat().st_size,
            "file": FILE_NAME,
            "tables": {name: {"count": count} for name, count in publication.counts.items()},
        }
    }
