"""Reading addresses again from their captures: what was read before is taken out, and put in again in its order.

The captures stay, and so do article ids, so that what points at an article goes on pointing at it. Nothing is written
where everything comes out as it was.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from sqlite_utils import Database

from newsarchive.archive.entries import Entries
from newsarchive.archive.problems import LOOP
from newsarchive.archive.schema import STATE_COLUMNS
from newsarchive.archive.values import to_json, utc
from newsarchive.items import Page, Place
from newsarchive.warc import payload_digest

_MEMBERS: Final = "(SELECT value FROM json_each(:urls))"
"""The addresses that a statement is about; see `_execute`."""
_ARTICLES: Final = f"(SELECT id FROM articles WHERE url IN {_MEMBERS})"
_REVISIONS: Final = f"(SELECT id FROM revisions WHERE article_id IN {_ARTICLES})"

_OF_ARTICLES: Final = "(captures.kind = 'article' OR (captures.kind IS NULL AND captures.article_id IS NOT NULL))"
"""Captures of before there were WARC files do not say what was asked for."""
_CAPTURES: Final = f"(SELECT id FROM captures WHERE canonical_url IN {_MEMBERS} AND {_OF_ARTICLES})"

SELECT_CAPTURED: Final = """
    SELECT captures.id, captures.crawl_id, captures.url, captures.status, captures.warc_file, captures.warc_offset,
           captures.warc_length, original.warc_file, original.warc_offset, original.warc_length
    FROM captures LEFT JOIN captures AS original ON original.id = captures.original_id
"""
"""What `captured_of` reads a row of."""

_CAPTURED: Final = f"""{SELECT_CAPTURED}
    WHERE captures.canonical_url IN {_MEMBERS} AND {_OF_ARTICLES} ORDER BY captures.fetched_at, captures.id
"""

_ADDRESSES: Final = f"""
    SELECT id, crawl_id, url, canonical_url, NOT EXISTS (
        SELECT 1 FROM captures AS earlier
        WHERE earlier.canonical_url = captures.canonical_url AND earlier.id < captures.id
            AND {_OF_ARTICLES.replace("captures.", "earlier.")})
    FROM captures WHERE id > ? AND {_OF_ARTICLES} ORDER BY id LIMIT 1000
"""

_SAME: Final = """
    SELECT json_extract(options, '$.import') IS NULL OR finish_reason IS 'imported'
    FROM captures JOIN crawls ON crawls.id = crawl_id
    WHERE url = ? AND fetched_at = ? AND status = ? AND digest = ?
"""

_PAYLOAD_AT: Final = """
    SELECT original.warc_file, original.warc_offset, original.warc_length
    FROM captures JOIN captures AS original ON original.id = coalesce(captures.original_id, captures.id)
    WHERE captures.url = ? AND captures.fetched_at = ? AND original.warc_file IS NOT NULL
    ORDER BY captures.id LIMIT 1
"""

_TAKE_OUT: Final = (
    f"DELETE FROM list_items WHERE revision_id IN {_REVISIONS}",
    f"DELETE FROM images WHERE revision_id IN {_REVISIONS}",
    f"DELETE FROM links WHERE revision_id IN {_REVISIONS}",
    f"DELETE FROM teaser_sightings WHERE article_id IN {_ARTICLES}",
    f"DELETE FROM comments WHERE article_id IN {_ARTICLES}",
    f"DELETE FROM article_tags WHERE article_id IN {_ARTICLES}",
    f"DELETE FROM problems WHERE capture_id IN {_CAPTURES} AND error <> '{LOOP}'",
    f"UPDATE articles SET current_revision_id = NULL WHERE url IN {_MEMBERS}",
    f"DELETE FROM revisions WHERE article_id IN {_ARTICLES}",
    f"DELETE FROM articles WHERE url IN {_MEMBERS}",
)

_LET_GO: Final = tuple(
    f"UPDATE {table} SET {column} = NULL WHERE {column} IN (SELECT value FROM json_each(:vanished))"
    for table, column in (
        ("teasers", "target_article_id"),
        ("links", "target_article_id"),
        ("urls", "article_id"),
        ("articles", "redirect_article_id"),
    )
)
"""For articles that nothing is read of any more."""

_LED: Final = f"""
    SELECT redirect_article_id, url, redirect_url FROM articles
    WHERE url IN {_MEMBERS} AND redirect_article_id IS NOT NULL
"""
_LEAD: Final = """
    UPDATE articles SET redirect_article_id = ? WHERE url = ? AND redirect_url = ? AND status = 'redirected'
