"""Which requisites of the pages in an archive are to be asked for: what is not captured yet, page by page."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Final, NamedTuple

from ..archive import Archive
from ..archive.requisites import RequisitesKept
from ..archive.rereading import Captured
from ..errors import UnreadableBody, UnreadablePage, UnusableRecord
from ..extraction.document import decode, parse
from ..extraction.requisites import Requisite, address_of, requisites_of_page, requisites_of_stylesheet
from ..items import Page
from .decoding import unpacked
from .pages import PAGE_LIMIT, REQUISITE_LIMIT, page_at
from .register import Run, redirect_target

_MOST_REDIRECTS: Final = 5
_A_WHILE: Final = 0.5
"""Seconds of reading pages without a break."""
_A_FILE: Final = re.compile(r"\.\w{1,5}$")


class Wanted(NamedTuple):
    """A requisite to ask for."""

    url: str
    """Where to ask, on the mirror's host where that serves it."""
    is_stylesheet: bool = False
    is_imported: bool = False
    """By a stylesheet: what it imports itself is left alone."""
    redirects: int = 0
    """Passed so far."""


class Requisites:
    """Goes through the pages that articles were read from, in the order of their captures, and on as more come.

    These are the run's own, and but for `own` those of the runs since the last that came to the end of them: what a run
    leaves is taken up by the next.
    """

    def __init__(self, archive: Archive, run: Run, *, own: bool) -> None:
        self._folder = archive.journal.folder
        self._kept = RequisitesKept(archive.db)
        self._run = run
        self._pages: deque[Captured] = deque()
        self._after = self._kept.looked_at(run.crawl_id, own=own)
        self._known: set[str] = set()
        self._waiting: deque[Wanted] = deque()
        self.is_through = False
        """Whether there was nothing left when last looked for."""

    def some(self, number: int, at: datetime) -> list[Wanted]:
        """At most `number` to ask for at that moment (aware), each given once.

        With none there may still be some: pages are read for a while at a time; see `is_through`.
        """
        until = monotonic() + _A_WHILE
        self.is_through = False
        while len(self._waiting) < number and not self.is_through and monotonic() < until:
            captured = self._next_page()
            self._want(self._of_page(captured) if captured else (), at)
            self.is_through = captured is None
        return [self._waiting.popleft() for _ in range(min(number, len(self._waiting)))]

    def answered(self, wanted: Wanted, page: Page, at: datetime) -> None:
        """What came, unpacked: a redirect is gone after, a stylesheet read."""
        if (target := redirect_target(page)) is not None:
            if wanted.redirects < _MOST_REDIRECTS and (address := address_of(target, page.url)):
                self._want([wanted._replace(url=address, redirects=wanted.redirects + 1)], at)
        elif wanted.is_stylesheet and 200 <= page.status < 300:
            css = decode(page.body, page.encoding)[0]
            named = (_wanted(each, is_imported=each.is_stylesheet) for each in requisites_of_stylesheet(css, page.url))
            self._want((each for each in named if not (each.is_imported and wanted.is_imported)), at)

    def _next_page(self) -> Captured | None:
        if not self._pages:
            self._pages.extend(self._kept.pages(self._run.crawl_id, self._after))
        if not self._pages:
            return None
        captured = self._pages.popleft()
        self._after = captured.id
        return captured

    def _want(self, named: Iterable[Wanted], at: datetime) -> None:
        """Have those asked for that are not captured; of those that are, what they lead to."""
        route = self._run.declared.route
        for each in named:
            wanted = each._replace(url=route.beside(each.url))
            if wanted.url in self._known or self._is_page(wanted.url):
                continue
            self._known.add(wanted.url)
            last = self._kept.last(route.identity(wanted.url), wanted.url, at)
            if last is None:
                self._waiting.append(wanted)
            elif page := self._page(last, REQUISITE_LIMIT):
                self.answered(wanted, page, at)

    def _is_page(self, url: str) -> bool:
        """Whether an address is of what the crawl asks for anyway, as a broken reference has it."""
        identity = self._run.declared.route.identity(url)
        return self._run.declared.route.kind_of(identity) != "other" and not _A_FILE.search(identity.partition("?")[0])

    def _of_page(self, captured: Captured) -> Iterable[Wanted]:
        page = self._page(captured, PAGE_LIMIT)
        if page is None:
            return []
        with suppress(UnreadablePage):
            return map(_wanted, requisites_of_page(parse(page.body, page.url, page.encoding).root, page.url))
        return []

    def _page(self, captured: Captured, limit: int) -> Page | None:
        """The response of a capture, unpacked; None where its record cannot be read."""
        declared = self._run.declared
        with suppress(UnusableRecord, UnreadableBody):
            _, page = page_at(self._folder, captured, site=declared.site, mirror=declared.route.base_url)
            return unpacked(page, limit=limit)
        return None


def _wanted(requisite: Requisite, *, is_imported: bool = False) -> Wanted:
    return Wanted(requisite.url, requisite.is_stylesheet, is_imported)
