"""Reads what there is to be verified, and asks SQLite for its own checks; nothing here writes to the database.

Rows come in pieces, each from a query that ends, so that a crawl may write meanwhile: what it adds is added behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

from newsarchive.archive.agreement import rules
from newsarchive.archive.schema import SEARCHED_COLUMNS, TABLES, TOKENIZER
from newsarchive.archive.shape import Table
from newsarchive.items import Place

_PIECE: Final = 500
_TOLD: Final = (
    *("url", "fetched_at", "status", "mime", "etag", "last_modified", "redirect_url", "payload_sha256"),
    *("payload_size", "kind", "digest"),
)
"""Columns of a capture that its record decides."""
_ORIGINAL: Final = ("url", "fetched_at", "digest", "payload_sha256", "payload_size", "original_id")
_RECORDED = f"""
    SELECT captures.id, captures.warc_file, captures.warc_offset, captures.warc_length, captures.original_id,
        {", ".join(f"captures.{name}" for name in _TOLD)}, {", ".join(f"original.{name}" for name in _ORIGINAL)},
        original.warc_file, original.warc_offset, original.warc_length
    FROM captures LEFT JOIN captures AS original ON original.id = captures.original_id
"""
_IN_FILE = f"{_RECORDED} WHERE captures.warc_file = ? AND (captures.warc_offset, captures.id) > (?, ?)" + (
    f" ORDER BY captures.warc_offset, captures.id LIMIT {_PIECE}"
)
_SAMPLE = f"""{_RECORDED} WHERE captures.warc_file IS NOT NULL AND captures.id IN (
        SELECT id FROM (SELECT id FROM captures ORDER BY id DESC LIMIT ?1)
        UNION SELECT id FROM (SELECT id FROM captures ORDER BY random() LIMIT ?1))
    ORDER BY captures.warc_file, captures.warc_offset
"""
_EXTENTS = """
    SELECT warc_files.name, length, 0, 0, NULL FROM warc_files
    WHERE NOT EXISTS (SELECT 1 FROM captures WHERE warc_file = warc_files.name)
    UNION ALL
    SELECT warc_file, length, count(*), max(warc_offset + warc_length), min(captures.id)
    FROM captures LEFT JOIN warc_files ON warc_files.name = warc_file
    WHERE warc_file IS NOT NULL GROUP BY warc_file ORDER BY 1
"""
_HELD = """
    SELECT count(*), min(id), max(id) FROM captures WHERE warc_file = ?1 AND warc_offset + warc_length > ?2
"""
_LEANING = """
    SELECT count(*) FROM captures JOIN captures AS original ON original.id = captures.original_id
    WHERE original.warc_file = ?1 AND original.warc_offset + original.warc_length > ?2 AND captures.warc_file <> ?1
"""
_TEXTS = f"""
    SELECT revisions.id, number, articles.url, articles.key, article_body, blocks, revisions.content_sha256,
        revisions.headline, revisions.kicker, revisions.description, revisions.event_dates, revisions.event_place,
        CASE WHEN current_revision_id = revisions.id THEN word_count END,
        (SELECT json_group_array(json_array(caption, credit))
         FROM (SELECT caption, credit FROM images WHERE revision_id = revisions.id ORDER BY position)),
        (SELECT json_group_array(json_array(list_number, depth, ordered, text)) FROM (SELECT * FROM list_items
         WHERE revision_id = revisions.id ORDER BY list_number, item_number))
    FROM revisions JOIN articles ON articles.id = article_id
    WHERE revisions.id > ? ORDER BY revisions.id LIMIT {_PIECE}
"""
_QUARANTINED = """
    SELECT DISTINCT payload_sha256, captures.id, problems.url FROM problems JOIN captures ON captures.id = capture_id
    WHERE captures.article_id IS NULL
        AND (error = 'BotChallenge' OR (captures.kind = 'article' AND error <> 'RedirectLoop'))
    ORDER BY captures.id
"""
"""A problem whose capture belongs to an article is a doubt about what was read."""
_COUNTED = """
    SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), count(*), sum(warc_file IS NULL)
    FROM captures
"""

Unusable = sqlite3.Error
"""What a query raises that meets a damaged page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A capture that has a WARC record."""

    id: int
    place: Place
    told: Mapping[str, object]
    """Column -> value, of the columns that the record decides."""
    original_id: int | None
    original: Mapping[str, object]
    """The same of the capture whose record holds the payload, as far as it concerns this one."""
    original_place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What the tables say of a WARC file."""

    name: str
    length: int | None
    """How much of it is accounted for, in bytes; None where `warc_files` does not know it."""
    captures: int
    end: int
    """Where the last record ends that a capture names."""
    first_id: int | None
    """The first capture in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a piece of a WARC file held, by the tables."""

    captures: int
    first_id: int | None
    """The least number of a capture in it."""
    last_id: int | None
    leaning: int
    """Captures of other files that leave their body to a record in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a version says, and what was derived from it."""

    revision_id: int
    number: int
    url: str
    key: str
    article_body: str
    blocks: str
    content_sha256: str
    lines: tuple[str | None, ...]
    """Headline, kicker, description, event dates, event place."""
    word_count: int | None
    """Of the newest version."""
    images: str
    """JSON: list of [caption, credit]."""
    list_items: str
    """JSON: list of [list number, depth, ordered, text]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many rows there are."""

    articles: int
    revisions: int
    captures: int
    unrecorded: int
    """Captures of before there were WARC files."""


