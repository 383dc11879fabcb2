"""The archive's side of a running crawl: holds its lock, and writes down every response and every failure."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.spidermiddlewares.httperror import HttpError

from newsarchive import __version__

from ..archive import Archive, archive_lock
from ..errors import ArchiveLocked, ArchiveUnwritable, AskedToWait, BotChallenge, NewsArchiveError
from ..extraction.obstacles import challenge_in
from ..items import AddressKind, AddressState, Article, ChangeKind, Discovery, Due, Finding, Page, Problem, Version, Via
from ..normalise import at_address
from .failures import FORBIDDEN, UNREACHABLE, AlreadyRecorded, NotAsked, is_worth_a_row, problem_of
from .options import Options
from .routes import Route
from .tally import Tally
from .unsent import drop_unsent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)
MISSING = frozenset({404, 410})
PERMANENT = frozenset({301, 308})
CHALLENGING = frozenset({401, 403, 405, 429, 503})
"""Statuses that bot challenges come with, beside those of success."""
UNWRITABLE = (ArchiveUnwritable, ArchiveLocked)
"""Errors after which nothing more can be written down."""


class SiteSpider(Protocol):
    """What the recorder needs to know of a spider."""

    name: str
    options: Options
    route: Route


class Recorder:
    """Scrapy extension; pipelines, middlewares and spiders find it with `recorder_of`."""

    def __init__(self, crawler: Crawler) -> None:
        if not hasattr(crawler.spider, "route"):
            raise NotConfigured
        self.spider = cast("SiteSpider", crawler.spider)
        self.tally = Tally()
        self.fatal: NewsArchiveError | None = None
        self.in_flight: set[str] = set()
        """Identities that are asked for, with nothing recorded of them yet."""
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

    def open_frontier(self, declared: Iterable[Discovery]) -> None:
        """Make known where the crawl begins."""
        self.archive.open_frontier(self.spider.name, declared, _now(), full=self.spider.options.full)

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
                at=_now(),
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
        return self.archive.validators(identity, url, _now())

    def asking(self, identity: str) -> None:
        """An address is about to be asked for; until something is recorded of it, it is in flight."""
        self.in_flight.add(identity)

    def answered(self, *, good: bool) -> None:
        """A response came; a good one is a page of the site, or says that one is as it was."""
        self.tally.responses += 1
        self.tally.answered += good

    def visited(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A response nothing is read from: robots.txt, 404, 503 … Raises AlreadyRecorded for a bot challenge."""
        if page.status in CHALLENGING and (said := challenge_in(page.status, page.headers, page.body)):
            self.tally.refusals[said] += 1
            problem = Problem(stage="fetch", error=BotChallenge.__name__, message=said)
            self.quarantine(page, problem, url=url, kind=kind, state="failed")
            raise AlreadyRecorded(said)
        if kind == "article" and page.status in MISSING:
            gone = self.archive.record_missing(page, self.crawl_id, url=url, decide_now=self.spider.options.full)
            self._count_gone(url, gone)
        else:
            state: AddressState = "read" if kind == "robots" else "missing" if page.status in MISSING else "failed"
            self.archive.record_visit(page, self.crawl_id, url=url, kind=kind, state=state)
        self.in_flight.discard(url)

    def unchanged(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A 304: what is there is as it was."""
        self.archive.record_unchanged(page, self.crawl_id, url=url, kind=kind)
        self.in_flight.discard(url)
        if kind == "article":
            self.tally.changes[ChangeKind.UNCHANGED] += 1

    def redirected(self, page: Page, *, url: str, kind: AddressKind, target: str) -> None:
        """A redirect to the address `target` (an identity); an article that leads to what is none is missing."""
        if target == url:
            self.tried(page, url=url)
            return
        kind_there = self.spider.route.kind_of(target)
        if not self.spider.route.owns(target) or (kind == "article" and kind_there != "article"):
            self._led_astray(page, url=url, kind=kind, target=target)
        else:
            self._led_on(page, url=url, kind=kind, target=target, kind_there=kind_there)
        self.in_flight.discard(url)

    def _led_on(self, page: Page, *, url: str, kind: AddressKind, target: str, kind_there: AddressKind) -> None:
        """A redirect within the site."""
        permanent = page.status in PERMANENT
        there = kind if kind in ("feed", "sitemap") else kind_there
        listed = self.archive.listed_date(url)
        to = Discovery(url=target, kind=there, via="redirect", source=url, date_listed=listed)
        if not self.archive.record_redirect(page, self.crawl_id, url=url, kind=kind, to=to, permanent=permanent):
            problem = Problem(stage="fetch", error="RedirectLoop", message="It redirects in a circle.")
            self.problem(url, problem)

    def tried(self, page: Page, *, url: str) -> None:
        """A response that is not the last word on an address: it is still in flight."""
        self.archive.record_hop(page, self.crawl_id, url=url)

    def indexed(
        self, page: Page, *, url: str, kind: AddressKind, found: Sequence[Discovery], news: bool = False
    ) -> None:
        """A feed, sitemap or listing, with what it names; `news` says that an earlier piece of it brought some."""
        self.archive.record_index(page, self.crawl_id, url=url, kind=kind, found=found, news=news)
        self.in_flight.discard(url)

    def not_there(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A good answer that is not what was hoped for at an address that was guessed."""
        self.archive.record_visit(page, self.crawl_id, url=url, kind=kind, state="missing")
        self.in_flight.discard(url)

    def placed(self, article: Article) -> Article:
        """The article at the address it is kept under: the one its page calls canonical, if that is to be believed.

        It is not where that is no article's address, or where another text was read there.
        """
        route = self.spider.route
        requested = route.identity(article.page.final_url)
        if article.url == requested or not route.owns(requested):
            return article
        address = route.address(article.url)
        if route.kind_of(article.url) == "article" and not self.archive.tells_otherwise(
            article.url, address, article.content_sha256
        ):
            return article
        return at_address(article, requested)

    def store(self, version: Version) -> None:
        """An article, what became of it, and the addresses it names."""
        article, kind = version.article, version.change.kind
        requested = self.spider.route.identity(article.page.final_url)
        self.archive.store(
            version,
            self.crawl_id,
            requested=None if requested == article.url else requested,
            found=tuple(self._named(article)),
        )
        self.in_flight.discard(requested)
        self.tally.changes[kind] += 1
        if kind is not ChangeKind.UNCHANGED:
            logger.info("%s %s", kind.value, article.url)

    def quarantine(
        self,
        page: Page,
        problem: Problem,
        *,
        url: str,
        kind: AddressKind = "article",
        state: AddressState = "unreadable",
    ) -> None:
        """A response nothing can be read from; an article it says is `missing` may thereby be gone."""
        gone = self.archive.quarantine(page, self.crawl_id, problem, url=url, kind=kind, state=state)
        self.in_flight.discard(url)
        self._count_gone(url, gone)
        self._count_failure(url, problem)

    def unreadable(self, page: Page, problem: Problem, *, url: str, kind: AddressKind) -> None:
        """A response that cannot be unpacked, or is not what is expected at a feed's or sitemap's address."""
        if kind == "article":
            self.quarantine(page, problem, url=url)
        else:
            capture_id = self.archive.record_visit(page, self.crawl_id, url=url, kind=kind, state="unreadable")
            self.in_flight.discard(url)
            self.problem(url, problem, capture_id=capture_id)

    def failed(self, request: Request, error: BaseException) -> None:
        """A request that came to nothing, or to a response that is none of the good ones."""
        if isinstance(error, UNWRITABLE):
            self._halt(error)
            return
        url, kind = request.meta["identity"], request.meta["kind"]
        self.in_flight.discard(url)
        if isinstance(error, AlreadyRecorded) or (isinstance(error, NotAsked) and not request.meta.get("retry_times")):
            return
        problem = problem_of(error, request)
        self.tally.refusals[problem.message] += 1
        if not isinstance(error, HttpError):
            state: AddressState = "forbidden" if problem.error == FORBIDDEN else "failed"
            self.archive.record_failure(
                self.crawl_id, site=self.spider.name, url=url, kind=kind, state=state, at=_now()
            )
        if is_worth_a_row(problem, kind):
            self.problem(url, problem)
        if isinstance(error, UNREACHABLE) and not self.tally.responses:
            self.end("unreachable")

    def problem(self, url: str, problem: Problem, *, capture_id: int | None = None) -> None:
        """A failure without a page worth keeping."""
        self.archive.record_problem(self.crawl_id, url=url, problem=problem, at=_now(), capture_id=capture_id)
        self._count_failure(url, problem)

    def discovered(self, found: Iterable[Discovery]) -> bool:
        """Addresses heard of; whether any of that is new."""
        return self.archive.discover(self.spider.name, found, _now())

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
        drop_unsent(self._crawler.engine.downloader)

    def cut_short(self) -> None:
        """The end of a run that may not finish what is in flight."""
        if not self.finish_reason:
            self._finish("shutdown")

    def _named(self, article: Article) -> Iterator[Discovery]:
        """What an article promotes and links to on its own site."""
        seen = {article.url}
        named: tuple[tuple[Via, list[str]], ...] = (
            ("teaser", [teaser.target_url for teaser in article.teasers]),
            ("link", [link.url for link in article.links]),
        )
        for via, urls in named:
            for identity in dict.fromkeys(map(self.spider.route.identity, urls)):
                if self.spider.route.owns(identity) and identity not in seen:
                    seen.add(identity)
                    kind = self.spider.route.kind_of(identity)
                    yield Discovery(url=identity, kind=kind, via=via, source=article.url)

    def _count_gone(self, url: str, gone: bool) -> None:
        if gone:
            self.tally.gone += 1
            logger.info("gone %s", url)

    def _led_astray(self, page: Page, *, url: str, kind: AddressKind, target: str) -> None:
        """A redirect that is not gone after: off the site, or from an article to the front page."""
        if kind == "article" and page.status in PERMANENT and self.archive.holds(url):
            self._count_gone(url, self.archive.record_missing(page, self.crawl_id, url=url))
        else:
            self.archive.record_visit(
                page,
                self.crawl_id,
                url=url,
                kind=kind,
                state="redirected",
                redirect_url=target,
                passing=page.status not in PERMANENT,
            )

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
            meta = response.meta
            self.unreadable(meta["page"], problem, url=meta["identity"], kind=meta["kind"])

    def _halt(self, error: NewsArchiveError) -> None:
        if self.fatal is None:
            self.fatal = error
            self.end("archive unwritable")

    def _keep_the_pause(self) -> None:
        """Raises AskedToWait while a pause that the site asked for is not over."""
        until = self.archive.resume_at(self.spider.name, mirror=self.spider.options.base_url)
        if until is not None and until > _now():
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
                self.archive.finish_crawl(self.crawl_id, reason=reason, **figures, at=_now())
                self.counts = self.archive.crawl_counts(self.crawl_id)
                self.outlook = self.archive.outlook(self.spider.name, _now())
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
