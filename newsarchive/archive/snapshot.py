"""An archive's database as it is at one moment, made fit for everybody to see.

The copy is made by `VACUUM INTO`, which a crawl that writes does not disturb and is not disturbed by. What is not for
everybody is then taken out of it, and the rest is copied once more, so that nothing of it is left in the file.
docs/publishing.md says what is left out and why.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from newsarchive import __version__
from newsarchive.archive.database import FILE_NAME, advice, insert, is_of_damage, open_for_reading
from newsarchive.archive.publication import (
    LEFT_OUT,
    LEFT_OUT_WITH_TEXTS,
    PUBLICATION,
    Publication,
    as_row,
    create_publication,
    require_archive,
)
from newsarchive.archive.schema import SEARCH_INDEX

Replacements = dict[str, dict[str, str]]
"""Table -> column -> what stands there instead, in SQL."""

OF_THE_MACHINE: Final[Replacements] = {
    "crawls": {
        "options": """CASE WHEN json_extract(options, '$.import') IS NULL THEN json_remove(options, '$.base_url')
                      ELSE '{"import":true}' END"""
    },
    "captures": {
        "redirect_url": "CASE WHEN url = canonical_url THEN redirect_url END",
        "url": "canonical_url",
        **dict.fromkeys(("warc_file", "warc_offset", "warc_length"), "NULL"),
    },
    "problems": {"message": "''"},
}
"""What tells of the machines that crawl: mirrors' hosts, names of files, words of errors nobody foresaw."""
_ROWS_LEFT_OUT: Final = {
    **dict.fromkeys(LEFT_OUT, "TRUE"),
    "crawl_figures": "name IN ('bytes free', 'bytes of the archive')",
    "findings": "monitor = 'disk'",
}
TEXTS: Final[Replacements] = {
    "articles": dict.fromkeys(("description", "description_raw"), "NULL"),
    "revisions": {
        **dict.fromkeys(("description", "description_raw"), "NULL"),
        "article_body": "''",
        "blocks": "'[]'",
        "provenance": "'{}'",
    },
    "images": dict.fromkeys(("alt", "caption"), "NULL"),
    "links": {"text": "''"},
    "teasers": {"description": "NULL"},
}
"""What somebody wrote and the archive has no right to hand on, but for headlines."""
_ROWS_OF_TEXTS: Final = dict.fromkeys(LEFT_OUT_WITH_TEXTS, "TRUE")

_SITES: Final = "SELECT site FROM crawls UNION SELECT site FROM articles ORDER BY 1"
_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_UNIQUE: Final = "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'teasers' AND sql LIKE 'CREATE UNIQUE %'"
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table'"


def snapshot(folder: Path, target: Path, *, with_text: bool, at: datetime) -> Publication:
    """Make the file `target` the publication of the archive in `folder` as it is now, which is `at` (UTC).

    Neither `target` nor, beside it, `target`.whole may be there. Raises ArchiveUnusable where there is no archive, or
    only a publication of one; ArchiveUnwritable where the disk is full or may not be written.
    """
    whole = target.with_name(f"{target.name}.whole")
    with closing(open_for_reading(folder)) as db, _told(folder / FILE_NAME, whole):
        require_archive(db, folder)
        db.conn.execute("VACUUM INTO ?", (str(whole),))
    with closing(Database(whole)) as db, _told(whole, target):
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            db.conn.execute(f"PRAGMA {pragma}")
        with db.conn:
            _reduce(db, OF_THE_MACHINE, _ROWS_LEFT_OUT)
            if not with_text:
                _take_texts_out(db)
            db.conn.execute(f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('optimize')")
            db.conn.execute("ANALYZE")
            publication = _describe(db, with_text=with_text, at=at)
        db.conn.execute("VACUUM INTO ?", (str(target),))
    whole.unlink()
    return publication


@contextmanager
def _told(source: Path, target: Path) -> Iterator[None]:
    """What goes wrong as a sentence: damage is the source's, all else the target's."""
    try:
        yield
    except sqlite3.Error as error:
        raise advice(error, source if is_of_damage(error) else target) from error


def _reduce(db: Database, replaced: Replacements, deleted: dict[str, str]) -> None:
    for table, columns in replaced.items():
        values = ", ".join(f"{column} = {value}" for column, value in columns.items())
        db.conn.execute(f"UPDATE {table} SET {values}")
    for table, condition in deleted.items():
        db.conn.execute(f"DELETE FROM {table} WHERE {condition}")


def _take_texts_out(db: Database) -> None:
    """Without the triggers that keep the search index in step: it is made anew of what is left.

    Wordings of teasers that differed in their text alone are then alike, and stay apart.
    """
    triggers = db.conn.execute(_TRIGGERS).fetchall()
    for name, _ in triggers:
        db.conn.execute(f"DROP TRIGGER {name}")
    for name, sql in db.conn.execute(_UNIQUE).fetchall():
        db.conn.execute(f"DROP INDEX {name}")
        db.conn.execute(sql.replace("UNIQUE ", "", 1))
    _reduce(db, TEXTS, _ROWS_OF_TEXTS)
    db.conn.execute(f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('rebuild')")
    for _, sql in triggers:
        db.conn.execute(sql)


def _describe(db: Database, *, with_text: bool, at: datetime) -> Publication:
    """Add the row that makes the database a publication."""
    create_publication(db)
    tables = [name for (name,) in db.conn.execute(_TABLES).fetchall()]
    counts = {name: db.conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    publication = Publication(
        published_at=at,
        sites=tuple(site for (site,) in db.conn.execute(_SITES)),
        with_text=with_text,
        version=__version__,
        counts={**counts, PUBLICATION.name: 1},
    )
    insert(db, PUBLICATION.name, as_row(publication))
    return publication
