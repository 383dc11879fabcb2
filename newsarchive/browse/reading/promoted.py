"""Which articles the site's pages promoted in a week: on how many pages, worded how, and since when.

A teaser is on show from the first to the last time it was seen on a page, and so in every week between. Days are those
of Paris.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from newsarchive.archive.schema import WEEKS_ON_SHOW
from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.rows import row, rows, value
from newsarchive.browse.weeks import Week, day_of

Order = Literal["pages", "age"]

SHOWN: Final = 50
"""Articles of a ranking on one page."""
WORDINGS: Final = 5
"""Wordings told of each."""
COUNTED: Final = 500
"""Sightings of an article of which the days are counted; of what is on show always and everywhere they tell nothing."""

_IN_WEEK: Final = "first_seen_at < :end AND last_seen_at >= :start AND (:heading IS NULL OR heading = :heading)"
_ON_SHOW: Final = f"""
    WITH RECURSIVE spans (weeks) AS (
        SELECT 0 UNION ALL
        SELECT weeks + 1 FROM spans WHERE weeks < (SELECT max({WEEKS_ON_SHOW}) FROM teaser_sightings)
    ), on_show AS (
        SELECT teaser_id, article_id, heading, first_seen_at FROM spans CROSS JOIN teaser_sightings
        WHERE {WEEKS_ON_SHOW} IN (spans.weeks, spans.weeks) AND {_IN_WEEK}
            AND first_seen_at >= strftime('%Y-%m-%dT%H:%M:%S', :start, '-' || (7 * spans.weeks + 7) || ' days')
    )
"""
"""Sightings that overlap the week. One that lasts so many weeks began so many weeks before it at most: for each number
of weeks a short stretch of the index, where `first_seen_at < :end` alone would lead through all that ever began.

It is `IN` and not `=`, of one number: before `=` SQLite 3.40 puts a Bloom filter in a database that was analysed, as
publications are, and one made of an expression lets nothing through."""
_RANKING: Final = f"""
    {_ON_SHOW}, worded AS (
        SELECT teaser_id, count(DISTINCT article_id) AS pages, min(first_seen_at) AS since
        FROM on_show GROUP BY teaser_id
    )
    SELECT target_url AS url, target_article_id AS article_id, min(since) AS since,
           CASE count(*) WHEN 1 THEN pages ELSE (
               SELECT count(DISTINCT teaser_sightings.article_id) FROM teaser_sightings
               WHERE {_IN_WEEK} AND teaser_id IN (SELECT id FROM teasers AS other WHERE target_url = teasers.target_url)
           ) END AS pages
    FROM worded CROSS JOIN teasers ON teasers.id = teaser_id
    WHERE :section IS NULL OR target_article_id IN (SELECT id FROM articles WHERE section = :section)
    GROUP BY coalesce(target_article_id, target_url) ORDER BY {{order}}, max(teaser_id) DESC
"""
"""A page that carried several wordings for an article counts once. To count the ranked by a window would cost more."""
_ORDERS: Final[Mapping[Order, str]] = {"pages": "pages DESC, since DESC", "age": "since, pages DESC"}
_HEADINGS: Final = f"""
    {_ON_SHOW}
    SELECT heading AS name, count(*) AS teasers FROM on_show WHERE heading IS NOT NULL
    GROUP BY heading ORDER BY teasers DESC, heading LIMIT 50
"""
_ARTICLE: Final = "SELECT key, headline, section, date_published FROM articles WHERE id = ?"
_CARRIED: Final = f"""
    SELECT teasers.id, headline, kicker, description, heading, count(*) AS pages
    FROM teasers JOIN teaser_sightings ON teaser_id = teasers.id
    WHERE target_url = :url AND {_IN_WEEK} GROUP BY teasers.id, heading ORDER BY pages DESC, teasers.id DESC
"""
_SIGHTINGS: Final = """
    FROM teaser_sightings WHERE teaser_id IN (SELECT id FROM teasers WHERE target_url = ?)
"""
_EVER: Final = f"SELECT count(*), min(first_seen_at), max(last_seen_at) {_SIGHTINGS}"
_SPANS: Final = f"SELECT first_seen_at, last_seen_at {_SIGHTINGS} ORDER BY first_seen_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of the teasers for an article."""

    headline: str
    kicker: str | None
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedArticle:
    """An archived article, in its newest state."""

    key: str
    headline: str
    section: str | None
    date_published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """What was promoted in the week."""

    url: str
    pages: int
    """Distinct pages that carried a teaser for it in the week, under the heading asked for."""
    headings: tuple[str, ...]
    """Headings its teasers stood under in the week, the commonest first."""
    wordings: tuple[Wording, ...]
    wording_count: int
    since: str
    """When the oldest of the teasers on show in the week was first seen (UTC)."""
    first_seen_at: str
    """When it was promoted for the first time of all (UTC)."""
    last_seen_at: str
    days: int | None
    """Days on which it was on show, in all; None where it was seen too often to count them."""
    article: PromotedArticle | None
    """None where it is not archived."""
    age: int | None
    """Days from its publication to its first day on show in the week; negative for a date still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading, and how many teasers stood under it in the week."""

    name: str
    teasers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedPage:
    """A week's ranking. Weeks are named as ISO 8601 does (`2026-W06`); times are UTC."""

    week: str
    start: str
    end: str
    """When the next week begins."""
    previous: str | None
    """The week before; None where no teaser had been seen before."""
    next: str | None
    heading: str | None
    section: str | None
    order: Order
    ranked: int
    """Articles promoted in the week, of which those of one page are in `promoted`."""
    page_number: int
    """Which page, from 1."""
    page_count: int
    """How many pages there are, at least one."""
    promoted: tuple[Promoted, ...]
    headings: tuple[Heading, ...]
    sections: tuple[str, ...]
    """Sections there are."""


