"""The words of the full-text index, and what somebody meant who typed none of them."""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from newsarchive.archive.schema import SEARCH_INDEX
from newsarchive.browse.reading.search import Search, count
from newsarchive.browse.search import STOP_WORDS, Marker, Phrase, beginnings, fold, forms, nearest, spellings, words

_TABLE: Final = f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', '{SEARCH_INDEX}', 'row')"
_NEAR: Final = "SELECT term, doc FROM vocabulary WHERE term >= ?1 AND term < ?1 || char(0x10ffff)"
_TEXTS: Final = """
    SELECT headline || ' ' || coalesce(description, '') || ' ' || substr(article_body, 1, 20000) FROM revisions
    WHERE id IN (SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH ? LIMIT 5)
"""
_TIME: Final = 0.3
"""Seconds for the words that begin alike; what was met by then is what there is."""
_MOST: Final = 3
"""Words of a search that are corrected."""


def add_vocabulary(connection: sqlite3.Connection) -> None:
    """Let the connection read the index's words; nothing is written to the archive."""
    connection.execute(_TABLE)


def meant(connection: sqlite3.Connection, search: Search) -> Search | None:
    """The search with the nearest words that texts have for those that none has; needs `add_vocabulary`.

    None where there are none, or where they find nothing either.
    """
    typed = search.q
    unknown = (word for word in dict.fromkeys(words(typed)) if not _is_known(connection, word))
    for word, _ in zip(unknown, range(_MOST), strict=False):
        folded = fold(word) or word
        if term := nearest(folded, _alike(connection, folded)):
            typed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", _as_printed(connection, term), typed)
    corrected = replace(search, q=typed, page=1)
    return corrected if typed != search.q and count(connection, corrected) else None


def _is_known(connection: sqlite3.Connection, word: str) -> bool:
    folded = fold(word)
    if folded is None or folded in STOP_WORDS or not beginnings(folded):
        return True
    wanted = sorted({form for spelling in spellings(word) for form in forms(spelling)})
    query = f"SELECT 1 FROM vocabulary WHERE term IN ({', '.join('?' * len(wanted))}) LIMIT 1"
    return connection.execute(query, wanted).fetchone() is not None


def _alike(connection: sqlite3.Connection, word: str) -> Iterator[tuple[str, int]]:
    for beginning in beginnings(word):
        ends_at = time.monotonic() + _TIME
        for term, texts in connection.execute(_NEAR, [beginning]):
            yield term, texts
            if time.monotonic() > ends_at:
                break


def _as_printed(connection: sqlite3.Connection, term: str) -> str:
    """The word of the index with the accents that it has in most of a few texts."""
    marker = Marker([Phrase((term,))])
    texts = [marker.whole(text) for (text,) in connection.execute(_TEXTS, [str(Phrase((term,)))])]
    spelled = Counter(piece.lower() for pieces in texts for piece, is_found in pieces if is_found)
    return spelled.most_common(1)[0][0] if spelled else term
