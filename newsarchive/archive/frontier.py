"""The frontier: which rows of `urls` are due, in which order, and with which validators they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NotRequired, TypedDict, Unpack

from sqlite_utils import Database

from newsarchive.archive.addresses import add_discoveries
from newsarchive.archive.values import to_json, utc
from newsarchive.items import AddressKind, Discovery, Due

_VALID_FOR: Final = timedelta(days=182)
"""How old a kept page may be to be asked about: now and then a page is fetched whole, whatever a server says of it."""

_GONE_ON_WITH: Final = ("killed", "shutdown", "max-time")
"""Reasons of a run's end that leave it to the next one to go on."""

_REOPEN = """
    UPDATE urls SET next_visit_at = :at
    WHERE site = :site AND discovered_via IN ('declared', 'robots') AND (state <> 'missing' OR visits > failed_visits)
        AND next_visit_at > :at
"""

_LEFT_BY_FULL = """
    WITH last AS (SELECT started_at, options FROM crawls
                  WHERE site = :site AND finish_reason IS NOT 'imported' ORDER BY id DESC LIMIT 1 OFFSET 1)
    SELECT 1 FROM urls, last
    WHERE json_extract(last.options, '$.full') AND urls.site = :site AND kind = 'article' AND next_visit_at <= :at
        AND (last_visited_at IS NULL OR last_visited_at < last.started_at)
    LIMIT 1
"""

_ALL_DUE = """
    UPDATE urls SET next_visit_at = :at
    WHERE site = :site AND state <> 'excluded' AND kind <> 'robots'
        AND (next_visit_at IS NULL OR next_visit_at > :at)
"""

_DUE = """
    SELECT url, kind, date_listed FROM urls
    WHERE site = :site AND kind = :kind AND next_visit_at <= :at AND last_crawl_id IS NOT :crawl_id
        AND (:since IS NULL OR lastmod_at IS NULL OR lastmod_at >= :since)
        AND (NOT :dated OR date_listed IS NOT NULL)
    ORDER BY next_visit_at DESC LIMIT :limit
"""

_VALIDATORS = """
    SELECT etag, last_modified FROM captures JOIN urls ON urls.url = captures.canonical_url
    WHERE canonical_url = :identity AND captures.url = :url AND status = 200 AND fetched_at >= :oldest
        AND (captures.article_id IS NOT NULL OR (urls.kind <> 'article' AND state = 'read'))
    ORDER BY captures.id DESC LIMIT 1
"""
"""A page nothing could be read from is asked for anew each time: a better reader may make something of it."""

_NEVER_VISITED = """
    SELECT url, kind FROM urls
    WHERE site = ? AND state IN ('excluded', 'pending') AND visits = 0
        AND kind IN ('article', 'listing', 'page', 'other') AND discovered_via <> 'declared'
"""

_NEWS = "SELECT 1 FROM json_each(?) JOIN urls ON urls.url = value WHERE discovered_at > ? LIMIT 1"
_LED_TO = """
    UPDATE urls SET next_visit_at = :at
    WHERE url = :url AND kind = 'page' AND last_crawl_id IS NOT :crawl_id
        AND (next_visit_at IS NULL OR next_visit_at > :at)
"""


def declare(db: Database, site: str, declared: Iterable[Discovery], at: datetime) -> None:
    """Make known where a crawl begins. Those addresses are due at once, but for what never was at a guessed one.

    A crawl that was stopped or killed is gone on with instead: what it has asked for waits for its time.
    """
    add_discoveries(db, site, declared, at)
    last = db.conn.execute(
        """SELECT finish_reason FROM crawls WHERE site = ? AND finish_reason IS NOT 'imported'
        ORDER BY id DESC LIMIT 1 OFFSET 1""",
        (site,),
    ).fetchone()
    if last is not None and last[0] not in _GONE_ON_WITH:
        db.conn.execute(_REOPEN, {"site": site, "at": utc(at)})


