"""A full-text index as the archive's, of texts alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from newsarchive.archive.schema import TOKENIZER


def index_of(texts: Iterable[str]) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, tokenize = '{TOKENIZER}')")
    index.executemany("INSERT INTO found (text) VALUES (?)", [(text,) for text in texts])
    return index


def found_by(index: sqlite3.Connection, expression: str) -> list[str]:
    return [
        text for (text,) in index.execute("SELECT text FROM found WHERE found MATCH ? ORDER BY rowid", [expression])
    ]
