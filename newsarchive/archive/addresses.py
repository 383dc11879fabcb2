"""Rows of `urls`: every address heard of, what came of visiting it, and the joins that wait for an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.values import utc
from newsarchive.items import AddressKind, AddressState, Discovery
from newsarchive.revisits import Visit, next_visit

_EARLIEST: Final = 1990
"""Before this year, nothing on the web was changed."""
FOUND_NOTHING: Final = frozenset({"missing", "gone", "unreadable", "failed"})
"""States of a visit that found no page to read."""

_DISCOVERED = """
    INSERT INTO urls (url, site, article_id, kind, state, discovered_at, discovered_via, discovered_from,
                      lastmod, lastmod_at, date_listed, next_visit_at)
    VALUES (:url, :site, (SELECT id FROM articles WHERE url = :url), :kind, :state, :at, :via, :source,
            :lastmod, :lastmod_at, :date_listed, :due)
    ON CONFLICT (url) DO UPDATE SET
        discovered_via = iif(excluded.discovered_at < discovered_at, excluded.discovered_via, discovered_via),
        discovered_from = iif(excluded.discovered_at < discovered_at, excluded.discovered_from, discovered_from),
        discovered_at = min(excluded.discovered_at, discovered_at),
        lastmod = coalesce(CASE WHEN lastmod_at > excluded.lastmod_at THEN lastmod END, excluded.lastmod, lastmod),
        lastmod_at = nullif(max(coalesce(lastmod_at, ''), coalesce(excluded.lastmod_at, '')), ''),
        date_listed = coalesce(excluded.date_listed, date_listed),
        next_visit_at = CASE
            WHEN state <> 'excluded' AND (
                (excluded.lastmod_at > coalesce(lastmod_at, last_visited_at)
                    AND (unchanged_visits < 4 OR last_visited_at < :yesterday))
                OR (excluded.date_listed IS NOT NULL AND date_listed IS NULL AND visits > 0))
            THEN min(coalesce(next_visit_at, :at), :at) ELSE next_visit_at END
    WHERE excluded.discovered_at < discovered_at
        OR excluded.lastmod_at > coalesce(lastmod_at, '')
        OR (excluded.lastmod_at IS NULL AND lastmod_at IS NULL AND coalesce(excluded.lastmod, lastmod) IS NOT lastmod)
        OR coalesce(excluded.date_listed, date_listed) IS NOT date_listed
"""
"""A later change stated by a sitemap or feed makes a known address due at once, and so does a first listed date.

Where that proved to be no change four times in a row, it does so once a day: some sites state the time of the request.
"""

_MOVED_HERE = """
    WITH RECURSIVE leading(url) AS (
        SELECT ?2 UNION SELECT urls.url FROM urls JOIN leading ON urls.redirect_url = leading.url
    )
    UPDATE articles SET redirect_article_id = ?1
    WHERE redirect_url IN (SELECT url FROM leading) AND status = 'redirected' AND id <> ?1