"""
"""An article that has moved by several redirects is joined to the last address as these become known."""

_SWEEP: Final = (
    """DELETE FROM teasers WHERE id IN (SELECT value FROM json_each(:teasers))
        AND NOT EXISTS (SELECT 1 FROM teaser_sightings WHERE teaser_id = teasers.id)""",
    """DELETE FROM tags WHERE id IN (SELECT value FROM json_each(:tags))
        AND NOT EXISTS (SELECT 1 FROM article_tags WHERE tag_id = tags.id)""",
)
"""Wordings and tags that no article has any more."""

_STANDING = f"""
    WITH last AS (
        SELECT canonical_url AS url, article_id,
            row_number() OVER (PARTITION BY canonical_url ORDER BY fetched_at DESC, id DESC) AS place
        FROM captures WHERE id IN {_CAPTURES} AND (status BETWEEN 200 AND 299 OR status = 304)
    )
    UPDATE urls SET article_id = coalesce(last.article_id, urls.article_id),
        state = CASE WHEN last.article_id IS NULL THEN 'unreadable' ELSE 'archived' END
    FROM last
    WHERE last.url = urls.url AND place = 1
        AND state = CASE WHEN last.article_id IS NULL THEN 'archived' ELSE 'unreadable' END
"""
"""An address whose newest page is now read, or is not any more, as the last visit to it had found."""

_SHOWN: Final = {
    "articles": f"""SELECT url, key, site, {", ".join(STATE_COLUMNS)}, word_count, revision_count, status,
            first_seen_at, last_seen_at, gone_at, redirect_url
        FROM articles WHERE url IN {_MEMBERS} ORDER BY url""",
    "revisions": f"""SELECT articles.url, number, stamp, change, revisions.first_seen_at, revisions.last_seen_at,
            words_added, words_removed, content_sha256, capture_id, extractor_version, article_body, blocks, provenance,
            {", ".join(f"revisions.{name}" for name in STATE_COLUMNS)}
        FROM revisions JOIN articles ON articles.id = article_id WHERE url IN {_MEMBERS} ORDER BY url, number""",
    "list_items": f"""SELECT url, number, list_number, item_number, depth, ordered, text
        FROM list_items JOIN revisions ON revisions.id = revision_id JOIN articles ON articles.id = article_id
        WHERE url IN {_MEMBERS} ORDER BY 1, 2, 3, 4""",
    "images": f"""SELECT articles.url, number, position, images.url, alt, caption, credit
        FROM images JOIN revisions ON revisions.id = revision_id JOIN articles ON articles.id = article_id
        WHERE articles.url IN {_MEMBERS} ORDER BY 1, 2, 3""",
    "links": f"""SELECT articles.url, number, position, links.url, text
        FROM links JOIN revisions ON revisions.id = revision_id JOIN articles ON articles.id = article_id
        WHERE articles.url IN {_MEMBERS} ORDER BY 1, 2, 3""",
    "article_tags": f"""SELECT url, name
        FROM article_tags JOIN tags ON tags.id = tag_id JOIN articles ON articles.id = article_id
        WHERE url IN {_MEMBERS} ORDER BY 1, 2""",
    "teaser_sightings": f"""SELECT url, target_url, teasers.headline, teasers.kicker, teasers.description, heading,
            position, teaser_sightings.first_seen_at, teaser_sightings.last_seen_at, first_capture_id
        FROM teaser_sightings JOIN teasers ON teasers.id = teaser_id JOIN articles ON articles.id = article_id
        WHERE url IN {_MEMBERS} ORDER BY 1, 2, 3, 4, 5, 6""",
    "comments": f"""SELECT url, author, date_posted, date_posted_raw, text, position, depth, comments.first_seen_at,
            comments.last_seen_at
        FROM comments JOIN articles ON articles.id = article_id WHERE url IN {_MEMBERS} ORDER BY 1, comments.id""",
    "problems": f"""SELECT crawl_id, url, capture_id, stage, error, message, at
        FROM problems WHERE capture_id IN {_CAPTURES} ORDER BY 3, 4, 5, 6""",
    "captures": f"""SELECT captures.id, canonical_url, articles.url
        FROM captures LEFT JOIN articles ON articles.id = article_id
        WHERE canonical_url IN {_MEMBERS} ORDER BY 1""",
}
"""All that was read at some addresses, row numbers left out."""


class Rows(NamedTuple):
    """What a query found."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


Shown = dict[str, Rows]
"""Table -> what was read at some addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A row of `captures`, as far as it takes to read it again."""

    id: int
    crawl_id: int
    url: str
    """As requested."""
    status: int
    place: Place | None
    """Its record; None for one of before there were WARC files."""
    payload_place: Place | None
    """The record that holds its payload, where that is another one."""


class Address(NamedTuple):
    """Where a capture belongs."""

    crawl_id: int
    url: str
    """As requested."""
    canonical_url: str
    is_first: bool
    """Whether it is the first capture of its canonical address."""


class _NotKept(Exception):
    """Undoes a transaction."""


