"""What one response adds to the archive, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from newsarchive.archive import addresses, articles, crawls, problems
from newsarchive.archive.addresses import Outcome
from newsarchive.archive.captures import add_capture
from newsarchive.archive.comments import add_comments
from newsarchive.archive.crawls_schema import CHANGE_COUNTS
from newsarchive.archive.journal import Journal
from newsarchive.archive.promotions import add_sightings
from newsarchive.archive.values import utc
from newsarchive.errors import StaleChange
from newsarchive.items import AddressKind, AddressState, Article, ChangeKind, Discovery, Page, Version

NOT_MODIFIED: Final = 304
_MOVED: Final = """
    UPDATE captures SET canonical_url = ?1, article_id = ?2
    WHERE id = ?3 AND (canonical_url <> ?1 OR article_id IS NOT ?2)
"""
_MISSING_FOR: Final = timedelta(days=1)
"""How far apart two visits must lie that both find an address missing, before what was there counts as gone."""


class Entries:
    """Rows of captures, of what was read from them, and of the visits they were.

    A page read again from its capture (`page.capture_id`) is no new visit, and is not counted again.
    """

    def __init__(self, db: Database, journal: Journal) -> None:
        self.db = db
        self.journal = journal
        self.trying = False
        """Whether what is written will be undone, so that nothing may be left elsewhere."""
        self._ids: dict[str, int] = {}
        self._missing_since: dict[str | None, datetime] = {}

    def read_again(self, ids: Mapping[str, int]) -> None:
        """Pages come that were read before; the rows of their articles, by address, get these ids again."""
        self._ids = dict(ids)
        self._missing_since = {}

    def count(self, page: Page, crawl_id: int, column: str) -> None:
        """Add one to a count of the run, unless the page was counted when it came."""
        if page.capture_id is None:
            crawls.count(self.db, crawl_id, column)

    def store(self, version: Version, crawl_id: int, requested: str | None, found: tuple[Discovery, ...]) -> int:
        """See `Archive.store`."""
        article, change = version.article, version.change
        page = article.page
        known, returns = self.article_id(article.url), article.url in self._ids
        if (known is None) != (change.kind is ChangeKind.FIRST):
            raise StaleChange(f"{article.url} was stored meanwhile: read its history and decide again.")
        unchanged = change.kind is ChangeKind.UNCHANGED
        article_id = known if known and unchanged else articles.show(self.db, article, known, self._own_id(article))
        capture_id = self.capture(page, crawl_id, url=article.url, kind="article", article_id=article_id)
        if unchanged:
            articles.mark_seen(self.db, article_id, page.fetched_at)
        else:
            articles.add_revision(self.db, article, change, article_id=article_id, capture_id=capture_id)
        if page.capture_id is None:
            self._count_visit(version, crawl_id, article_id, requested)
        self.count(page, crawl_id, CHANGE_COUNTS[change.kind])
        for url in (article.url, requested):
            self._missing_since.pop(url, None)
        if known is None:
            addresses.join_arrival(self.db, article_id, article.url)
            if not returns:
                addresses.join_moved(self.db, article_id, article.url)
        self._observe(article, crawl_id, article_id, capture_id)
        addresses.add_discoveries(self.db, article.site, found, page.fetched_at)
        return article_id

    def capture(
        self,
        page: Page,
        crawl_id: int,
        *,
        url: str,
        kind: AddressKind,
        article_id: int | None = None,
        again: bool = False,
        source: str | None = None,
    ) -> int:
        """The row of the exchange behind `page`, whose records are in the WARC files by then; see `captures`."""
        if page.capture_id is not None:
            self.db.conn.execute(_MOVED, (url, article_id, page.capture_id))
            return page.capture_id
        kept = self.journal.keep(page, kind, again=again, source=source)
        return add_capture(self.db, page, crawl_id, canonical_url=url, kind=kind, article_id=article_id, kept=kept)

    def _own_id(self, article: Article) -> int | None:
        """The row id an article has again; for one that is new among them, none that another will have again."""
        if article.page.capture_id is None:
            return None
        if article.url not in self._ids:
            highest = self.db.conn.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
            self._ids[article.url] = 1 + max(highest, *self._ids.values(), 0)
        return self._ids[article.url]

    def _count_visit(self, version: Version, crawl_id: int, article_id: int, requested: str | None) -> None:
        article, page = version.article, version.article.page
        outcome = Outcome(
            kind="article",
            state="archived",
            at=page.fetched_at,
            crawl_id=crawl_id,
            site=article.site,
            status=page.status,
            article_id=article_id,
            unchanged=version.change.kind is ChangeKind.UNCHANGED,
            first=version.change.kind is ChangeKind.FIRST,
            sign_of_life=articles.sign_of_life(self.db, article_id, page.fetched_at),
        )
        addresses.add_visit(self.db, article.url, outcome)
        if requested not in (None, article.url):
            there = self.article_id(requested) or article_id
            alias = replace(outcome, state="redirected", redirect_url=article.url, article_id=there)
            addresses.add_visit(self.db, requested, alias)

    def _observe(self, article: Article, crawl_id: int, article_id: int, capture_id: int) -> None:
        at = article.page.fetched_at
        add_sightings(self.db, article.teasers, article_id=article_id, capture_id=capture_id, at=utc(at))
        add_comments(self.db, article.comments, article_id=article_id, at=utc(at))
        problems.add_doubts(self.db, crawl_id, article.problems, url=article.url, capture_id=capture_id, at=at)

    def visit(
        self,
        page: Page,
        crawl_id: int,
        *,
        url: str,
        kind: AddressKind,
        state: AddressState,
        unchanged: bool | None = None,
        redirect_url: str | None = None,
        passing: bool = False,
    ) -> int:
        """The row of a capture no article was read from, and the visit it was."""
        if page.capture_id is not None:
            if state not in addresses.FOUND_NOTHING:
                self._missing_since.pop(url, None)
            read = self.article_id(url) if page.status == NOT_MODIFIED else None
            return self.capture(page, crawl_id, url=url, kind=kind, article_id=read)
        article_id = self.article_id(url) if kind == "article" else None
        signs = state == "archived" and article_id is not None
        outcome = Outcome(
            kind=kind,
            state=state,
            at=page.fetched_at,
            crawl_id=crawl_id,
            site=page.site,
            status=page.status,
            article_id=article_id,
            unchanged=unchanged,
            sign_of_life=articles.sign_of_life(self.db, article_id, page.fetched_at) if signs and article_id else None,
            redirect_url=redirect_url,
            passing=passing,
        )
        addresses.add_visit(self.db, url, outcome)
        read = article_id if page.status == NOT_MODIFIED else None
        return self.capture(page, crawl_id, url=url, kind=kind, article_id=read)

    def missing(self, page: Page, crawl_id: int, url: str, decide_now: bool) -> tuple[int, bool]:
        """The row of the capture, and whether the article has become gone by it."""
        if page.capture_id is None:
            first = addresses.missing_since(self.db, url) or page.fetched_at
        else:
            first = self._missing_since.setdefault(url, page.fetched_at)
        decided = decide_now or page.fetched_at - first >= _MISSING_FOR
        became_gone = decided and articles.mark_gone(self.db, url, page.fetched_at)
        if became_gone:
            self.count(page, crawl_id, "gone")
        state: AddressState = "gone" if decided and self.article_id(url) is not None else "missing"
        return self.visit(page, crawl_id, url=url, kind="article", state=state), became_gone

    def leads_back(self, page: Page, url: str, target: str) -> bool:
        """Whether the redirects known when the page came lead round to `url`."""
        if page.capture_id is None:
            return addresses.leads_back(self.db, url, target)
        return problems.is_loop(self.db, page.capture_id)

    def article_id(self, url: str) -> int | None:
        """The row of the article at that canonical address."""
        row = self.db.conn.execute("SELECT id FROM articles WHERE url = ?", (url,)).fetchone()
        return None if row is None else int(row[0])
