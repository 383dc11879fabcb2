"""What the monitors write down of a run, and what they ask of earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlite_utils import Database

from newsarchive.archive import findings
from newsarchive.archive.journal import Journal, as_details
from newsarchive.items import Figures, Finding, Kept


class Ledger:
    """The part of an `Archive` that is about runs; errors are those of any write to it."""

    def __init__(self, db: Database, journal: Journal, transaction: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._journal = journal
        self._transaction = transaction

    def record_findings(
        self, crawl_id: int, values: Mapping[str, float], found: Iterable[Finding], at: datetime
    ) -> None:
        """Record what a run measured, and what the monitors make of it."""
        found = list(found)
        with self._transaction():
            self._journal.note("findings", at, values=dict(values), found=[as_details(each) for each in found])
            findings.add_figures(self._db, crawl_id, values)
            findings.add_findings(self._db, crawl_id, found, at)

    def figures_before(self, crawl_id: int, site: str, at: datetime) -> list[Figures]:
        """What the runs of a site measured before this one, oldest first: the last ten, or all of three weeks."""
        return findings.history(self._db, site, before=crawl_id, at=at)

    def kept(self, url: str, *, before_last: bool) -> Kept | None:
        """How much of each field the newest version of an article holds, or the one before that."""
        return findings.kept(self._db, url, before_last=before_last)

    def page_types(self, site: str) -> dict[str, int]:
        """Page type -> articles of the site."""
        return findings.page_types(self._db, site)

    def published(self, site: str, since: date) -> dict[date, int]:
        """Day -> articles of the site published then."""
        return findings.published(self._db, site, since)

    def not_modified(self, crawl_id: int) -> int:
        """Articles that the site said had not changed since the last visit (304)."""
        return findings.not_modified(self._db, crawl_id)
