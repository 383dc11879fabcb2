"""Which address of the archive's a reader means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import product
from urllib.parse import parse_qsl, urlencode, urlsplit

_FOLLOWING = ("utm_", "fbclid", "gclid", "mc_", "xtor")
"""How parameters begin that say where a reader came from."""


def known_address(conn: sqlite3.Connection, typed: str) -> str:
    """The address of an article or a page as the archive has it; what was typed where it has none like it.

    Whether it is typed with `https://`, `www.`, a slash at the end or what a newsletter adds to it makes no difference.
    """
    likely = list(dict.fromkeys(_likely(typed.strip())))
    marks = ", ".join("?" * len(likely))
    sql = f"SELECT url FROM urls WHERE url IN ({marks}) UNION SELECT url FROM articles WHERE url IN ({marks})"
    known = {row[0] for row in conn.execute(sql, likely * 2)}
    return next((address for address in likely if address in known), typed)


def _likely(typed: str) -> Iterator[str]:
    """Addresses that may be meant, the likeliest first."""
    yield typed
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed.lstrip('/')}")
    except ValueError:
        return
    host, path = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    said = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith(_FOLLOWING)]
    queries = dict.fromkeys(f"?{query}" if query else "" for query in (parts.query, urlencode(said), ""))
    for query, scheme, www, end in product(queries, ("https", "http"), ("www.", ""), ("/", "")):
        yield f"{scheme}://{www}{host}{path}{end}{query}"
