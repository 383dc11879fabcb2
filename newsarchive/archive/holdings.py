"""What the WARC files hold, as the tables tell it: for those who hand the captures on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.values import stamp
from newsarchive.items import Place

NOT_MODIFIED: Final = 304
"""Replayed, it would be a blank page in the place of the one that was there unchanged."""

_RECORDS: Final = """
    SELECT url, fetched_at, status, mime, digest, warc_file, warc_offset, warc_length, original_id IS NOT NULL
    FROM captures WHERE warc_file IS NOT NULL AND status <> ? ORDER BY id
"""
_ARTICLES: Final = """
    SELECT articles.key, articles.headline, captures.url, captures.warc_file, max(captures.fetched_at)
    FROM articles JOIN captures ON captures.article_id = articles.id
    WHERE captures.status BETWEEN 200 AND 299 AND captures.warc_file IS NOT NULL
    GROUP BY articles.id ORDER BY articles.id
"""
_FRONT_PAGES: Final = """
    SELECT crawls.site, crawls.site, captures.url, captures.warc_file, max(captures.fetched_at)
    FROM captures JOIN crawls ON crawls.id = captures.crawl_id
    WHERE captures.canonical_url GLOB 'http*://*/' AND captures.canonical_url NOT GLOB 'http*://*/?*'
        AND captures.status BETWEEN 200 AND 299 AND captures.warc_file IS NOT NULL
    GROUP BY crawls.site ORDER BY crawls.site
"""

_SITES: Final = "SELECT DISTINCT site FROM crawls ORDER BY site"
_CAPTURES: Final = "SELECT count(*), min(fetched_at), max(fetched_at) FROM captures WHERE warc_file IS NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """A response in a WARC file, as an index tells of it."""

    url: str
    """As requested."""
    stamp: str
    """When it was captured: 14 digits, UTC."""
    status: int
    mime: str | None
    """Media type the response declares; of no meaning where the payload is left to an earlier record."""
    digest: str
    """WARC-Payload-Digest."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCapture:
    """The newest capture of an article, or of a site's front page, that holds a page."""

    key: str
    """The article's permanent name; of a front page, the site's name."""
    title: str
    url: str
    """As requested."""
    file: str
    """WARC file of its record."""
    fetched_at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much there is."""

    sites: tuple[str, ...]
    """Names of the sites that were crawled."""
    captures: int
    """Those that have a record."""
    first_at: datetime | None
    """When the first of them was made (UTC)."""
    last_at: datetime | None


class Holdings:
    """The part of an `Archive` that tells what is in the WARC files."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Whatever is read in the block is of one moment, also while a crawl goes on."""
        self._db.conn.execute("BEGIN")
        try:
            yield
        finally:
            self._db.conn.rollback()

    def records(self) -> Iterator[CaptureRecord]:
        """Every capture whose record can be replayed: all but answers that nothing had changed (304)."""
        for url, at, status, mime, digest, file, offset, length, is_revisit in self._db.conn.execute(
            _RECORDS, (NOT_MODIFIED,)
        ):
            yield CaptureRecord(
                url=url,
                stamp=stamp(datetime.fromisoformat(at)),
                status=status,
                mime=mime,
                digest=digest,
                place=Place(file=file, offset=offset, length=length, is_revisit=bool(is_revisit)),
            )

    def articles(self) -> Iterator[PageCapture]:
        """Each article's newest page."""
        return self._pages(_ARTICLES)

    def front_pages(self) -> Iterator[PageCapture]:
        """Each site's newest, where it was asked for."""
        return self._pages(_FRONT_PAGES)

    def extent(self) -> Extent:
        """Which sites, how many captures, and from when to when."""
        count, first, last = self._db.conn.execute(_CAPTURES).fetchone()
        return Extent(
            sites=tuple(site for (site,) in self._db.conn.execute(_SITES)),
            captures=count,
            first_at=first and datetime.fromisoformat(first),
            last_at=last and datetime.fromisoformat(last),
        )

    def _pages(self, query: str) -> Iterator[PageCapture]:
        for key, title, url, file, at in self._db.conn.execute(query):
            yield PageCapture(key=key, title=title, url=url, file=file, fetched_at=datetime.fromisoformat(at))
