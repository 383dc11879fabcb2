"""What an address leads to, however it is pasted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.rows import value
from newsarchive.browse.search import address_spellings, pasted_address, pasted_key

_KEY: Final = "SELECT key FROM articles WHERE key = ?"
_KNOWN: Final = "SELECT url FROM urls WHERE url = ?1 UNION ALL SELECT url FROM articles WHERE url = ?1 LIMIT 1"
_KEY_AT: Final = """
    SELECT articles.key FROM urls JOIN articles ON articles.id = urls.article_id WHERE urls.url = ?1
    UNION ALL SELECT key FROM articles WHERE url = ?1
    UNION ALL SELECT articles.key FROM urls JOIN articles ON articles.url = urls.redirect_url WHERE urls.url = ?1
    LIMIT 1
"""


def key_at(connection: sqlite3.Connection, typed: str) -> str | None:
    """Key of the article that what was typed leads to, None where it is no address, or not one of an article's.

    An address may lack its scheme, host or last slash, or have a query that the archive's own does not have; a key
    may stand alone or in the address of the article's page here. Each spelling is looked up in an index.
    """
    key: str | None = value(connection, _KEY, [name]) if (name := pasted_key(typed)) else None
    return key or _first(connection, _KEY_AT, typed)


def known_address(connection: sqlite3.Connection, typed: str) -> str:
    """The address of an article or a page as the archive has it; what was typed where it has none like it."""
    return _first(connection, _KNOWN, typed) or typed


def _first(connection: sqlite3.Connection, query: str, typed: str) -> str | None:
    """What the query gives for the likeliest spelling of an address that it gives anything for."""
    address = pasted_address(typed)
    spelled = address_spellings(address, _origins(connection)) if address else ()
    return next((found for one in spelled if (found := value(connection, query, [one]))), None)


def _origins(connection: sqlite3.Connection) -> Iterator[str]:
    """Scheme and host of each site."""
    for site in choices(connection, "site"):
        parts = urlsplit(value(connection, "SELECT url FROM articles WHERE site = ? LIMIT 1", [site]))
        yield f"{parts.scheme}://{parts.netloc}"
