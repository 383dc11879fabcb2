"""Where a capture's WARC record is, and the record itself."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from newsarchive.browse.reading.rows import row

_PLACE: Final = """
    SELECT captures.warc_file AS file, captures.warc_offset AS offset, captures.warc_length AS length,
           original.warc_file AS original_file, original.warc_offset AS original_offset,
           original.warc_length AS original_length
    FROM articles
    JOIN captures ON captures.article_id = articles.id OR captures.canonical_url = articles.url
    LEFT JOIN captures AS original ON original.id = captures.original_id
    WHERE articles.key = ?
        AND strftime('%Y%m%d%H%M%S', captures.fetched_at) = ? AND captures.warc_file IS NOT NULL
    ORDER BY captures.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlace:
    """Where a record is, and the earlier one that holds its payload where it has none itself (`revisit`)."""

    file: str
    offset: int
    length: int
    original_file: str | None
    original_offset: int | None
    original_length: int | None


def record_place(connection: sqlite3.Connection, key: str, stamp: str) -> RecordPlace | None:
    """The record of the capture made of an article at that second (14 digits, UTC)."""
    return row(connection, RecordPlace, _PLACE, (key, stamp))


def record_bytes(warc: Path, place: RecordPlace) -> bytes | None:
    """The record as a WARC file of its own, the payload's first if that is another; None where a file is not there."""
    parts = [(place.original_file, place.original_offset, place.original_length)] if place.original_file else []
    parts.append((place.file, place.offset, place.length))
    try:
        return b"".join(_slice(warc, str(file), int(offset or 0), int(length or 0)) for file, offset, length in parts)
    except OSError:
        return None


def _slice(warc: Path, file: str, offset: int, length: int) -> bytes:
    if PurePosixPath(file).name != file:
        raise FileNotFoundError(file)
    with (warc / file).open("rb") as stream:
        stream.seek(offset)
        return stream.read(length)
