"""The archive's side of a running crawl: holds its lock, and writes down how the run goes and every failure."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.spidermiddlewares.httperror import HttpError

from newsarchive import __version__

from ..archive import Archive, archive_lock
from ..archive.values import now
from ..errors import UNWRITABLE, AskedToWait, NewsArchiveError
from ..intake.declared import Declared
from ..intake.following import recover
from ..intake.provenance import warcinfo
from ..intake.register import Register, Run
from ..intake.requisites import Requisites, Wanted
from ..intake.routes import Route
from ..intake.tally import Tally
from ..items import AddressKind, AddressState, Discovery, Due, Finding, Page, Problem
from .declared import declared
from .failures import FORBIDDEN, UNREACHABLE, AlreadyRecorded, NotAsked, is_worth_a_row, problem_of
from .options import Options
from .unsent import STOPPED_ASKING, drop_unsent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)


class SiteSpider(Protocol):
    """What the recorder needs to know of a spider."""

    name: str
    options: Options
    declared: Declared
    route: Route


class Recorder:
    """Scrapy extension; pipelines, middlewares and spiders find it with `recorder_of`."""

    def __init__(self, crawler: Crawler) -> None:
        if not hasattr(crawler.spider, "route"):
            raise NotConfigured
        self.spider = cast("SiteSpider", crawler.spider)
        self.fatal: NewsArchiveError | None = None
        self.counts: dict[str, int] = {}
        self.outlook: tuple[int, datetime | None] = (0, None)
        """At the end: how many addresses are due, and when the next one will be."""
        self.finish_reason = ""
        self.why = ""
        """Why the run ended early, as a sentence."""
        self.ending = False
        """Whether nothing more is asked for."""
        self.findings: list[Finding] = []
        self.at_end: list[Callable[[], None]] = []
        """What is done with the archive at the end of the run, before that is written down."""
        self._closing: asyncio.Future[None] | None = None
        self._crawler = crawler
        with ExitStack() as resources:
            folder = Path(crawler.settings["ARCHIVE_DIR"])
            resources.enter_context(archive_lock(folder, self.spider.name))
            self.archive = resources.enter_context(Archive(folder))
            self._keep_the_pause()
            recover(self.archive, declared)
            self.crawl_id = self._begin(crawler.settings)
            self.register = Register(self.archive, self._run(crawler))
            self.requisites = self._requisites()
            """What is left of them to ask for; None without --requisites."""
            self._resources = resources.pop_all()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        recorder = cls(crawler)
        crawler.signals.connect(recorder._broken, signals.item_error)
        crawler.signals.connect(recorder._broken, signals.spider_error)
        crawler.signals.connect(recorder._finish, signals.spider_closed)
        return recorder

    @property
    def tally(self) -> Tally:
        """How the run goes."""
        return self.register.tally

    @property
    def in_flight(self) -> set[str]:
        """Identities that are asked for, with nothing recorded of them yet."""
        return self.register.in_flight

    def open_frontier(self, declared: Iterable[Discovery]) -> None:
        """Make known where the crawl begins."""
        name, full, kind_of = self.spider.name, self.spider.options.full, self.spider.route.kind_of
        self.archive.open_frontier(name, tuple(declared), now(), full=full, kind_of=kind_of)

    def due(self, limit: int, *, undated_last: bool) -> list[Due]:
        """At most `limit` addresses of one kind to ask for now: feeds before sitemaps, articles and listings.

        Articles come as soon as they are found: a crawl that is stopped early has some, not only lists of them. With
        `undated_last`, those that no listing dates wait until all listings are read.
        """
        order: list[tuple[AddressKind, bool]] = [
            ("feed", False),
            ("sitemap", False),
            ("article", undated_last),
            ("listing", False),
            ("page", False),
        ]
        if undated_last and not self.in_flight:
            order.append(("article", False))
        for kind, dated in order:
            found = self.archive.due(
                self.spider.name,
                kind,
                crawl_id=self.crawl_id,
                at=now(),
                limit=limit,
                besides=self.in_flight,
                since=self.spider.options.since_moment,
                dated=dated,
            )
            if found:
                return found
        return []

    def validators(self, identity: str, url: str) -> dict[str, str]:
        """Headers to ask for `url` with, so that a page that has not changed is not sent again."""
        return self.archive.validators(identity, url, now())

    def asking(self, identity: str) -> None:
        """An address is about to be asked for; until something is recorded of it, it is in flight."""
        self.in_flight.add(identity)

    def failed(self, request: Request, error: BaseException) -> None:
        """A request that came to nothing, or to a response that is none of the good ones."""
        if isinstance(error, UNWRITABLE):
            self._halt(error)
            return
        if request.meta["kind"] == "requisite":
            logger.debug("%s: %s", request.url, problem_of(error, request).message)
            return
        url, kind = request.meta["identity"], request.meta["kind"]
        self.in_flight.discard(url)
        if isinstance(error, AlreadyRecorded) or (isinstance(error, NotAsked) and not request.meta.get("retry_times")):
            return
        problem = problem_of(error, request)
        self.tally.refusals[problem.message] += 1
        if not isinstance(error, HttpError):
            state: AddressState = "forbidden" if problem.error == FORBIDDEN else "failed"
            self.archive.record_failure(self.crawl_id, site=self.spider.name, url=url, kind=kind, state=state, at=now())
        if is_worth_a_row(problem, kind):
            self.register.problem(url, problem, at=now())
        if isinstance(error, UNREACHABLE) and not self.tally.responses:
            self.end("unreachable")

    def some_requisites(self, number: int) -> list[Wanted]:
        """At most `number` requisites to ask for now."""
        return self.requisites.some(number, now()) if self.requisites else []

    def requisite(self, wanted: Wanted, page: Page) -> None:
        """What came for a requisite, recorded by then."""
        self.tally.requisites += 1
        if self.requisites:
            self.requisites.answered(wanted, page, now())

    def heard_in_robots(self, found: Sequence[Discovery]) -> None:
        """Sitemaps that robots.txt names."""
        self.archive.discover(self.spider.name, found, now(), journal=True)

    def end(self, reason: str, why: str = "") -> None:
        """Ask for nothing more, let what is in flight finish, and close; the first call decides on the reason."""
        if self.ending or self.finish_reason:
            return
        self.why = why
        if why:
            logger.warning(why)
        self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))
        self.stop_asking()

    def stop_asking(self) -> None:
        """Drop what was not sent yet, and let nothing follow it."""
        self.ending = True
        self._crawler.signals.send_catch_log(STOPPED_ASKING)
        drop_unsent(self._crawler.engine.downloader)

    def cut_short(self) -> None:
        """The end of a run that may not finish what is in flight."""
        if not self.finish_reason:
            self._finish("shutdown")

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
            meta = response.meta
            self.register.unreadable(meta["page"], problem, url=meta["identity"], kind=meta["kind"])

    def _begin(self, settings: BaseSettings) -> int:
        """Have the run written down, the WARC files first."""
        name, options, at = self.spider.name, self.spider.options.as_json(), now()
        info = warcinfo(name, at, options, operator=settings["CONTACT"]) if settings.getbool("WARC_ENABLED") else None
        return self.archive.begin_crawl(name, version=__version__, options=options, at=at, warcinfo=info)

    def _run(self, crawler: Crawler) -> Run:
        return Run(
            crawl_id=self.crawl_id,
            declared=self.spider.declared,
            full=self.spider.options.full,
            sitemap_limit=crawler.settings.getint("SITEMAP_MAXSIZE"),
        )

    def _requisites(self) -> Requisites | None:
        """With --limit those of the run's own pages alone: it is for a taste."""
        options = self.spider.options
        if not options.requisites:
            return None
        return Requisites(self.archive, self.register.run, own=options.limit is not None)

    def _halt(self, error: NewsArchiveError) -> None:
        if self.fatal is None:
            self.fatal = error
            self.end("archive unwritable")

    def _keep_the_pause(self) -> None:
        """Raises AskedToWait while a pause that the site asked for is not over."""
        until = self.archive.resume_at(self.spider.name, mirror=self.spider.options.base_url)
        if until is not None and until > now():
            raise AskedToWait(f"{self.spider.name} asked not to be crawled before {until:%Y-%m-%d %H:%M:%S} UTC: wait.")

    def _finish(self, reason: str) -> None:
        if reason == "finished" and self.tally.refusals and not self.tally.answered:
            reason = "refused"
        self.finish_reason = reason
        stats = self._crawler.stats.get_stats()
        names = {"requests": "request_count", "responses": "response_count", "size": "response_bytes"}
        figures = {name: stats.get(f"downloader/{count}", 0) for name, count in names.items()}
        with self._resources:
            try:
                for step in self.at_end:
                    step()
                self.archive.finish_crawl(self.crawl_id, reason=reason, **figures, at=now())
                self.counts = self.archive.crawl_counts(self.crawl_id)
                self.outlook = self.archive.outlook(self.spider.name, now())
            except UNWRITABLE as error:
                self.fatal = self.fatal or error


def recorder_of(crawler: Crawler) -> Recorder:
    """The recorder of a running crawl; raises NotConfigured where there is none (`scrapy shell`)."""
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        raise NotConfigured
    return recorder
