"""Does to an archive again what its WARC files tell, record by record: without a network, by the rules of today."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..archive import Archive
from ..errors import ArchiveLocked, ArchiveUnwritable
from ..items import Article, Discovery, Finding, Page, Problem
from ..warc import Record, record_at
from .declared import Declared
from .pages import PAGE_LIMIT, REQUISITE_LIMIT, SITEMAP_LIMIT, kind_of, page_of
from .provenance import run_of
from .readers import Reading
from .reading import Unread, read, unread
from .register import PARTIAL, Register, Run, Settled

UNWRITABLE = (ArchiveUnwritable, ArchiveLocked)
"""Errors after which nothing more can be written down."""

DeclaredOf = Callable[[str, str | None], Declared]
"""The declaration of a site by its name, for the mirror at that base URL or the site itself; raises UnknownSite."""
Context = tuple[str, str | None]
"""Name of a site, and the base URL of the mirror that stood in for it."""


class Replay:
    """Takes the records of the archive's own WARC files in their order; see `archive.journal` for what they are."""

    def __init__(self, archive: Archive, declared_of: DeclaredOf) -> None:
        self._archive = archive
        self._declared_of = declared_of
        self._register: Register | None = None

    @property
    def context(self) -> Context | None:
        """Whose records are being taken, None before the first run."""
        if self._register is None:
            return None
        declared = self._register.run.declared
        return declared.site, declared.route.base_url

    def go_on(self) -> None:
        """The next records belong to the run that the archive knows as its last."""
        last = self._archive.last_crawl()
        if last is not None:
            self._follow(*last)

    def take(self, record: Record, page: Page | None, reading: Reading | None) -> None:
        """One record; `page` is the response in it and `reading` the article there, if they were looked at before."""
        if record.type == "warcinfo":
            self._begin(record)
        elif record.type == "metadata":
            self._event(record)
        elif record.type in ("response", "revisit") and self._register and self.context:
            if page is None and (payload := payload_of(record, self._archive)) is not None:
                site, mirror = self.context
                page = page_of(record, payload, site=site, mirror=mirror)
            if page is not None:
                take_exchange(self._register, page, record, reading)

    def _begin(self, record: Record) -> None:
        """The `warcinfo` record of a run; that of another program is passed over."""
        info = run_of(record.fields)
        if info is None or info.continues:
            return
        crawl_id = self._archive.begin_crawl(info.site, version=info.version, options=info.options, at=info.started_at)
        self._follow(crawl_id, info.site, info.options)

    def _event(self, record: Record) -> None:
        """Something that is no exchange; what a newer version may tell besides is passed over."""
        told: dict[str, Any] = json.loads(record.block)
        at = datetime.fromisoformat(told["at"])
        happen = {
            "frontier": self._frontier,
            "discover": self._discover,
            "failure": self._failure,
            "problem": self._problem,
            "wait": self._wait,
            "findings": self._findings,
            "finish": self._finish,
        }.get(told["event"])
        if happen and self._register:
            happen(told, at, self._register.run.crawl_id)

    def _follow(self, crawl_id: int, site: str, options: Mapping[str, object]) -> None:
        base_url = options.get("base_url")
        declared = self._declared_of(site, base_url if isinstance(base_url, str) else None)
        run = Run(crawl_id=crawl_id, declared=declared, full=options.get("full") is True, sitemap_limit=SITEMAP_LIMIT)
        self._register = Register(self._archive, run)

    def _frontier(self, told: dict[str, Any], at: datetime, _: int) -> None:
        self._archive.open_frontier(told["site"], _discoveries(told["declared"]), at, full=told["full"])

    def _discover(self, told: dict[str, Any], at: datetime, _: int) -> None:
        self._archive.discover(told["site"], _discoveries(told["found"]), at)

    def _failure(self, told: dict[str, Any], at: datetime, crawl_id: int) -> None:
        named = {name: told[name] for name in ("site", "url", "kind", "state")}
        self._archive.record_failure(crawl_id, **named, at=at)

    def _problem(self, told: dict[str, Any], at: datetime, crawl_id: int) -> None:
        self._archive.record_problem(crawl_id, url=told["url"], problem=Problem(**told["problem"]), at=at)

    def _wait(self, told: dict[str, Any], at: datetime, crawl_id: int) -> None:
        self._archive.ask_to_wait(crawl_id, datetime.fromisoformat(told["until"]), at)

    def _findings(self, told: dict[str, Any], at: datetime, crawl_id: int) -> None:
        found = [Finding(**finding) for finding in told["found"]]
        self._archive.ledger.record_findings(crawl_id, told["values"], found, at)

    def _finish(self, told: dict[str, Any], at: datetime, crawl_id: int) -> None:
        figures = {name: told[name] for name in ("reason", "requests", "responses", "size")}
        self._archive.finish_crawl(crawl_id, **figures, at=at)


def take_exchange(register: Register, page: Page, record: Record, reading: Reading | None) -> None:
    """One response, and for an article the reading of it if that was begun elsewhere."""
    kind = kind_of(record) or "other"
    url = register.run.declared.route.identity(page.url)
    limit = {"sitemap": SITEMAP_LIMIT, "requisite": REQUISITE_LIMIT}.get(kind, PAGE_LIMIT)
    try:
        taken = register.take(page, url=url, kind=kind, limit=limit, again="newsarchive-again" in record.headers)
    except Settled:
        return
    if taken is None or kind in ("requisite", "robots"):
        return
    if kind == "article":
        _article(register, taken, reading() if reading else read(taken))
    elif kind in ("feed", "sitemap"):
        for _ in register.index_steps(taken, url=url, kind=kind):
            pass
    else:
        register.listing(taken, url=url, kind=kind)


def is_readable(record: Record, page: Page) -> bool:
    """Whether an article is to be read from the response in a record."""
    return kind_of(record) == "article" and 200 <= page.status < 300 and page.status != PARTIAL


def payload_of(record: Record, archive: Archive) -> bytes | None:
    """The payload of a response's record; where that leaves it to an earlier record, None as long as none is known."""
    if record.type == "response" or not record.is_identical:
        return record.payload
    original = archive.journal.place_of(record.payload_digest)
    return None if original is None else record_at(archive.journal.folder, original).payload


def _article(register: Register, page: Page, reading: Article | Unread) -> None:
    stage = "deduplicate"
    if isinstance(reading, Unread):
        why = reading
    else:
        try:
            version = register.version(replace(reading, page=page))
            stage = "store"
            register.store(version)
            return
        except UNWRITABLE:
            raise
        except Exception as error:  # noqa: BLE001  # as the stages of a crawl do
            why = unread(stage, error)
    url = register.run.declared.route.identity(page.final_url)
    register.quarantine(page, why.problem, url=url, state=why.state)


def _discoveries(told: list[dict[str, Any]]) -> list[Discovery]:
    return [Discovery(url=each["url"], kind=each["kind"], via=each["via"], source=each.get("source")) for each in told]