class Integrity:
    """What an archive's database says of itself. Every method raises Unusable where it meets a damaged page."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.conn.text_factory = lambda text: text.decode("utf-8", "replace")

    def sqlite_finds(self, *, fast: bool) -> Iterator[str]:
        """What SQLite finds wrong with the file, each a sentence."""
        check = "quick_check" if fast else "integrity_check"
        for (found,) in self._rows(f"PRAGMA {check}"):
            if found != "ok":
                yield f"SQLite finds: {' '.join(found.split())}."

    def foreign_keys_find(self) -> Iterator[str]:
        """Rows that name a row which is not there."""
        for table, row_id, parent, _ in self._rows("PRAGMA foreign_key_check"):
            yield f"Row {row_id} of {table} names a row of {parent} that is not there."

    def search_finds(self) -> Iterator[str]:
        """Whether the full-text index is that of the versions.

        FTS5 has a check for it, which is an INSERT. It is given a copy of the index among the temporary tables, with
        the archive's own `revisions` as its content: a read transaction, which keeps no crawl from writing.
        """
        columns = ", ".join(SEARCHED_COLUMNS)
        options = f"tokenize='{TOKENIZER}', content='revisions', content_rowid='id'"
        try:
            self._db.conn.execute("BEGIN")
            self._db.conn.execute("CREATE TEMP VIEW revisions AS SELECT * FROM main.revisions")
            self._db.conn.execute(f"CREATE VIRTUAL TABLE temp.revisions_fts USING fts5({columns}, {options})")
            for part in ("data", "idx", "docsize", "config"):
                self._db.conn.execute(f"DELETE FROM temp.revisions_fts_{part}")
                copy = f"INSERT INTO temp.revisions_fts_{part} SELECT * FROM main.revisions_fts_{part}"
                self._db.conn.execute(copy)
            self._db.conn.execute("INSERT INTO temp.revisions_fts(revisions_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.Error as error:
            yield f"The full-text index revisions_fts is not that of the versions ({error})."
        finally:
            self._db.rollback()

    def disagreements(self) -> Iterator[tuple[str, str]]:
        """Rows that say something else than other rows: (the rule's sentence, the same with what is in the row)."""
        for sentence, query in rules():
            yield from ((sentence, sentence.format(*row)) for row in self._rows(query))

    def unreadable_texts(self) -> Iterator[str]:
        """Texts that are not UTF-8."""
        told = self._db.conn.text_factory
        self._db.conn.text_factory = bytes
        try:
            for table in TABLES:
                if not table.query:
                    yield from self._unreadable(table)
        finally:
            self._db.conn.text_factory = told

    def extents(self) -> list[Extent]:
        """Each WARC file that the tables name."""
        return [
            Extent(name=name, length=length, captures=captures, end=end or 0, first_id=first_id)
            for name, length, captures, end, first_id in self._rows(_EXTENTS)
        ]

    def recorded(self, file: str, start: int = 0) -> Iterator[Recorded]:
        """The captures in a WARC file from byte `start` on, in their order."""
        last = (start, -1)
        while (rows := self._rows(_IN_FILE, (file, *last))) and (rows[-1][2], rows[-1][0]) > last:
            yield from map(_recorded, rows)
            last = (rows[-1][2], rows[-1][0])

    def held(self, file: str, size: int = 0) -> Held:
        """What a WARC file held beyond its first `size` bytes."""
        captures, first_id, last_id = self._rows(_HELD, (file, size))[0]
        return Held(
            captures=captures, first_id=first_id, last_id=last_id, leaning=self._rows(_LEANING, (file, size))[0][0]
        )

    def sample(self, size: int) -> list[Recorded]:
        """So many of the newest captures and as many others by chance, those that have a record."""
        return [_recorded(row) for row in self._rows(_SAMPLE, (size,))]

    def texts(self) -> Iterator[Text]:
        """Every version."""
        last = 0
        while (rows := self._rows(_TEXTS, (last,))) and rows[-1][0] > last:
            last = rows[-1][0]
            for row in rows:
                names = ("revision_id", "number", "url", "key", "article_body", "blocks", "content_sha256")
                rest = dict(zip(("word_count", "images", "list_items"), row[12:], strict=True))
                yield Text(**dict(zip(names, row[:7], strict=True)), lines=row[7:12], **rest)

    def quarantined(self) -> list[tuple[str, int, str]]:
        """(SHA-256 of the page, capture, address) of what is in quarantine by what the tables say."""
        return self._rows(_QUARANTINED)

    def counted(self) -> Counted:
        """How many rows there are."""
        articles, revisions, captures, unrecorded = self._rows(_COUNTED)[0]
        return Counted(articles=articles, revisions=revisions, captures=captures, unrecorded=unrecorded or 0)

    def _unreadable(self, table: Table) -> Iterator[str]:
        names = [column.name for column in table.columns if column.type == "TEXT"]
        columns = "".join(f', "{name}"' for name in names)
        query = f"SELECT rowid{columns} FROM {table.name} WHERE rowid > ? ORDER BY rowid LIMIT {_PIECE}"
        last = 0
        while (rows := self._rows(query, (last,))) and rows[-1][0] > last:
            last = rows[-1][0]
            for row_id, *values in rows:
                for name, value in zip(names, values, strict=True):
                    if isinstance(value, bytes) and not _is_utf8(value):
                        yield f"Row {row_id} of {table.name}: its {name} is not UTF-8."

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._db.conn.execute(query, values).fetchall()


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _recorded(row: tuple[Any, ...]) -> Recorded:
    told, original = 5 + len(_TOLD), 5 + len(_TOLD) + len(_ORIGINAL)
    file, offset, length = row[original:]
    return Recorded(
        id=row[0],
        place=Place(file=row[1], offset=row[2], length=row[3]),
        told=dict(zip(_TOLD, row[5:told], strict=True)),
        original_id=row[4],
        original=dict(zip(_ORIGINAL, row[told:original], strict=True)),
        original_place=None if file is None else Place(file=file, offset=offset, length=length),
    )
