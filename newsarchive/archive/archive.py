"""The archive as the rest of the project sees it: every method of `Archive` that writes is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from sqlite_utils import Database

from newsarchive.archive import addresses, articles, crawls, frontier, problems
from newsarchive.archive.addresses import Outcome
from newsarchive.archive.crawls_schema import CHANGE_COUNTS
from newsarchive.archive.database import (
    FILE_NAME,
    advice,
    is_of_damage,
    open_for_reading,
    open_for_writing,
    savepoint,
    transaction,
)
from newsarchive.archive.entries import Entries
from newsarchive.archive.frontier import Wanted
from newsarchive.archive.holdings import Holdings
from newsarchive.archive.journal import Journal, as_details
from newsarchive.archive.ledger import Ledger
from newsarchive.archive.rereading import Rereading
from newsarchive.archive.summary import Summary, summarise
from newsarchive.archive.values import encodable
from newsarchive.changes import History
from newsarchive.items import (
    AddressKind,
    AddressState,
    ChangeKind,
    Discovery,
    Due,
    Page,
    Place,
    Problem,
    Version,
)


class Archive:
    """An archive folder, opened for one writer; use it in a `with` block or close it.

    Addresses are canonical (the site's own), times are aware datetimes. Every write raises ArchiveLocked when another
    program holds the database for too long, and ArchiveUnwritable when the disk is full.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder
        self.db: Database = open_for_reading(folder) if read_only else open_for_writing(folder)
        self.journal = Journal(self.db, folder)
        self.ledger = Ledger(self.db, self.journal, self._transaction)
        self._entries = Entries(self.db, self.journal)
        self.rereading = Rereading(self.db, self._entries, self._transaction)
        self.holdings = Holdings(self.db)
        self._followed: str | None = None

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
        if isinstance(error, sqlite3.DatabaseError) and is_of_damage(error):
            raise advice(error, self.folder / FILE_NAME) from error

    def close(self) -> None:
        """Close the database and the WARC file."""
        self.journal.close()
        self.db.close()

    def begin_crawl(
        self,
        site: str,
        *,
        version: str,
        options: Mapping[str, object],
        at: datetime,
        warcinfo: Mapping[str, str] | None = None,
    ) -> int:
        """Record the start of a run; returns the id the other methods ask for.

        With `warcinfo`, fields for the record of that name, everything that follows goes to the WARC files too.
        """
        with self._transaction():
            if warcinfo is not None:
                self.journal.begin(site, at, warcinfo)
            return crawls.begin(self.db, site, version=version, options=options, at=at)

    def finish_crawl(
        self, crawl_id: int, *, reason: str, requests: int, responses: int, size: int, at: datetime
    ) -> None:
        """Record the end of a run; `size` is the number of bytes received."""
        with self._transaction():
            self.journal.note("finish", at, reason=reason, requests=requests, responses=responses, size=size)
            crawls.finish(self.db, crawl_id, reason=reason, requests=requests, responses=responses, size=size, at=at)

    def ask_to_wait(self, crawl_id: int, until: datetime, at: datetime) -> None:
        """Record that the site asked the run at `at` not to come back before `until`."""
        with self._transaction():
            self.journal.note("wait", at, until=until.isoformat())
            crawls.ask_to_wait(self.db, crawl_id, until)

    def resume_at(self, site: str, *, mirror: str | None = None) -> datetime | None:
        """When the site, or the mirror at that address, wants to be crawled again (UTC); None if it never said."""
        return crawls.resume_at(self.db, site, mirror)

    def last_crawl(self) -> tuple[int, str, dict[str, object]] | None:
        """Row id, site and options of the run that began last."""
        return crawls.last(self.db)

    def follow(self, place: Place | None) -> None:
        """What comes next is written down from that record of a WARC file which is there already; None at the end.

        See `Journal.accounted` for what that is good for.
        """
        if place is None or place.file != self._followed:
            with self._transaction():
                self._followed = place.file if place else None
        if place is not None:
            self.journal.follow(place)

    def crawl_counts(self, crawl_id: int) -> dict[str, int]:
        """Per kind of change, and of what else a run counts; see `crawls.counts`."""
        return crawls.counts(self.db, crawl_id)

    def history(self, url: str) -> History:
        """What is kept of the article at `url`, for `newsarchive.changes.decide`."""
        return articles.history(self.db, url)

    def store(
        self, version: Version, crawl_id: int, *, requested: str | None = None, found: Iterable[Discovery] = ()
    ) -> int:
        """Store what a page said and the addresses `found` on it; returns its article's row id.

        A change of any kind but `unchanged` makes a revision; an unchanged page only moves the last sight of the
        article and its newest version. Either way the visit, the teasers, the comments and doubts are recorded. A page
        read again from its capture (`page.capture_id`) is no new visit. `requested` is the site address that was asked
        for, where it is not the article's own. Raises StaleChange when the history is no longer the one decided upon.
        """
        found = tuple(found)
        try:
            with self._transaction():
                return self._entries.store(version, crawl_id, requested, found)
        except UnicodeEncodeError:
            with self._transaction():
                return self._entries.store(encodable(version), crawl_id, requested, encodable(found))

    def record_visit(
        self,
        page: Page,
        crawl_id: int,
        *,
        url: str,
        kind: AddressKind,
        state: AddressState,
        redirect_url: str | None = None,
        passing: bool = False,
    ) -> int:
        """Record a response nothing is read from (robots.txt, 503, a redirect off the site …); returns its row id.

        `passing` says of a redirect that it is one for the time being.
        """
        with self._transaction():
            return self._entries.visit(
                page, crawl_id, url=url, kind=kind, state=state, redirect_url=redirect_url, passing=passing
            )

    def record_hop(self, page: Page, crawl_id: int, *, url: str, kind: AddressKind, again: bool = True) -> None:
        """Record a response that is no visit: `url` is asked for `again`, or is what pages are shown with."""
        with self._transaction():
            self._entries.capture(page, crawl_id, url=url, kind=kind, again=again)

    def record_import(
        self, page: Page, crawl_id: int, *, url: str, kind: AddressKind, source: str | None = None
    ) -> int:
        """Record a capture that others made, and that nothing is read from yet; returns its row id.

        `source` is the WARC-Record-ID it had.
        """
        with self._transaction():
            found = Discovery(url=url, kind=kind, via="import", source=None)
            addresses.add_discoveries(self.db, page.site, [found], page.fetched_at)
            return self._entries.capture(page, crawl_id, url=url, kind=kind, source=source)

    def to_be_reread(self, urls: Sequence[str], at: datetime) -> None:
        """Record that what is kept under these addresses is read again, now that there are captures of others."""
        with self._transaction():
            self.journal.note("reread", at, urls=list(urls))

    def record_unchanged(self, page: Page, crawl_id: int, *, url: str, kind: AddressKind) -> int:
        """Record a 304: what is there is as it was; returns the capture's row id."""
        with self._transaction():
            article_id = self._entries.article_id(url) if kind == "article" else None
            if article_id is not None:
                articles.mark_seen(self.db, article_id, page.fetched_at)
                self._entries.count(page, crawl_id, CHANGE_COUNTS[ChangeKind.UNCHANGED])
            state: AddressState = "archived" if article_id else "failed" if kind == "article" else "read"
            return self._entries.visit(page, crawl_id, url=url, kind=kind, state=state, unchanged=True)

    def record_index(
        self,
        page: Page,
        crawl_id: int,
        *,
        url: str,
        kind: AddressKind,
        found: Sequence[Discovery],
        news: bool = False,
    ) -> None:
        """Record a feed, sitemap or listing together with what it names.

        Addresses first heard of since it was last visited are `news`, and have its further pages asked for again.
        """
        with self._transaction():
            addresses.add_discoveries(self.db, page.site, found, page.fetched_at)
            news = news or frontier.has_news(self.db, url, found)
            if news:
                further = (each.url for each in found if each.kind == "page" and each.url != url)
                frontier.lead_to(self.db, further, crawl_id, page.fetched_at)
            self._entries.visit(page, crawl_id, url=url, kind=kind, state="read", unchanged=not news)

    def record_missing(self, page: Page, crawl_id: int, *, url: str, decide_now: bool = False) -> bool:
        """Record that nothing is at an article's address any more; returns whether the article has thereby become gone.

        That takes a second such answer at least a day after the first, or `decide_now`.
        """
        with self._transaction():
            return self._entries.missing(page, crawl_id, url, decide_now)[1]

    def record_redirect(
        self, page: Page, crawl_id: int, *, url: str, kind: AddressKind, to: Discovery, permanent: bool
    ) -> tuple[int, bool]:
        """Record that `url` leads to another address of the site; an article moved for good is joined to its new one.

        Returns the capture's row id, and whether anything has moved: not where the redirects lead back to `url`.
        """
        with self._transaction():
            moved = not self._entries.leads_back(page, url, to.url)
            if moved:
                addresses.add_discoveries(self.db, page.site, [to], page.fetched_at)
            if moved and permanent and articles.mark_redirected(self.db, url, to.url):
                self._entries.count(page, crawl_id, "redirected")
            state: AddressState = "redirected" if moved and (permanent or not self.holds(url)) else "failed"
            capture_id = self._entries.visit(
                page, crawl_id, url=url, kind=kind, state=state, redirect_url=to.url, passing=not permanent
            )
            target_id = self._entries.article_id(to.url)
            if target_id is not None and page.capture_id is None:
                addresses.join_moved(self.db, target_id, to.url)
            return capture_id, moved

    def mark_gone(self, url: str, crawl_id: int, at: datetime) -> bool:
        """Note that the article at `url` was removed; False where there is none, or it was known to be gone."""
        with self._transaction():
            marked = articles.mark_gone(self.db, url, at)
            if marked:
                crawls.count(self.db, crawl_id, "gone")
            return marked

    def quarantine(
        self,
        page: Page,
        crawl_id: int,
        problem: Problem,
        *,
        url: str,
        kind: AddressKind = "article",
        state: AddressState = "unreadable",
    ) -> bool:
        """Keep a page nothing could be read from: its visit, the problem, and the page itself in `quarantine/`.

        With the state `missing`, for an error page that is served as if all were well, see `record_missing`.
        """
        if not self._entries.trying:
            problems.quarantine_page(self.folder / "quarantine", page, problem, url=url)
        with self._transaction():
            if state == "missing":
                capture_id, gone = self._entries.missing(page, crawl_id, url, decide_now=False)
            else:
                capture_id, gone = self._entries.visit(page, crawl_id, url=url, kind=kind, state=state), False
            problems.add_problem(self.db, crawl_id, problem, url=url, capture_id=capture_id, at=page.fetched_at)
            self._entries.count(page, crawl_id, "failed")
            return gone

    def record_problem(
        self, crawl_id: int, *, url: str, problem: Problem, at: datetime, capture_id: int | None = None
    ) -> None:
        """Record a problem of an address whose visit, if there was one, is recorded elsewhere."""
        with self._transaction():
            if capture_id is None:
                self.journal.note("problem", at, url=url, problem=as_details(problem))
            problems.add_problem(self.db, crawl_id, problem, url=url, capture_id=capture_id, at=at)
            crawls.count(self.db, crawl_id, "failed")

    def record_failure(
        self, crawl_id: int, *, site: str, url: str, kind: AddressKind, state: AddressState, at: datetime
    ) -> None:
        """Record a request that got no answer (a timeout …), or was not made because robots.txt forbids it."""
        outcome = Outcome(kind=kind, state=state, at=at, crawl_id=crawl_id, site=site, status=None)
        with self._transaction():
            self.journal.note("failure", at, site=site, url=url, kind=kind, state=state)
            addresses.add_visit(self.db, url, outcome)

    def discover(self, site: str, found: Sequence[Discovery], at: datetime, *, journal: bool = False) -> bool:
        """Record addresses heard of; the first sighting of each is kept, its lastmod and listed date kept fresh.

        Returns whether any of that was new. `journal` is for those that no response tells of by itself.
        """
        with self._transaction():
            if journal:
                self.journal.note("discover", at, site=site, found=[as_details(each) for each in found])
            return addresses.add_discoveries(self.db, site, found, at)

    def open_frontier(
        self,
        site: str,
        declared: Sequence[Discovery],
        at: datetime,
        *,
        full: bool,
        kind_of: Callable[[str], AddressKind] | None = None,
    ) -> None:
        """Make known where a crawl begins, and with `full` have everything asked for again; see `frontier`.

        `kind_of` says what the site's rules now make of an address that was never visited.
        """
        with self._transaction():
            self.journal.note("frontier", at, site=site, declared=[as_details(each) for each in declared], full=full)
            frontier.declare(self.db, site, declared, at)
            if kind_of:
                frontier.judge_anew(self.db, site, kind_of, at)
            if full:
                frontier.make_all_due(self.db, site, at)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several writes as one transaction; those that are done stay where Ctrl-C ends the block."""
        stop: KeyboardInterrupt | None = None
        with transaction(self.db, self.folder / FILE_NAME):
            try:
                yield
            except KeyboardInterrupt as interrupt:
                stop = interrupt
        if stop is not None:
            raise stop

    def due(self, site: str, kind: AddressKind, **wanted: Unpack[Wanted]) -> list[Due]:
        """Addresses to ask for now, latest due first; see `frontier.due`."""
        return frontier.due(self.db, site, kind, **wanted)

    def validators(self, identity: str, url: str, at: datetime) -> dict[str, str]:
        """Headers for asking at `url` only for what has changed there; see `frontier.validators`."""
        return frontier.validators(self.db, identity, url, at)

    def outlook(self, site: str, at: datetime) -> tuple[int, datetime | None]:
        """How many addresses of a site are due at `at`, and when the next one becomes due; see `frontier.outlook`."""
        return frontier.outlook(self.db, site, at)

    def listed_date(self, url: str) -> str | None:
        """What a listing printed beside its link to the address, None where none did."""
        return addresses.listed_date(self.db, url)

    def tells_otherwise(self, url: str, address: str, content_sha256: str) -> bool:
        """Whether another text than this was read last at the own `address` (as requested) of the article at `url`."""
        return articles.tells_otherwise(self.db, url, address, content_sha256)

    def holds(self, url: str) -> bool:
        """Whether the article at that canonical address is in the archive, gone or not."""
        return self._entries.article_id(url) is not None

    def summary(self) -> Summary:
        """What the archive holds."""
        return summarise(self.db, datetime.now(UTC))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction, or a part of the one that is open."""
        if self.db.conn.in_transaction:
            with savepoint(self.db):
                yield
            return
        with self.journal.in_step(), transaction(self.db, self.folder / FILE_NAME):
            yield
            self.journal.account()
