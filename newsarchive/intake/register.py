"""What is made of each response, and written down: the same in a crawl and when its record is read again."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from w3lib.url import safe_url_string

from ..archive import Archive
from ..archive.problems import LOOP
from ..changes import decide, refuse_loss
from ..errors import BotChallenge, UnreadableBody
from ..extraction.obstacles import challenge_in
from ..items import AddressKind, AddressState, Article, ChangeKind, Discovery, Page, Problem, Version, Via
from ..normalise import at_address
from ..urls import resolved
from .declared import Declared
from .decoding import unpacked
from .indexes import Indexes
from .tally import Tally

logger = logging.getLogger(__name__)
NOT_MODIFIED = 304
PARTIAL = 206
"""Never asked for: what comes with it is no whole page."""
MISSING = frozenset({404, 410})
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHALLENGING = frozenset({401, 403, 405, 429, 503})
"""Statuses that bot challenges come with, beside those of success."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run whose responses are registered."""

    crawl_id: int
    declared: Declared
    full: bool = False
    """Whether what an ordinary run decides on a second visit is decided at once."""
    sitemap_limit: int = 64 * 2**20
    """Bytes a sitemap may unpack to."""


class Settled(Exception):
    """A response that was written down, and that nobody is to read: the sentence says why."""


class Taken(NamedTuple):
    """A response that was looked at."""

    page: Page
    """Unpacked."""
    to_read: bool
    """Whether it is left to whoever reads what is of its kind; otherwise it is written down."""