def judge_anew(db: Database, site: str, kind_of: Callable[[str], AddressKind], at: datetime) -> None:
    """Have addresses that were never visited be what the site's rules say now: they may have been corrected."""
    rows = db.conn.execute(_NEVER_VISITED, (site,)).fetchall()
    judged = ((url, kind, kind_of(url)) for url, kind in rows)
    changed = [(url, kind) for url, known, kind in judged if kind != known]
    db.conn.executemany(
        "UPDATE urls SET kind = ?, state = ?, next_visit_at = ? WHERE url = ?",
        [
            (kind, "excluded", None, url) if kind == "other" else (kind, "pending", utc(at), url)
            for url, kind in changed
        ],
    )


def make_all_due(db: Database, site: str, at: datetime) -> None:
    """Have everything ever heard of asked for again, but for what the site's rules leave out.

    Where the last run was to do so and has left articles to be asked for, it is gone on with instead.
    """
    given = {"site": site, "at": utc(at)}
    if db.conn.execute(_LEFT_BY_FULL, given).fetchone() is None:
        db.conn.execute(_ALL_DUE, given)


class Wanted(TypedDict):
    """Which of the due addresses of a kind are wanted."""

    crawl_id: int
    """The run that asks: none that it asked for before."""
    at: datetime
    limit: int
    besides: Collection[str]
    """None of these."""
    since: NotRequired[datetime | None]
    """None that a feed or sitemap says was changed last before it (aware)."""
    dated: NotRequired[bool]
    """None that no listing dates."""


def due(db: Database, site: str, kind: AddressKind, **wanted: Unpack[Wanted]) -> list[Due]:
    """At most `limit` due addresses of a kind, latest due first."""
    besides, since = wanted["besides"], wanted.get("since")
    given = {
        "site": site,
        "kind": kind,
        "at": utc(wanted["at"]),
        "crawl_id": wanted["crawl_id"],
        "limit": wanted["limit"] + len(besides),
        "since": utc(since) if since else None,
        "dated": wanted.get("dated", False),
    }
    rows = db.conn.execute(_DUE, given).fetchall()
    found = [
        Due(url=url, kind=kind, listed={"date_published": date} if date else {})
        for url, kind, date in rows
        if url not in besides
    ]
    return found[: wanted["limit"]]


def validators(db: Database, identity: str, url: str, at: datetime) -> dict[str, str]:
    """Conditions to ask for `url` with, as headers: those of its newest page that was read, from that same host."""
    given = {"identity": identity, "url": url, "oldest": utc(at - _VALID_FOR)}
    etag, last_modified = db.conn.execute(_VALIDATORS, given).fetchone() or (None, None)
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def has_news(db: Database, page: str, found: Sequence[Discovery]) -> bool:
    """Whether a feed, sitemap or listing names anything first heard of since it was last visited."""
    row = db.conn.execute("SELECT last_visited_at FROM urls WHERE url = ?", (page,)).fetchone()
    last = (row and row[0]) or ""
    named = to_json([each.url for each in found])
    return db.conn.execute(_NEWS, (named, last)).fetchone() is not None


def lead_to(db: Database, pages: Iterable[str], crawl_id: int, at: datetime) -> None:
    """Have further pages of a listing asked for once more, but for those that this run has asked for already."""
    db.conn.executemany(_LED_TO, [{"url": url, "crawl_id": crawl_id, "at": utc(at)} for url in pages])


def outlook(db: Database, site: str, at: datetime) -> tuple[int, datetime | None]:
    """How many addresses of a site are due, and when the next one becomes due after `at` (aware), if any will."""
    given = (site, utc(at))
    due = db.conn.execute("SELECT count(*) FROM urls WHERE site = ? AND next_visit_at <= ?", given).fetchone()
    sooner = db.conn.execute(
        "SELECT min(next_visit_at) FROM urls WHERE site = ? AND next_visit_at > ?", given
    ).fetchone()
    return int(due[0]), datetime.fromisoformat(sooner[0]) if sooner[0] else None