"""

_STANDING = "SELECT kind, visits, unchanged_visits, failed_visits, missing_since FROM urls WHERE url = ?"

_VISITED = """
    INSERT INTO urls (url, site, article_id, kind, state, discovered_at, discovered_via, last_visited_at, next_visit_at,
                      visits, unchanged_visits, failed_visits, missing_since, last_status, redirect_url, last_crawl_id)
    VALUES (:url, :site, :article_id, :kind, :state, :at, 'manual', :at, :next,
            :asked, :unchanged, :failed, :missing_since, :status, :redirect_url, :crawl_id)
    ON CONFLICT (url) DO UPDATE SET
        article_id = coalesce(excluded.article_id, article_id),
        state = excluded.state,
        last_visited_at = excluded.last_visited_at,
        next_visit_at = excluded.next_visit_at,
        visits = visits + excluded.visits,
        unchanged_visits = excluded.unchanged_visits,
        failed_visits = excluded.failed_visits,
        missing_since = excluded.missing_since,
        last_status = excluded.last_status,
        redirect_url = excluded.redirect_url,
        last_crawl_id = excluded.last_crawl_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a visit came to."""

    kind: AddressKind
    """What the address is, where it was never heard of before."""
    state: AddressState
    at: datetime
    crawl_id: int
    site: str
    status: int | None
    """HTTP status, None where nothing was answered."""
    article_id: int | None = None
    unchanged: bool | None = None
    """None where the visit found out nothing about change."""
    first: bool = False
    """Whether the article is seen for the first time."""
    sign_of_life: datetime | None = None
    """For `revisits.Visit`."""
    redirect_url: str | None = None
    passing: bool = False
    """Whether a redirect is one for the time being."""


def add_discoveries(db: Database, site: str, found: Iterable[Discovery], at: datetime) -> bool:
    """Record addresses heard of, due at once unless excluded; what is known of old ones stays but for later dates.

    Returns whether any of that was new.
    """
    return db.conn.executemany(_DISCOVERED, _rows(site, found, at)).rowcount > 0


def listed_date(db: Database, url: str) -> str | None:
    """The date that a listing printed beside its link to the address, None where none did."""
    row = db.conn.execute("SELECT date_listed FROM urls WHERE url = ?", (url,)).fetchone()
    return None if row is None else row[0]


def add_visit(db: Database, url: str, outcome: Outcome) -> None:
    """Count a visit, and say when the next one is due."""
    standing = db.conn.execute(_STANDING, (url,)).fetchone()
    kind, _, unchanged, failed, missing_since = standing or (outcome.kind, 0, 0, 0, None)
    if outcome.unchanged is not None:
        unchanged = unchanged + 1 if outcome.unchanged else 0
    failed = failed + 1 if outcome.state in FOUND_NOTHING or outcome.passing else 0
    visit = Visit(
        url=url,
        kind=kind,
        state=outcome.state,
        at=outcome.at,
        sign_of_life=outcome.sign_of_life,
        unchanged=unchanged,
        failed=failed,
        first=outcome.first,
    )
    due = next_visit(visit)
    row = {
        "url": url,
        "site": outcome.site,
        "article_id": outcome.article_id,
        "kind": outcome.kind,
        "state": outcome.state,
        "at": utc(outcome.at),
        "asked": int(outcome.state != "forbidden"),
        "next": None if due is None else utc(due),
        "unchanged": unchanged,
        "failed": failed,
        "missing_since": _missing_since(outcome, missing_since),
        "status": outcome.status,
        "redirect_url": outcome.redirect_url,
        "crawl_id": outcome.crawl_id,
    }
    db.conn.execute(_VISITED, row)


def missing_since(db: Database, url: str) -> datetime | None:
    """When the address was first found missing (aware, UTC), None where it was there the last time one could tell."""
    row = db.conn.execute("SELECT missing_since FROM urls WHERE url = ?", (url,)).fetchone()
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def leads_back(db: Database, url: str, target: str) -> bool:
    """Whether the redirects known from `target` on come round to `url`."""
    passed: set[str] = set()
    while target not in passed:
        if target == url:
            return True
        passed.add(target)
        row = db.conn.execute("SELECT redirect_url FROM urls WHERE url = ?", (target,)).fetchone()
        target = (row and row[0]) or target
    return False


def join_arrival(db: Database, article_id: int, url: str) -> None:
    """Point teasers, links and addresses that waited for the article at `url` to it."""
    db.conn.execute("UPDATE teasers SET target_article_id = ? WHERE target_url = ?", (article_id, url))
    db.conn.execute("UPDATE links SET target_article_id = ? WHERE url = ?", (article_id, url))
    db.conn.execute("UPDATE urls SET article_id = ? WHERE url = ?", (article_id, url))


def join_moved(db: Database, article_id: int, url: str) -> None:
    """Point articles that moved to `url`, by however many redirects, to the article there."""
    db.conn.execute(_MOVED_HERE, (article_id, url))


def _missing_since(outcome: Outcome, known: str | None) -> str | None:
    """The first of the visits that found it missing, unless one in between found it there."""
    if outcome.state in ("missing", "gone"):
        return known or utc(outcome.at)
    return known if outcome.state in FOUND_NOTHING or outcome.state == "forbidden" else None


def _plausible(lastmod: datetime | None, at: datetime) -> str | None:
    """When a page is said to have changed, as stored; None for what cannot be: before the web, or after tomorrow."""
    if lastmod is None or not _EARLIEST <= lastmod.year <= at.year + 1 or lastmod > at + timedelta(days=1):
        return None
    return utc(lastmod)


def _rows(site: str, found: Iterable[Discovery], at: datetime) -> Iterator[dict[str, object]]:
    for discovery in found:
        lastmod_at = _plausible(discovery.lastmod_at, at)
        excluded = discovery.kind == "other"
        yield {
            "url": discovery.url,
            "site": site,
            "kind": discovery.kind,
            "state": "excluded" if excluded else "pending",
            "at": utc(at),
            "yesterday": utc(at - timedelta(days=1)),
            "via": discovery.via,
            "source": discovery.source,
            "lastmod": discovery.lastmod,
            "lastmod_at": lastmod_at,
            "date_listed": discovery.date_listed,
            # The newest pages are asked for first: what is said to have changed last is the latest to become due.
            "due": None if excluded else min(lastmod_at or utc(at), utc(at)),
        }