class _Ranked(NamedTuple):
    url: str
    article_id: int | None
    since: str
    pages: int


def promoted_page(
    connection: sqlite3.Connection,
    week: Week | None = None,
    *,
    heading: str | None = None,
    section: str | None = None,
    order: Order = "pages",
    page_number: int = 1,
) -> PromotedPage | None:
    """The ranking of a week, or of the newest in which a teaser was seen; None where no teaser ever was.

    With `heading` only teasers under it count, with `section` only articles of it. Of a
    `page_number` beyond the last page of the ranking it is the last.
    """
    first = value(connection, "SELECT min(first_seen_at) FROM teaser_sightings")
    if first is None:
        return None
    newest = _newest(connection)
    week = week or newest
    given = {"start": week.start, "end": week.end, "heading": heading, "section": section}
    ranking = connection.execute(_RANKING.format(order=_ORDERS[order]), given).fetchall()
    page_count = max(1, -(-len(ranking) // SHOWN))
    page_number = min(page_number, page_count)
    shown = ranking[(page_number - 1) * SHOWN : page_number * SHOWN]
    return PromotedPage(
        week=week.name,
        start=week.start,
        end=week.end,
        previous=week.later(-1).name if week.start > first else None,
        next=week.later(1).name if week < newest else None,
        heading=heading,
        section=section,
        order=order,
        ranked=len(ranking),
        page_number=page_number,
        page_count=page_count,
        promoted=tuple(_promoted(connection, _Ranked(*found), week, given) for found in shown),
        headings=rows(connection, Heading, _HEADINGS, {**given, "heading": None}),
        sections=choices(connection, "section"),
    )


def days_on_show(spans: Iterable[tuple[str, str]]) -> int:
    """Days that any of the spans (first and last time, UTC, in the order of the first) is on, each counted once."""
    days, until = 0, date.min
    for first, last in spans:
        start, end = day_of(first), day_of(last)
        if end > until:
            days += (end - max(start, until + timedelta(days=1))).days + 1
            until = end
    return days


def _newest(connection: sqlite3.Connection) -> Week:
    """The week of the last capture if a teaser was on show in it, else the one in which the last new one was seen."""
    last_capture = value(connection, "SELECT max(fetched_at) FROM captures")
    last_teaser = value(connection, "SELECT max(first_seen_at) FROM teaser_sightings")
    week = Week.at(max(last_capture or last_teaser, last_teaser))
    given = {"start": week.start, "end": week.end, "heading": None}
    is_on_show = value(connection, f"{_ON_SHOW} SELECT 1 FROM on_show LIMIT 1", given)
    return week if is_on_show else Week.at(last_teaser)


def _promoted(connection: sqlite3.Connection, ranked: _Ranked, week: Week, given: Mapping[str, object]) -> Promoted:
    carried = connection.execute(_CARRIED, {**given, "url": ranked.url}).fetchall()
    wordings = {
        number: Wording(headline=headline, kicker=kicker, description=description)
        for number, headline, kicker, description, *_ in carried
    }
    sightings, first_seen_at, last_seen_at = connection.execute(_EVER, (ranked.url,)).fetchone()
    is_counted = sightings <= COUNTED
    article = row(connection, PromotedArticle, _ARTICLE, (ranked.article_id,))
    return Promoted(
        url=ranked.url,
        pages=ranked.pages,
        headings=tuple(dict.fromkeys(heading for *_, heading, _pages in carried if heading)),
        wordings=tuple(wordings.values())[:WORDINGS],
        wording_count=len(wordings),
        since=ranked.since,
        first_seen_at=first_seen_at,
        last_seen_at=last_seen_at,
        days=days_on_show(connection.execute(_SPANS, (ranked.url,))) if is_counted else None,
        article=article,
        age=_age(article.date_published, max(day_of(ranked.since), week.monday)) if article else None,
    )


def _age(published: str | None, day: date) -> int | None:
    try:
        return (day - date.fromisoformat((published or "")[:10])).days
    except ValueError:
        return None
