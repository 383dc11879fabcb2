"""What is captured of the requisites of article pages: pictures, stylesheets, scripts. They are rows of `captures`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from newsarchive.archive.rereading import SELECT_CAPTURED, Captured, captured_of
from newsarchive.archive.values import utc

_KEPT_FOR: Final = timedelta(days=180)
_PAGES_AT_A_TIME: Final = 20

_OF_ALL_BEFORE: Final = "SELECT coalesce(max(id), 0) FROM captures"
_OF_LAST_THROUGH: Final = """
    SELECT coalesce(max(captures.id), 0) FROM captures WHERE crawl_id = (
        SELECT max(crawls.id) FROM crawls JOIN crawls AS this ON this.id = ?
        WHERE crawls.site = this.site AND crawls.finish_reason = 'finished'
            AND json_extract(crawls.options, '$.base_url') IS json_extract(this.options, '$.base_url')
            AND json_extract(crawls.options, '$.requisites') AND json_extract(crawls.options, '$.limit') IS NULL
    )
"""

_PAGES: Final = f"""{SELECT_CAPTURED}
    JOIN crawls ON crawls.id = captures.crawl_id JOIN crawls AS this ON this.id = ?
    WHERE captures.id > ? AND crawls.site = this.site
        AND json_extract(crawls.options, '$.base_url') IS json_extract(this.options, '$.base_url')
        AND json_extract(crawls.options, '$.import') IS NULL
        AND captures.kind = 'article' AND captures.article_id IS NOT NULL AND captures.status BETWEEN 200 AND 299
        AND captures.warc_file IS NOT NULL
    ORDER BY captures.id LIMIT {_PAGES_AT_A_TIME}
"""

_LAST: Final = f"""{SELECT_CAPTURED}
    WHERE captures.canonical_url = ? AND captures.url = ? AND captures.kind = 'requisite' AND captures.fetched_at > ?
        AND captures.status < 500 AND captures.status NOT IN (408, 429)
    ORDER BY captures.id DESC LIMIT 1
"""


class RequisitesKept:
    """Which pages a run has to look for requisites on, and which of those are captured."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def looked_at(self, crawl_id: int, *, own: bool) -> int:
        """The last capture that a run which begins need not look at.

        That is the last one of the run that came to the end of all requisites, or with `own` of all runs before it.
        """
        query, given = (_OF_ALL_BEFORE, ()) if own else (_OF_LAST_THROUGH, (crawl_id,))
        (last,) = self._db.conn.execute(query, given).fetchone()
        return int(last)

    def pages(self, crawl_id: int, after: int) -> list[Captured]:
        """The next pages an article was read from, after that capture, of the run's site or mirror; none of imports."""
        return [captured_of(row) for row in self._db.conn.execute(_PAGES, (crawl_id, after)).fetchall()]

    def last(self, identity: str, url: str, at: datetime) -> Captured | None:
        """The last capture of the requisite at `url`, also of a 404; None where it is half a year old.

        Answers of a server in trouble do not count.
        """
        row = self._db.conn.execute(_LAST, (identity, url, utc(at - _KEPT_FOR))).fetchone()
        return None if row is None else captured_of(row)
