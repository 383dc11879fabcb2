"""What makes a database a publication: one row that says when it was made for the public, and how.

It is in the database itself, so that both are replaced in one step, and a file copied elsewhere still tells what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.shape import Column, Table, create
from newsarchive.archive.values import to_json, utc
from newsarchive.errors import ArchiveUnusable

FORMAT: Final = 1

LEFT_OUT: Final = ("comments", "warc_files")
"""Tables of which no copy has a row: readers' words are nobody's to hand on; where records are tells of a machine."""
LEFT_OUT_WITH_TEXTS: Final = ("list_items",)

PUBLICATION: Final = Table(
    name="publication",
    description="One row, in copies made for the public: what this copy is.",
    columns=(
        Column("format", "INTEGER", "Form of this table.", required=True),
        Column("published_at", "TEXT", "When the copy was made (UTC).", required=True),
        Column("sites", "TEXT", "Names of the site modules, as a JSON list.", required=True),
        Column(
            "with_text", "INTEGER", "1 where the articles' texts are there, 0 where they were left out.", required=True
        ),
        Column("version", "TEXT", "Version of newsarchive that made it.", required=True),
        Column("counts", "TEXT", "Rows of every table, as a JSON object.", required=True),
    ),
    primary_key=("format",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A copy of an archive made for the public."""

    published_at: datetime
    """When the copy was made (UTC, whole seconds)."""
    sites: tuple[str, ...]
    """Names of the site modules, in alphabetical order."""
    with_text: bool
    version: str
    """Of newsarchive, that made it."""
    counts: Mapping[str, int]
    """Table -> rows, those of the search index included."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Tables that are there and have no rows, whatever the archive holds."""
        return LEFT_OUT if self.with_text else LEFT_OUT + LEFT_OUT_WITH_TEXTS


def is_publication(db: Database) -> bool:
    """Whether the database is a copy made for the public."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return db.conn.execute(query, (PUBLICATION.name,)).fetchone() is not None


def require_archive(db: Database, folder: Path) -> None:
    """Raise ArchiveUnusable where the database in `folder` is a copy made for the public."""
    if is_publication(db):
        raise ArchiveUnusable(f"{folder} holds a publication: name the archive it was made from with --archive.")


def publication_of(db: Database) -> Publication | None:
    """What the database says of itself; None where it is no copy made for the public, but a live archive.

    Raises ArchiveUnusable for one made by a newer version, and for one that was written to since.
    """
    if not is_publication(db):
        return None
    row = db.conn.execute("SELECT format, published_at, sites, with_text, version, counts FROM publication").fetchone()
    if row is None or row[0] != FORMAT:
        raise ArchiveUnusable("The publication was made by a newer newsarchive: upgrade newsarchive.")
    if db.conn.execute("PRAGMA journal_mode").fetchone() != ("delete",):
        raise ArchiveUnusable("The publication was written to since it was made: publish the archive again.")
    _, published_at, sites, with_text, version, counts = row
    return Publication(
        published_at=datetime.fromisoformat(published_at),
        sites=tuple(json.loads(sites)),
        with_text=bool(with_text),
        version=version,
        counts=json.loads(counts),
    )


def as_json(publication: Publication) -> dict[str, object]:
    """The publication as `published.json` has it."""
    return {
        "format": FORMAT,
        "published_at": utc(publication.published_at),
        "sites": list(publication.sites),
        "with_text": publication.with_text,
        "version": publication.version,
        "counts": dict(publication.counts),
    }


def as_row(publication: Publication) -> dict[str, object]:
    """The same as the row of `publication`."""
    row = as_json(publication)
    written = {name: to_json(row[name]) for name in ("sites", "counts")}
    return {**row, **written, "with_text": int(publication.with_text)}


def create_publication(db: Database) -> None:
    """Create the table that makes the database a publication."""
    create(db, (PUBLICATION,))