@dataclass(slots=True)
class Register:
    """Decides what a response means, and writes it down in one transaction with what was found there.

    `url` is always an identity: the site's own canonical address of what was asked for.
    """

    archive: Archive
    run: Run
    tally: Tally = field(default_factory=Tally)
    in_flight: set[str] = field(default_factory=set)
    """Identities that are asked for, with nothing recorded of them yet."""
    indexes: Indexes = field(init=False)

    def __post_init__(self) -> None:
        self.indexes = Indexes(self.run.declared, limit=self.run.sitemap_limit)

    def take(self, page: Page, *, url: str, kind: AddressKind, limit: int, again: bool = False) -> Taken:
        """A response as received; it is unpacked to at most `limit` bytes.

        Raises Settled for one that is written down, and that nobody should see. `again` says that it is no last word:
        the address is asked for again.
        """
        if kind == "requisite" or (kind == "robots" and not self.run.declared.route.serves(page.url)):
            return self.beside(page, url=url, kind=kind, limit=limit)
        try:
            page = unpacked(page, limit=limit)
        except UnreadableBody as error:
            problem = Problem(stage="fetch", error=type(error).__name__, message=str(error))
            self.unreadable(page, problem, url=url, kind=kind)
            raise Settled(str(error)) from error
        good = 200 <= page.status < 300 and page.status != PARTIAL
        self.tally.responses += 1
        self.tally.answered += (good or page.status == NOT_MODIFIED) and kind != "robots"
        target = redirect_target(page)
        if page.status == NOT_MODIFIED:
            self.unchanged(page, url=url, kind=kind)
            raise Settled("Nothing has changed there.")
        if target is not None and kind != "robots":
            self.redirected(page, url=url, kind=kind, target=self.run.declared.route.identity(target))
        elif good and kind != "robots":
            return Taken(page, to_read=True)
        elif again:
            self.tried(page, url=url, kind=kind)
        else:
            self.visited(page, url=url, kind=kind)
        return Taken(page, to_read=False)

    def beside(self, page: Page, *, url: str, kind: AddressKind, limit: int) -> Taken:
        """A requisite, or robots.txt of another host than the site's: written down whatever it is, and counts nowhere.

        It is unpacked where that can be done.
        """
        with suppress(UnreadableBody):
            page = unpacked(page, limit=limit)
        self.archive.record_hop(page, self.run.crawl_id, url=url, kind=kind, again=False)
        return Taken(page, to_read=kind == "requisite")

    def visited(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A response nothing is read from: robots.txt, 404, 503 … Raises Settled for a bot challenge."""
        if page.status in CHALLENGING and (said := challenge_in(page.status, page.headers, page.body)):
            self.tally.refusals[said] += 1
            problem = Problem(stage="fetch", error=BotChallenge.__name__, message=said)
            self.quarantine(page, problem, url=url, kind=kind, state="failed")
            raise Settled(said)
        if kind == "article" and page.status in MISSING:
            gone = self.archive.record_missing(page, self.run.crawl_id, url=url, decide_now=self.run.full)
            self._count_gone(url, gone)
        else:
            state: AddressState = "read" if kind == "robots" else "missing" if page.status in MISSING else "failed"
            self.archive.record_visit(page, self.run.crawl_id, url=url, kind=kind, state=state)
        self.in_flight.discard(url)

    def unchanged(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A 304: what is there is as it was."""
        self.archive.record_unchanged(page, self.run.crawl_id, url=url, kind=kind)
        self.in_flight.discard(url)
        if kind == "article":
            self.tally.changes[ChangeKind.UNCHANGED] += 1

    def redirected(self, page: Page, *, url: str, kind: AddressKind, target: str) -> None:
        """A redirect to the address `target` (an identity); an article that leads to what is none is missing."""
        route = self.run.declared.route
        if target == url:
            self.tried(page, url=url, kind=kind)
            return
        kind_there = route.kind_of(target)
        if not route.owns(target) or (kind == "article" and kind_there != "article"):
            self._led_astray(page, url=url, kind=kind, target=target)
        else:
            self._led_on(page, url=url, kind=kind, target=target, kind_there=kind_there)
        self.in_flight.discard(url)

    def tried(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A response that is not the last word on an address: it is still in flight."""
        self.archive.record_hop(page, self.run.crawl_id, url=url, kind=kind)

    def index_steps(self, page: Page, *, url: str, kind: Literal["feed", "sitemap"]) -> Iterator[None]:
        """A feed or a sitemap. A long one is recorded piece by piece, and counts as visited with the last piece.

        Comes back after every piece but the last.
        """
        pieces = self.indexes.pieces(page, url, kind)
        news = False
        try:
            piece = next(pieces, [])
            for following in pieces:
                news |= self.archive.discover(page.site, piece, page.fetched_at)
                yield
                piece = following
        except UnreadableBody as error:
            self._not_an_index(page, url, kind, error)
        else:
            self._indexed(page, url=url, kind=kind, found=piece, news=news)

    def listing(self, page: Page, *, url: str, kind: AddressKind) -> None:
        """A page of a listing."""
        found = self.indexes.listing(page, url)
        if not found and (said := challenge_in(page.status, page.headers, page.body)):
            problem = Problem(stage="discover", error=BotChallenge.__name__, message=said)
            self.quarantine(page, problem, url=url, kind=kind, state="failed")
            return
        self._indexed(page, url=url, kind=kind, found=found)

    def version(self, article: Article) -> Version:
        """An article at the address it is kept under, with what became of it; raises ContentLost."""
        article = self._placed(article)
        history = self.archive.history(article.url)
        refuse_loss(article, history)
        return Version(article=article, change=decide(article, history))

    def store(self, version: Version) -> None:
        """An article, what became of it, and the addresses it names."""
        article, kind = version.article, version.change.kind
        requested = self.run.declared.route.identity(article.page.final_url)
        self.archive.store(
            version,
            self.run.crawl_id,
            requested=None if requested == article.url else requested,
            found=tuple(self.named(article)),
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
        gone = self.archive.quarantine(page, self.run.crawl_id, problem, url=url, kind=kind, state=state)
        self.in_flight.discard(url)
        self._count_gone(url, gone)
        self._count_failure(url, problem)

    def unreadable(self, page: Page, problem: Problem, *, url: str, kind: AddressKind) -> None:
        """A response that cannot be unpacked, or is not what is expected at a feed's or sitemap's address."""
        if kind == "article":
            self.quarantine(page, problem, url=url)
        else:
            capture_id = self.archive.record_visit(page, self.run.crawl_id, url=url, kind=kind, state="unreadable")
            self.in_flight.discard(url)
            self.problem(url, problem, at=page.fetched_at, capture_id=capture_id)

    def problem(self, url: str, problem: Problem, *, at: datetime, capture_id: int | None = None) -> None:
        """A failure without a page worth keeping."""
        self.archive.record_problem(self.run.crawl_id, url=url, problem=problem, at=at, capture_id=capture_id)
        self._count_failure(url, problem)

    def named(self, article: Article) -> Iterator[Discovery]:
        """What an article promotes and links to on its own site."""
        route = self.run.declared.route
        seen = {article.url}
        named: tuple[tuple[Via, list[str]], ...] = (
            ("teaser", [teaser.target_url for teaser in article.teasers]),
            ("link", [link.url for link in article.links]),
        )
        for via, urls in named:
            for identity in dict.fromkeys(map(route.identity, urls)):
                if route.owns(identity) and identity not in seen:
                    seen.add(identity)
                    yield Discovery(url=identity, kind=route.kind_of(identity), via=via, source=article.url)

    def _placed(self, article: Article) -> Article:
        """The article at the address it is kept under: the one its page calls canonical, if that is to be believed.

        It is not where that is no article's address, or where another text was read there.
        """
        route = self.run.declared.route
        requested = route.identity(article.page.final_url)
        if article.url == requested or not route.owns(requested):
            return article
        address = route.address(article.url)
        if route.kind_of(article.url) == "article" and not self.archive.tells_otherwise(
            article.url, address, article.content_sha256
        ):
            return article
        return at_address(article, requested)

    def _indexed(
        self, page: Page, *, url: str, kind: AddressKind, found: Sequence[Discovery], news: bool = False
    ) -> None:
        """A feed, sitemap or listing, with what it names; `news` says that an earlier piece of it brought some."""
        self.archive.record_index(page, self.run.crawl_id, url=url, kind=kind, found=found, news=news)
        self.in_flight.discard(url)

    def _not_an_index(self, page: Page, url: str, kind: AddressKind, error: UnreadableBody) -> None:
        """A site may answer a guessed address with a friendly page; a feed that is none is a problem."""
        if kind == "sitemap" and self.indexes.is_a_guess(url):
            self.archive.record_visit(page, self.run.crawl_id, url=url, kind=kind, state="missing")
            self.in_flight.discard(url)
        else:
            problem = Problem(stage="discover", error=type(error).__name__, message=str(error))
            self.unreadable(page, problem, url=url, kind=kind)

    def _led_on(self, page: Page, *, url: str, kind: AddressKind, target: str, kind_there: AddressKind) -> None:
        """A redirect within the site."""
        permanent = page.status in PERMANENT
        there = kind if kind in ("feed", "sitemap") else kind_there
        listed = self.archive.listed_date(url)
        to = Discovery(url=target, kind=there, via="redirect", source=url, date_listed=listed)
        crawl_id = self.run.crawl_id
        capture_id, moved = self.archive.record_redirect(page, crawl_id, url=url, kind=kind, to=to, permanent=permanent)
        if not moved and page.capture_id is None:
            problem = Problem(stage="fetch", error=LOOP, message="It redirects in a circle.")
            self.problem(url, problem, at=page.fetched_at, capture_id=capture_id)

    def _led_astray(self, page: Page, *, url: str, kind: AddressKind, target: str) -> None:
        """A redirect that is not gone after: off the site, or from an article to the front page."""
        if kind == "article" and page.status in PERMANENT and self.archive.holds(url):
            self._count_gone(url, self.archive.record_missing(page, self.run.crawl_id, url=url))
        else:
            self.archive.record_visit(
                page,
                self.run.crawl_id,
                url=url,
                kind=kind,
                state="redirected",
                redirect_url=target,
                passing=page.status not in PERMANENT,
            )

    def _count_gone(self, url: str, gone: bool) -> None:
        if gone:
            self.tally.gone += 1
            logger.info("gone %s", url)

    def _count_failure(self, url: str, problem: Problem) -> None:
        self.tally.failed += 1
        logger.warning("%s: %s", url, problem.message)


def redirect_target(page: Page) -> str | None:
    """The absolute address a redirect points to, None for what is no redirect, or one to no address."""
    location = page.headers.get("location")
    if page.status not in REDIRECTS or location is None:
        return None
    return leads_to(page.url, location.encode("latin-1"))


def leads_to(url: str, location: bytes) -> str | None:
    """The absolute address that a Location header names at `url`, None for junk like `http://[bad`."""
    with suppress(ValueError):
        return resolved(url, safe_url_string(location))
    return None
