"""The archive's side of a running crawl: holds its lock, and writes down every response and every failure."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured

from newsarchive import __version__

from ..archive import Archive, archive_lock
from ..errors import ArchiveLocked, ArchiveUnwritable, NewsArchiveError
from ..items import ChangeKind, Discovery, Finding, Page, Problem, Version
from .failures import UNREACHABLE, is_worth_a_row, problem_of
from .options import Options
from .routes import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)
MISSING = frozenset({404, 410})
UNWRITABLE = (ArchiveUnwritable, ArchiveLocked)
"""Errors after which nothing more can be written down."""


class SiteSpider(Protocol):
    """What the recorder needs to know of a spider."""

    name: str
    options: Options
    route: Route


@dataclass(slots=True, kw_only=True)
class Tally:
    """How a run goes, for whoever watches it."""

    found: int = 0
    changes: Counter[ChangeKind] = field(default_factory=Counter)
    gone: int = 0
    failed: int = 0
    responses: int = 0
    answered: int = 0
    """Responses that are a page, robots.txt aside."""
    refusals: Counter[str] = field(default_factory=Counter)
    """Why requests came to nothing: sentence -> how often."""


class Recorder:
    """Scrapy extension; pipelines, middlewares and spiders find it with `recorder_of`."""

    def __init__(self, crawler: Crawler) -> None:
        if not hasattr(crawler.spider, "route"):
            raise NotConfigured
        self.spider = cast("SiteSpider", crawler.spider)
        self.tally = Tally()
        self.fatal: NewsArchiveError | None = None
        self.counts: dict[str, int] = {}
        self.finish_reason = ""
        self.findings: list[Finding] = []
        self.at_end: list[Callable[[], None]] = []
        """What is done with the archive at the end of the run, before that is written down."""
        self._closing: asyncio.Future[None] | None = None
        self._crawler = crawler
        with ExitStack() as resources:
            folder = Path(crawler.settings["ARCHIVE_DIR"])
            resources.enter_context(archive_lock(folder))
            self.archive = resources.enter_context(Archive(folder))
            self.crawl_id = self.archive.begin_crawl(
                self.spider.name, version=__version__, options=self.spider.options.as_json(), at=_now()
            )
            self._resources = resources.pop_all()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        recorder = cls(crawler)
        crawler.signals.connect(recorder._broken, signals.item_error)
        crawler.signals.connect(recorder._broken, signals.spider_error)
        crawler.signals.connect(recorder._finish, signals.spider_closed)
        return recorder

    def answered(self, *, good: bool) -> None:
        """A response came; a good one is a page of the site."""
        self.tally.responses += 1
        self.tally.answered += good

    def visited(self, page: Page, *, url: str, kind: str) -> None:
        """A response that is no article: feed, listing, redirect, 304, 404, 503 …"""
        if kind != "article" or page.status not in MISSING:
            self.archive.record_visit(page, self.crawl_id, url=url, kind=kind)
        elif self.archive.record_missing(page, self.crawl_id, url=url, decide_now=self.spider.options.full):
            self.tally.gone += 1
            logger.info("gone %s", url)

    def store(self, version: Version) -> None:
        """An article, and what became of it."""
        article, kind = version.article, version.change.kind
        requested = self.spider.route.identity(article.page.final_url)
        self.archive.store(version, self.crawl_id, requested=None if requested == article.url else requested)
        self.tally.changes[kind] += 1
        if kind is not ChangeKind.UNCHANGED:
            logger.info("%s %s", kind.value, article.url)

    def quarantine(self, page: Page, problem: Problem, *, url: str) -> None:
        """A response no article can be read from."""
        self.archive.quarantine(page, self.crawl_id, problem, url=url)
        self._count_failure(url, problem)

    def unreadable(self, page: Page, problem: Problem, *, url: str, kind: str) -> None:
        """A response that cannot be unpacked."""
        if kind == "article":
            self.quarantine(page, problem, url=url)
        else:
            capture_id = self.archive.record_visit(page, self.crawl_id, url=url, kind=kind)
            self.problem(url, problem, capture_id=capture_id)

    def failed(self, request: Request, error: BaseException) -> None:
        """A request that came to nothing, or to a response that is none of the good ones."""
        if isinstance(error, UNWRITABLE):
            self._halt(error)
            return
        problem = problem_of(error, request)
        self.tally.refusals[problem.message] += 1
        if is_worth_a_row(problem, request.meta["kind"]):
            self.problem(request.meta["identity"], problem)
        if isinstance(error, UNREACHABLE) and not self.tally.responses:
            self._close("unreachable")

    def problem(self, url: str, problem: Problem, *, capture_id: int | None = None) -> None:
        """A failure without a page worth keeping."""
        self.archive.record_problem(self.crawl_id, url=url, problem=problem, at=_now(), capture_id=capture_id)
        self._count_failure(url, problem)

    def discovered(self, found: Iterable[Discovery]) -> None:
        """Addresses heard of."""
        self.archive.discover(found, _now())

    def cut_short(self) -> None:
        """The end of a run that a second signal does not let finish what is in flight."""
        if not self.finish_reason:
            self._finish("shutdown")

    def _count_failure(self, url: str, problem: Problem) -> None:
        self.tally.failed += 1
        logger.warning("%s: %s", url, problem.message)

    def _broken(self, failure: Failure, response: Response | None) -> None:
        """An archive that takes nothing more, which ends the crawl, or an error nobody expected."""
        error = failure.value
        if isinstance(error, UNWRITABLE):
            self._halt(error)
        elif response is not None:
            message = (
                f"Finding addresses in it failed unexpectedly ({type(error).__name__}: {error}); please report it."
            )
            problem = Problem(stage="discover", error=type(error).__name__, message=message)
            self.problem(response.meta["identity"], problem)

    def _halt(self, error: NewsArchiveError) -> None:
        if self.fatal is None:
            self.fatal = error
            self._close("archive unwritable")

    def _close(self, reason: str) -> None:
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def _finish(self, reason: str) -> None:
        self.finish_reason = reason
        stats = self._crawler.stats.get_stats()
        names = {"requests": "request_count", "responses": "response_count", "size": "response_bytes"}
        figures = {name: stats.get(f"downloader/{count}", 0) for name, count in names.items()}
        with self._resources:
            try:
                for step in self.at_end:
                    step()
                self.archive.finish_crawl(self.crawl_id, reason=reason, **figures, at=_now())
                self.counts = self.archive.crawl_counts(self.crawl_id)
            except UNWRITABLE as error:
                self.fatal = self.fatal or error


def recorder_of(crawler: Crawler) -> Recorder:
    """The recorder of a running crawl; raises NotConfigured where there is none (`scrapy shell`)."""
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        raise NotConfigured
    return recorder


def _now() -> datetime:
    return datetime.now(UTC)
