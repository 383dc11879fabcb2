"""One group of addresses read again: its captures, in the order of their time, make its history anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ..archive import Archive
from ..archive.rereading import Captured, Shown
from ..errors import UnusableRecord
from ..items import Article, Page
from ..warc import Record
from .declared import DeclaredOf
from .groups import Groups
from .pages import page_at
from .readers import Begin, Reading, readers
from .register import Register, Run
from .taking import is_readable, take_exchange


@dataclass(slots=True)
class Exchange:
    """A capture, and what its record holds."""

    captured: Captured
    record: Record
    page: Page
    reading: Reading | None = None


@dataclass(slots=True)
class Group:
    """Addresses that are read again together."""

    urls: frozenset[str]
    exchanges: list[Exchange]


class Refold:
    """Reads groups of addresses again, without a network."""

    def __init__(self, archive: Archive, declared_of: DeclaredOf) -> None:
        self._archive = archive
        self._declared_of = cache(declared_of)
        self._runs = archive.rereading.runs()
        self._registers: dict[int, Register] = {}

    def identity(self, crawl_id: int, url: str) -> str:
        """The site's own canonical address of what a run asked for."""
        return self._register(crawl_id).run.declared.route.identity(url)

    def whole(self, group: Group, groups: Groups, begin: Begin) -> Group:
        """The group with all addresses that its pages, as they are read today, call their own; see `group`."""
        while named := self._named(group):
            group = self.group(groups.join(group.urls | named))
            self.begin([group], begin)
        return group

    def group(self, urls: frozenset[str]) -> Group:
        """The captures of these addresses; raises UnusableRecord where one that has a page cannot be read."""
        return Group(urls, [self._exchange(captured) for captured in self._archive.rereading.captured(sorted(urls))])

    def begin(self, groups: Sequence[Group], begin: Begin) -> None:
        """Have the articles of these groups read."""
        unread = [
            exchange
            for group in groups
            for exchange in group.exchanges
            if exchange.reading is None and is_readable(exchange.record, exchange.page)
        ]
        for exchange, reading in zip(unread, begin([exchange.page for exchange in unread]), strict=True):
            exchange.reading = reading

    def _named(self, group: Group) -> frozenset[str]:
        """Other addresses of articles that the group's pages call their own."""
        urls = set[str]()
        for exchange in group.exchanges:
            reading = exchange.reading and exchange.reading()
            if isinstance(reading, Article):
                route = self._register(exchange.captured.crawl_id).run.declared.route
                urls |= {reading.url} if route.kind_of(reading.url) == "article" else set()
        return frozenset(urls - group.urls)

    def again(self, group: Group, *, keep: bool) -> tuple[Shown, Shown] | None:
        """Read it again, in one transaction; see `Rereading.reread`."""

        def put_in() -> None:
            for exchange in group.exchanges:
                register = self._register(exchange.captured.crawl_id)
                take_exchange(register, exchange.page, exchange.record, exchange.reading)

        return self._archive.rereading.reread(sorted(group.urls), put_in, keep=keep)

    def _exchange(self, captured: Captured) -> Exchange:
        declared = self._register(captured.crawl_id).run.declared
        folder, mirror = self._archive.journal.folder, declared.route.base_url
        record, page = page_at(folder, captured, site=declared.site, mirror=mirror)
        return Exchange(captured, record, page)

    def _register(self, crawl_id: int) -> Register:
        """What registers the responses of a run."""
        if crawl_id not in self._registers:
            site, options = self._runs[crawl_id]
            base_url = options.get("base_url")
            declared = self._declared_of(site, base_url if isinstance(base_url, str) else None)
            run = Run(crawl_id=crawl_id, declared=declared, full=options.get("full") is True)
            self._registers[crawl_id] = Register(self._archive, run)
        return self._registers[crawl_id]


def reread(archive: Archive, declared_of: DeclaredOf, urls: Iterable[str]) -> list[str]:
    """Read again what is kept under these addresses, and under those that belong together with them.

    Returns why some were left as they are, a sentence each.
    """
    refold, left, done = Refold(archive, declared_of), list[str](), set[str]()
    groups = Groups(archive.rereading, refold.identity)
    with readers(1) as begin:
        for url in urls:
            if url in done:
                continue
            try:
                group = refold.group(groups.of(frozenset({url})))
                refold.begin([group], begin)
                refold.again(refold.whole(group, groups, begin), keep=True)
            except UnusableRecord as error:
                left.append(str(error))
            done |= groups.of(frozenset({url}))
    return left
