"""What became of everything heard of: the view `coverage`, which accounts for each address once.

An address is an article's (its own, live, gone or redirected), another address of one (`redirected`), left out by the
site's rules (`excluded`), or stands as its last visit left it. It counts for the month its article was published in,
and where none was archived for the month of the last change a feed or sitemap states.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from newsarchive.archive.shape import Column, Table

OUTCOMES: Final = {
    "archived": "Articles that are archived and on the site.",
    "gone": "Archived articles that were removed from the site.",
    "redirected": "Addresses that lead to another one, archived before or not.",
    "pending": "Addresses not asked for yet.",
    "missing": "Addresses where nothing was found (404), or not for long enough to call the article gone.",
    "unreadable": "Addresses whose page no article could be read from: see problems.",
    "failed": "Addresses that gave no page when last asked for: see problems.",
    "forbidden": "Addresses robots.txt forbids.",
    "excluded": "Addresses the site's rules leave out: tags, files, pages of the house.",
}
"""Outcome -> description, in the order they are told in."""

_SUMS: Final = ", ".join(f"sum(outcome = '{name}') AS {name}" for name in OUTCOMES)

COVERAGE: Final = Table(
    name="coverage",
    description="What became of every address that may be an article's, by site and month of publication.",
    columns=(
        Column("site", "TEXT", "Name of the site module."),
        Column("month", "TEXT", "Month of publication (2026-02), or of the last change stated; empty where unknown."),
        Column("discovered", "INTEGER", "Addresses heard of: the sum of all that follow.", "addresses"),
        *(Column(name, "INTEGER", description, "addresses") for name, description in OUTCOMES.items()),
    ),
    query=f"""
        SELECT site, month, count(*) AS discovered, {_SUMS}
        FROM (
            SELECT urls.site, substr(coalesce(articles.date_published, urls.lastmod_at), 1, 7) AS month,
                   CASE WHEN urls.kind = 'other' THEN 'excluded'
                        WHEN articles.status = 'live' THEN 'archived'
                        WHEN articles.status IS NOT NULL THEN articles.status
                        WHEN urls.article_id IS NOT NULL THEN 'redirected'
                        ELSE urls.state END AS outcome
            FROM urls LEFT JOIN articles ON articles.url = urls.url
            WHERE urls.kind IN ('article', 'other')
        )
        GROUP BY site, month
    """,
)


def coverage(db: Database) -> dict[str, dict[str, int]]:
    """Month ("" where unknown) -> outcome, `discovered` among them -> addresses, of all sites; in order of months."""
    names = ("discovered", *OUTCOMES)
    sums = ", ".join(f"sum({name})" for name in names)
    rows = db.conn.execute(f"SELECT coalesce(month, ''), {sums} FROM coverage GROUP BY 1 ORDER BY 1")
    return {month: dict(zip(names, counts, strict=True)) for month, *counts in rows}
