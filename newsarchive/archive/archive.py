"""The archive as the rest of the project sees it: every method of `Archive` that writes is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from newsarchive.archive import addresses, articles, crawls, findings, problems
from newsarchive.archive.captures import add_capture, missing_long_enough
from newsarchive.archive.comments import add_comments
from newsarchive.archive.database import FILE_NAME, open_for_reading, open_for_writing, transaction
from newsarchive.archive.promotions import add_sightings
from newsarchive.archive.schema import CHANGE_COUNTS
from newsarchive.archive.summary import Summary, summarise
from newsarchive.archive.values import encodable, utc
from newsarchive.changes import History
from newsarchive.errors import StaleChange
from newsarchive.items import (
    Article,
    ChangeKind,
    Discovery,
    Figures,
    Finding,
    Kept,
    Page,
    Problem,
    Teaser,
    Version,
)

_BATCH = 500


class Archive:
    """An archive folder, opened for one writer; use it in a `with` block or close it.

    Addresses are canonical (the site's own), times are aware datetimes. Every write raises ArchiveLocked when another
    program holds the database for too long, and ArchiveUnwritable when the disk is full.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder
        self.db: Database = open_for_reading(folder) if read_only else open_for_writing(folder)

    @classmethod
    def open_existing(cls, folder: Path) -> Self:
        """An archive to read from; raises ArchiveUnusable where there is none, and creates nothing."""
        return cls(folder, read_only=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def begin_crawl(self, site: str, *, version: str, options: Mapping[str, object], at: datetime) -> int:
        """Record the start of a run; returns the id the other methods ask for."""
        with self._transaction():
            return crawls.begin(self.db, site, version=version, options=options, at=at)

    def finish_crawl(
        self, crawl_id: int, *, reason: str, requests: int, responses: int, size: int, at: datetime
    ) -> None:
        """Record the end of a run; `size` is the number of bytes received."""
        with self._transaction():
            crawls.finish(self.db, crawl_id, reason=reason, requests=requests, responses=responses, size=size, at=at)

    def crawl_counts(self, crawl_id: int) -> dict[str, int]:
        """Per kind of change, and `gone`, `failed`, `requests`, `responses`, `bytes`."""
        return crawls.counts(self.db, crawl_id)

    def history(self, url: str) -> History:
        """What is kept of the article at `url`, for `newsarchive.changes.decide`."""
        return articles.history(self.db, url)

    def store(self, version: Version, crawl_id: int, *, requested: str | None = None) -> int:
        """Store what a page said, and return its article's row id.

        A change of any kind but `unchanged` makes a revision; an unchanged page only moves the last sight of the
        article and its newest version. Either way the visit, the teasers, the comments and doubts are recorded. A page
        read again from its capture (`page.capture_id`) is no new visit. `requested` is the site address that was asked
        for, where it is not the article's own. Raises StaleChange when the history is no longer the one decided upon.
        """
        try:
            with self._transaction():
                return self._store(version, crawl_id, requested)
        except UnicodeEncodeError:
            with self._transaction():
                return self._store(encodable(version), crawl_id, requested)

    def record_visit(self, page: Page, crawl_id: int, *, url: str, kind: str) -> int:
        """Record a response that is no article (feed, listing, redirect, 404, 304 …); returns the capture's row id.

        A 304 says that the article there is as it was.
        """
        with self._transaction():
            return self._visit(page, crawl_id, url=url, kind=kind)

    def record_missing(self, page: Page, crawl_id: int, *, url: str, decide_now: bool = False) -> bool:
        """Record a 404 or 410 at an article's address; returns whether the article has thereby become gone.

        That takes a second such answer at least a day after the first, or `decide_now`.
        """
        with self._transaction():
            self._visit(page, crawl_id, url=url, kind="article")
            missing = decide_now or missing_long_enough(self.db, url, page.fetched_at)
            return missing and self._mark_gone(url, crawl_id, page.fetched_at)

    def mark_gone(self, url: str, crawl_id: int, at: datetime) -> bool:
        """Note that the article at `url` was removed; False where there is none, or it was known to be gone."""
        with self._transaction():
            return self._mark_gone(url, crawl_id, at)

    def quarantine(self, page: Page, crawl_id: int, problem: Problem, *, url: str) -> None:
        """Keep a page nothing could be read from: its visit, the problem, and the page itself in `quarantine/`."""
        problems.quarantine_page(self.folder / "quarantine", page, problem, url=url)
        with self._transaction():
            capture_id = self._visit(page, crawl_id, url=url, kind="article")
            self._fail(crawl_id, problem, url=url, capture_id=capture_id, at=page.fetched_at)

    def record_problem(
        self, crawl_id: int, *, url: str, problem: Problem, at: datetime, capture_id: int | None = None
    ) -> None:
        """Record a failure that left no page: a timeout, a redirect loop …"""
        with self._transaction():
            self._fail(crawl_id, problem, url=url, capture_id=capture_id, at=at)

    def discover(self, found: Iterable[Discovery], at: datetime) -> None:
        """Record addresses heard of; the first sighting of each is kept, its lastmod and listed date kept fresh."""
        with self._transaction():
            addresses.add_discoveries(self.db, found, at)

    def listed(self, url: str) -> dict[str, str]:
        """What listings printed beside their links to the address, for `Page.listed`."""
        date = addresses.listed_date(self.db, url)
        return {} if date is None else {"date_published": date}

    def holds(self, url: str) -> bool:
        """Whether the article at that canonical address is in the archive, gone or not."""
        return self._article_id(url) is not None

    def articles_of(self, site: str) -> Iterator[str]:
        """Canonical addresses of the site's live articles; the archive may be written to meanwhile."""
        last = 0
        while batch := self.db.conn.execute(
            "SELECT id, url FROM articles WHERE site = ? AND status = 'live' AND id > ? ORDER BY id LIMIT ?",
            (site, last, _BATCH),
        ).fetchall():
            yield from (url for _, url in batch)
            last = batch[-1][0]

    def record_findings(
        self, crawl_id: int, values: Mapping[str, float], found: Iterable[Finding], at: datetime
    ) -> None:
        """Record what a run measured, and what the monitors make of it."""
        with self._transaction():
            findings.add_figures(self.db, crawl_id, values)
            findings.add_findings(self.db, crawl_id, found, at)

    def figures_before(self, crawl_id: int, site: str, at: datetime) -> list[Figures]:
        """What the runs of a site measured before this one, oldest first: the last ten, or all of three weeks."""
        return findings.history(self.db, site, before=crawl_id, at=at)

    def kept(self, url: str, *, before_last: bool) -> Kept | None:
        """How much of each field the newest version of an article holds, or the one before that."""
        return findings.kept(self.db, url, before_last=before_last)

    def page_types(self, site: str) -> dict[str, int]:
        """Page type -> articles of the site."""
        return findings.page_types(self.db, site)

    def published(self, site: str, since: date) -> dict[date, int]:
        """Day -> articles of the site published then."""
        return findings.published(self.db, site, since)

    def not_modified(self, crawl_id: int) -> int:
        """Articles that the site said had not changed since the last visit (304)."""
        return findings.not_modified(self.db, crawl_id)

    def summary(self) -> Summary:
        """What the archive holds."""
        return summarise(self.db)

    def _transaction(self) -> AbstractContextManager[None]:
        return transaction(self.db, self.folder / FILE_NAME)

    def _store(self, version: Version, crawl_id: int, requested: str | None) -> int:
        article, change = version.article, version.change
        page = article.page
        known = self._article_id(article.url)
        if (known is None) != (change.kind is ChangeKind.FIRST):
            raise StaleChange(f"{article.url} was stored meanwhile: read its history and decide again.")
        unchanged = change.kind is ChangeKind.UNCHANGED
        article_id = known if known and unchanged else articles.show(self.db, article, known)
        capture_id = page.capture_id or self._capture(article, crawl_id, article_id, unchanged, requested)
        if unchanged:
            articles.mark_seen(self.db, article_id, page.fetched_at)
        else:
            articles.add_revision(self.db, article, change, article_id=article_id, capture_id=capture_id)
        if known is None:
            addresses.join_arrival(self.db, article_id, article.url)
        self._observe(article, crawl_id, article_id, capture_id)
        crawls.count(self.db, crawl_id, CHANGE_COUNTS[change.kind])
        return article_id

    def _capture(self, article: Article, crawl_id: int, article_id: int, unchanged: bool, requested: str | None) -> int:
        page = article.page
        for url in dict.fromkeys((article.url, requested or article.url)):
            addresses.add_visit(
                self.db,
                url,
                kind="article",
                at=page.fetched_at,
                status=page.status,
                article_id=article_id,
                unchanged=unchanged,
            )
        return add_capture(self.db, page, crawl_id, canonical_url=article.url, article_id=article_id)

    def _observe(self, article: Article, crawl_id: int, article_id: int, capture_id: int) -> None:
        at = article.page.fetched_at
        new = add_sightings(self.db, article.teasers, article_id=article_id, capture_id=capture_id, at=utc(at))
        addresses.add_discoveries(self.db, _promoted(new, article.url), at)
        add_comments(self.db, article.comments, article_id=article_id, at=utc(at))
        problems.add_doubts(self.db, crawl_id, article.problems, url=article.url, capture_id=capture_id, at=at)

    def _visit(self, page: Page, crawl_id: int, *, url: str, kind: str) -> int:
        if page.capture_id is not None:
            return page.capture_id
        article_id = self._article_id(url)
        same = page.status == 304
        if same and article_id is not None:
            articles.mark_seen(self.db, article_id, page.fetched_at)
        addresses.add_visit(
            self.db,
            url,
            kind=kind,
            at=page.fetched_at,
            status=page.status,
            article_id=article_id,
            unchanged=True if same else None,
        )
        return add_capture(self.db, page, crawl_id, canonical_url=url, article_id=article_id)

    def _mark_gone(self, url: str, crawl_id: int, at: datetime) -> bool:
        marked = articles.mark_gone(self.db, url, at)
        if marked:
            crawls.count(self.db, crawl_id, "gone")
        return marked

    def _fail(self, crawl_id: int, problem: Problem, *, url: str, capture_id: int | None, at: datetime) -> None:
        problems.add_problem(self.db, crawl_id, problem, url=url, capture_id=capture_id, at=at)
        crawls.count(self.db, crawl_id, "failed")

    def _article_id(self, url: str) -> int | None:
        row = self.db.conn.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()
        return None if row is None else int(row[0])


def _promoted(teasers: Iterable[Teaser], source: str) -> Iterator[Discovery]:
    """Teasers of the page `source` that point into its own site, as addresses heard of."""
    origin = "/".join(source.split("/", 3)[:3]) + "/"
    for teaser in teasers:
        if teaser.target_url.startswith(origin):
            yield Discovery(url=teaser.target_url, kind="article", via="teaser", source=source)
