"""What became of every address heard of, by month: as the view `coverage` has it, read from indexes.

The view looks every address up, which takes seconds in a large archive. Here articles are counted by an index, and only
addresses that are no article's own are looked at one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final

from newsarchive.archive.coverage import OUTCOMES
from newsarchive.browse.months import without_gaps
from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.rows import rows

_COVERAGE: Final = f"""
    WITH counted (month, outcome, addresses) AS (
        SELECT month, CASE status WHEN 'live' THEN 'archived' ELSE status END, count(*)
        FROM articles WHERE site = :site GROUP BY status, month
        UNION ALL
        SELECT substr(lastmod_at, 1, 7), CASE kind WHEN 'other' THEN 'excluded' ELSE state END, 1
        FROM urls WHERE site = :site AND article_id IS NULL AND kind IN ('article', 'other')
        UNION ALL
        SELECT substr(lastmod_at, 1, 7), CASE kind WHEN 'other' THEN 'excluded' ELSE 'redirected' END, 1
        FROM urls
        WHERE site = :site AND kind IN ('article', 'other')
            AND article_id IN (
                SELECT article_id FROM urls WHERE article_id IS NOT NULL GROUP BY article_id HAVING count(*) > 1
            ) AND url <> (SELECT url FROM articles WHERE articles.id = article_id)
    )
    SELECT month AS period, sum(addresses) AS discovered,
           {", ".join(f"sum(addresses * (outcome = '{name}')) AS {name}" for name in OUTCOMES)}
    FROM counted GROUP BY month ORDER BY month DESC
"""
"""Articles under their own addresses; addresses without an article; further addresses of articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of the addresses of a month or a year; for what each count is of see the view `coverage`."""

    period: str | None
    """Of publication, or of the last change stated: `2026-02` or `2026`; None where neither is known."""
    discovered: int
    """The sum of all that follow."""
    archived: int
    gone: int
    redirected: int
    pending: int
    missing: int
    unreadable: int
    failed: int
    forbidden: int
    excluded: int

    @property
    def share(self) -> float | None:
        """Of addresses that lead to no other and are not left out, those whose article is archived: 0 to 1."""
        wanted = self.discovered - self.redirected - self.excluded
        return (self.archived + self.gone) / wanted if wanted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCoverage:
    """Of a site, the newest first; a month between two others is there even if nothing is known of it."""

    site: str
    total: Outcomes
    years: tuple[Outcomes, ...]
    months: tuple[Outcomes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of every address that may be an article's."""

    sites: tuple[SiteCoverage, ...]


def coverage_page(connection: sqlite3.Connection) -> Coverage:
    """Of every site, by year and by month."""
    names = sorted({*choices(connection, "site"), *choices(connection, "site", table="urls")})
    return Coverage(sites=tuple(found for name in names if (found := _of_site(connection, name))))


def _of_site(connection: sqlite3.Connection, site: str) -> SiteCoverage | None:
    known = rows(connection, Outcomes, _COVERAGE, {"site": site})
    if not known:
        return None
    months = _with_empty_months(known)
    years = groupby(months, lambda month: month.period and month.period[:4])
    return SiteCoverage(
        site=site, total=_sum(None, months), years=tuple(_sum(year, found) for year, found in years), months=months
    )


def _with_empty_months(known: tuple[Outcomes, ...]) -> tuple[Outcomes, ...]:
    found = {month.period: month for month in known}
    dated = without_gaps(month for month in found if month)
    undated = [found[None]] if None in found else []
    return (*(found.get(month) or _sum(month, ()) for month in reversed(dated)), *undated)


def _sum(period: str | None, found: Iterable[Outcomes]) -> Outcomes:
    several = [asdict(outcomes) for outcomes in found]
    return Outcomes(period=period, **{name: sum(one[name] for one in several) for name in ("discovered", *OUTCOMES)})
