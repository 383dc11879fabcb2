"""Does to an archive again what its WARC files tell, record by record: without a network, by the rules of today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..archive import Archive
from ..items import Discovery, Finding, Page, Problem
from ..warc import Record
from .declared import DeclaredOf
from .pages import SITEMAP_LIMIT, kind_of, page_of
from .provenance import IMPORT, run_of
from .readers import Reading
from .refold import reread
from .register import Register, Run
from .taking import payload_of, take_exchange, take_import

Context = tuple[str, str | None]
"""Name of a site, and the base URL of the mirror that stood in for it."""


class Replay:
    """Takes the records of the archive's own WARC files in their order; see `archive.journal` for what they are."""

    def __init__(self, archive: Archive, declared_of: DeclaredOf) -> None:
        self._archive = archive
        self._declared_of = declared_of
        self._register: Register | None = None
        self._is_import = False

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
        """One record; `page` is the response in it and `reading` the article there, if they were looked at before.

        Raises UnusableRecord.
        """
        if record.type == "warcinfo":
            self._begin(record)
        elif record.type == "metadata":
            self._event(record)
        elif record.type in ("response", "revisit") and self._register and self.context:
            if page is None:
                payload = payload_of(record, self._archive)
                if payload is None:
                    raise record.unusable("the record it leaves its payload to is not there")
                site, mirror = self.context
                page = page_of(record, payload, site=site, mirror=mirror)
            self._exchange(self._register, page, record, reading)

    def _begin(self, record: Record) -> None:
        """The `warcinfo` record of a run; that of another program is passed over."""
        info = run_of(record.fields)
        if info is None or info.continues:
            return
        crawl_id = self._archive.begin_crawl(info.site, version=info.version, options=info.options, at=info.started_at)
        self._follow(crawl_id, info.site, info.options)

    def _exchange(self, register: Register, page: Page, record: Record, reading: Reading | None) -> None:
        if not self._is_import:
            take_exchange(register, page, record, reading)
            return
        url = register.run.declared.route.identity(page.url)
        take_import(self._archive, page, register.run.crawl_id, url=url, kind=kind_of(record) or "other")

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
            "reread": self._reread,
            "finish": self._finish,
        }.get(told["event"])
        if happen and self._register:
            happen(told, at, self._register.run.crawl_id)

    def _follow(self, crawl_id: int, site: str, options: Mapping[str, object]) -> None:
        base_url = options.get("base_url")
        declared = self._declared_of(site, base_url if isinstance(base_url, str) else None)
        self._is_import = IMPORT in options
        run = Run(crawl_id=crawl_id, declared=declared, full=options.get("full") is True, sitemap_limit=SITEMAP_LIMIT)
        self._register = Register(self._archive, run)

    def _frontier(self, told: dict[str, Any], at: datetime, _: int) -> None:
        kind_of = self._register.run.declared.route.kind_of if self._register else None
        declared = _discoveries(told["declared"])
        self._archive.open_frontier(told["site"], declared, at, full=told["full"], kind_of=kind_of)

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

    def _reread(self, told: dict[str, Any], _: datetime, __: int) -> None:
        reread(self._archive, self._declared_of, told["urls"])

    def _finish(self, told: dict[str, Any], at: datetime, crawl_id: int) -> None:
        figures = {name: told[name] for name in ("reason", "requests", "responses", "size")}
        self._archive.finish_crawl(crawl_id, **figures, at=at)


def _discoveries(told: list[dict[str, Any]]) -> list[Discovery]:
    return [Discovery(url=each["url"], kind=each["kind"], via=each["via"], source=each.get("source")) for each in told]