class Rereading:
    """What there is to be read again, and the reading of it."""

    def __init__(self, db: Database, entries: Entries, transaction: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._entries = entries
        self._transaction = transaction

    def addresses(self) -> Iterator[Address]:
        """Each capture of an article, in their order.

        A few at a time: the database may be written to meanwhile.
        """
        last = 0
        while rows := self._db.conn.execute(_ADDRESSES, (last,)).fetchall():
            last = rows[-1][0]
            yield from (Address(*row[1:]) for row in rows)

    def reread(
        self, urls: Sequence[str], again: Callable[[], None], *, keep: bool = True
    ) -> tuple[Shown, Shown] | None:
        """Take out what was read at these addresses, and have `again` put it in from the captures in their order.

        Returns what was there before and after, or None where it came out as it was. Without `keep` all stays as it was
        in any case.
        """
        outcome: tuple[Shown, Shown] | None = None
        self._entries.trying = not keep
        with suppress(_NotKept), self._transaction():
            before = shown(self._db, urls)
            taken = take_out(self._db, urls)
            self._entries.read_again(taken.ids)
            again()
            put_right(self._db, urls, taken)
            after = shown(self._db, urls)
            outcome = (before, after) if before != after else None
            if outcome is None or not keep:
                raise _NotKept
        return outcome

    def captured(self, urls: Sequence[str]) -> list[Captured]:
        """Captures of articles kept under these addresses, in the order of their time."""
        rows = self._db.conn.execute(_CAPTURED, {"urls": to_json(list(urls))}).fetchall()
        return list(map(captured_of, rows))

    def knows(self, page: Page) -> bool | None:
        """None for a capture that is new; else whether it has been read: it was not if its import was cut off."""
        digest = payload_digest(page.exchange.payload if page.exchange else page.body)
        given = (page.url, utc(page.fetched_at), page.status, digest)
        row = self._db.conn.execute(_SAME, given).fetchone()
        return None if row is None else bool(row[0])

    def place_of(self, url: str, at: datetime) -> Place | None:
        """The record that holds the payload of what was captured at that address at that time (aware)."""
        row = self._db.conn.execute(_PAYLOAD_AT, (url, utc(at))).fetchone()
        return None if row is None else _place(*row)

    def runs(self) -> dict[int, tuple[str, dict[str, object]]]:
        """Row id -> site and options of each run."""
        rows = self._db.conn.execute("SELECT id, site, options FROM crawls").fetchall()
        return {crawl_id: (site, json.loads(options)) for crawl_id, site, options in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """What has to be put right once everything is in again."""

    ids: dict[str, int]
    """Article's address -> its row id."""
    led: list[tuple[int, str, str]]
    """Row id of the article that one has moved to, its address, and the address it leads to."""
    teasers: list[int]
    tags: list[int]


def captured_of(row: Sequence[Any]) -> Captured:
    """A row that SELECT_CAPTURED finds."""
    return Captured(
        id=row[0],
        crawl_id=row[1],
        url=row[2],
        status=row[3],
        place=_place(*row[4:7]),
        payload_place=_place(*row[7:10]),
    )


def shown(db: Database, urls: Sequence[str]) -> Shown:
    """All that was read at these addresses, in an order of its own."""
    found = {table: _execute(db, query, urls) for table, query in _SHOWN.items()}
    return {
        table: Rows(tuple(column[0] for column in cursor.description), cursor.fetchall())
        for table, cursor in found.items()
    }


def take_out(db: Database, urls: Sequence[str]) -> TakenOut:
    """Remove what was read at these addresses, in a transaction that puts all of their captures in again."""
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    ids = dict(_execute(db, f"SELECT url, id FROM articles WHERE url IN {_MEMBERS}", urls).fetchall())
    teasers = f"SELECT DISTINCT teaser_id FROM teaser_sightings WHERE article_id IN {_ARTICLES}"
    tags = f"SELECT DISTINCT tag_id FROM article_tags WHERE article_id IN {_ARTICLES}"
    taken = TakenOut(
        ids=ids,
        led=_execute(db, _LED, urls).fetchall(),
        teasers=_numbers(_execute(db, teasers, urls)),
        tags=_numbers(_execute(db, tags, urls)),
    )
    for statement in _TAKE_OUT:
        _execute(db, statement, urls)
    return taken


def put_right(db: Database, urls: Sequence[str], taken: TakenOut) -> None:
    """After everything was put in again: let go of articles, wordings and tags that did not come back."""
    there = {url for (url,) in _execute(db, f"SELECT url FROM articles WHERE url IN {_MEMBERS}", urls)}
    db.conn.executemany(_LEAD, taken.led)
    vanished = [article_id for url, article_id in taken.ids.items() if url not in there]
    for statement in _LET_GO if vanished else ():
        db.conn.execute(statement, {"vanished": to_json(vanished)})
    for statement in _SWEEP:
        db.conn.execute(statement, {"teasers": to_json(taken.teasers), "tags": to_json(taken.tags)})
    _execute(db, _STANDING, urls)


def _execute(db: Database, statement: str, urls: Sequence[str]) -> sqlite3.Cursor:
    """A statement about these addresses; nearly always there is but one, which is quicker without JSON."""
    if len(urls) == 1:
        return db.conn.execute(statement.replace(_MEMBERS, "(:urls)"), {"urls": urls[0]})
    return db.conn.execute(statement, {"urls": to_json(list(urls))})


def _numbers(found: sqlite3.Cursor) -> list[int]:
    return [cast("int", row[0]) for row in found]


def _place(file: str | None, offset: int | None, length: int | None) -> Place | None:
    return None if file is None or offset is None or length is None else Place(file=file, offset=offset, length=length)
