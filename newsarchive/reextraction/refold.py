"""One group of addresses read again: its captures, in the order of their time, make its history anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..archive import Archive
from ..archive.rereading import Captured, Shown
from ..intake.pages import page_at
from ..intake.readers import Begin, Reading
from ..intake.register import Register, Run
from ..intake.replay import DeclaredOf, is_readable, take_exchange
from ..items import Article, Page
from ..warc import Record


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
        self._registers = {
            crawl_id: self._register(declared_of, crawl_id, site, options)
            for crawl_id, (site, options) in archive.rereading.runs().items()
        }

    def identity(self, crawl_id: int, url: str) -> str:
        """The site's own canonical address of what a run asked for."""
        return self._registers[crawl_id].run.declared.route.identity(url)

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

    def named(self, group: Group) -> frozenset[str]:
        """Other addresses of the archive that the group's pages call their own."""
        readings = (exchange.reading() for exchange in group.exchanges if exchange.reading)
        urls = {reading.url for reading in readings if isinstance(reading, Article)} - group.urls
        return frozenset(url for url in urls if self._archive.rereading.has(url))

    def again(self, group: Group, *, keep: bool) -> tuple[Shown, Shown] | None:
        """Read it again, in one transaction; see `Archive.reread`."""

        def put_in() -> None:
            for exchange in group.exchanges:
                register = self._registers[exchange.captured.crawl_id]
                take_exchange(register, exchange.page, exchange.record, exchange.reading)

        return self._archive.reread(sorted(group.urls), put_in, keep=keep)

    def _exchange(self, captured: Captured) -> Exchange:
        declared = self._registers[captured.crawl_id].run.declared
        folder, mirror = self._archive.journal.folder, declared.route.base_url
        record, page = page_at(folder, captured, site=declared.site, mirror=mirror)
        return Exchange(captured, record, page)

    def _register(self, declared_of: DeclaredOf, crawl_id: int, site: str, options: dict[str, object]) -> Register:
        base_url = options.get("base_url")
        declared = declared_of(site, base_url if isinstance(base_url, str) else None)
        return Register(self._archive, Run(crawl_id=crawl_id, declared=declared, full=options.get("full") is True))
