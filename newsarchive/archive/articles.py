"""Rows of `articles` and `revisions`, and of the tables that hang on a revision."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlite_utils import Database

from newsarchive import __version__
from newsarchive.archive.blocks import blocks_to_json
from newsarchive.archive.database import insert, update
from newsarchive.archive.parts import add_parts
from newsarchive.archive.values import as_printed, read_printed, stamp, to_json, utc
from newsarchive.changes import History
from newsarchive.dates import PARIS
from newsarchive.items import Article, Change, Provenance

_HISTORY = """
    SELECT revisions.content_sha256,
           CASE WHEN revisions.id = articles.current_revision_id THEN revisions.article_body END AS article_body,
           revisions.date_published, revisions.date_published_raw,
           revisions.date_modified, revisions.date_modified_raw
    FROM articles JOIN revisions ON revisions.article_id = articles.id
    WHERE articles.url = ? ORDER BY revisions.number DESC
"""

_THERE: Final = {"status": "live", "gone_at": None, "redirect_url": None, "redirect_article_id": None}
"""What the row of an article says that is at its address."""

_SIGNS = """
    SELECT articles.date_published, articles.date_modified, articles.first_seen_at, revision_count,
           revisions.first_seen_at
    FROM articles JOIN revisions ON revisions.id = current_revision_id WHERE articles.id = ?
"""

_OTHER_TEXT = """
    SELECT 1 FROM articles
    JOIN revisions ON revisions.id = current_revision_id JOIN captures ON captures.id = capture_id
    WHERE articles.url = :url AND captures.url = :address AND content_sha256 <> :content
"""

_REDIRECTED = """
    UPDATE articles SET status = 'redirected', gone_at = NULL, redirect_url = ?1,
        redirect_article_id = (SELECT id FROM articles WHERE url = ?1)
    WHERE url = ?2 AND (redirect_url IS NOT ?1 OR status <> 'redirected')
"""

_Dates = tuple[str | None, str | None]


def history(db: Database, url: str) -> History:
    """What is kept of the article at `url`; of one never seen, an empty History."""
    versions = db.conn.execute(_HISTORY, (url,)).fetchall()
    if not versions:
        return History()
    published, published_raw = _last_printed([version[2:4] for version in versions])
    modified, modified_raw = _last_printed([version[4:6] for version in versions])
    return History(
        content_sha256=versions[0][0],
        article_body=versions[0][1],
        date_published=read_printed(published),
        date_published_raw=published_raw,
        date_modified=read_printed(modified),
        date_modified_raw=modified_raw,
        earlier=frozenset(version[0] for version in versions),
    )


def _last_printed(dates: list[_Dates]) -> _Dates:
    return next((pair for pair in dates if pair != (None, None)), (None, None))


def add_revision(db: Database, article: Article, change: Change, *, article_id: int, capture_id: int) -> None:
    """Record a new version of an article whose row shows it already."""
    at = article.page.fetched_at
    number = 1 + int(db.conn.execute("SELECT revision_count FROM articles WHERE id = ?", (article_id,)).fetchone()[0])
    revision = {
        "article_id": article_id,
        "number": number,
        "stamp": _free_stamp(db, article_id, at),
        "change": str(change.kind),
        "first_seen_at": utc(at),
        "last_seen_at": utc(at),
        "words_added": change.words_added,
        "words_removed": change.words_removed,
        "content_sha256": article.content_sha256,
        "capture_id": capture_id,
        "extractor_version": __version__,
        **_state(article),
        "article_body": article.article_body,
        "blocks": blocks_to_json(article.blocks),
        "provenance": to_json({name: _provenance(found) for name, found in article.provenance.items()}),
    }
    revision_id = insert(db, "revisions", revision)
    update(db, "articles", article_id, {"revision_count": number, "current_revision_id": revision_id})
    add_parts(db, article, article_id=article_id, revision_id=revision_id)


def show(db: Database, article: Article, article_id: int | None, new_id: int | None = None) -> int:
    """Make `article` the newest state of its row, added where `article_id` is None, as `new_id`; returns the row's id.

    A date that the page does not print any more stays as it was last known.
    """
    at = utc(article.page.fetched_at)
    state = {
        "site": article.site,
        **_state(article),
        "word_count": article.word_count,
        "last_seen_at": at,
        **_THERE,
    }
    if article_id is None:
        return insert(
            db, "articles", {"id": new_id, "key": article.key, "url": article.url, "first_seen_at": at, **state}
        )
    update(db, "articles", article_id, {name: value for name, value in state.items() if name not in _unsaid(article)})
    return article_id


def _unsaid(article: Article) -> set[str]:
    """Columns of the dates that a page prints no more: the last ones known stand. Its revision has none."""
    dates = {
        ("date_published", "date_published_raw"): (article.date_published, article.date_published_raw),
        ("date_modified", "date_modified_raw"): (article.date_modified, article.date_modified_raw),
    }
    return {name for names, said in dates.items() if said == (None, None) for name in names}


def mark_seen(db: Database, article_id: int, at: datetime) -> None:
    """Move the last sight of a live article and of its newest version to `at`."""
    seen = utc(at)
    current = db.conn.execute("SELECT current_revision_id FROM articles WHERE id = ?", (article_id,)).fetchone()
    db.conn.execute("UPDATE revisions SET last_seen_at = ? WHERE id = ?", (seen, current[0]))
    update(db, "articles", article_id, {"last_seen_at": seen, **_THERE})


def mark_gone(db: Database, url: str, at: datetime) -> bool:
    """Note that the article at `url` was removed; False where there is none, or it was known to be gone."""
    marked = db.conn.execute(
        "UPDATE articles SET status = 'gone', gone_at = ? WHERE url = ? AND status <> 'gone'", (utc(at), url)
    )
    return marked.rowcount > 0


def mark_redirected(db: Database, url: str, target: str) -> bool:
    """Note that the article at `url` has moved to the canonical address `target` for good.

    False where there is none, or that was known.
    """
    marked = db.conn.execute(_REDIRECTED, (target, url))
    return marked.rowcount > 0


def tells_otherwise(db: Database, url: str, address: str, content_sha256: str) -> bool:
    """Whether another text than this was read last at the article's own `address`, as requested."""
    given = {"url": url, "address": address, "content": content_sha256}
    return db.conn.execute(_OTHER_TEXT, given).fetchone() is not None


def sign_of_life(db: Database, article_id: int, at: datetime) -> datetime:
    """When the article last changed, as it prints or as was noticed (aware); its first sight where it is undated.

    Dates after `at` are nobody's doing yet, and the first version of an old article says nothing of a change.
    """
    published, modified, first_seen, versions, version_seen = db.conn.execute(_SIGNS, (article_id,)).fetchone()
    printed = [_moment(read_printed(date)) for date in (published, modified) if date]
    signs = [sign for sign in printed if sign <= at]
    if versions > 1:
        signs.append(datetime.fromisoformat(version_seen))
    return max(signs, default=datetime.fromisoformat(first_seen))


def _moment(value: datetime | date | None) -> datetime:
    """A printed day as the time it began in Paris."""
    if isinstance(value, datetime):
        return value
    assert value is not None
    return datetime.combine(value, time.min, PARIS)


def _state(article: Article) -> dict[str, object]:
    return {
        "page_type": article.page_type,
        "headline": article.headline,
        "kicker": article.kicker,
        "description": article.description,
        "description_raw": article.description_raw,
        "section": article.section,
        "authors": to_json(article.authors),
        "date_published": as_printed(article.date_published),
        "date_published_raw": article.date_published_raw,
        "date_modified": as_printed(article.date_modified),
        "date_modified_raw": article.date_modified_raw,
        "event_dates": article.event_dates,
        "event_place": article.event_place,
    }


def _free_stamp(db: Database, article_id: int, at: datetime) -> str:
    """The stamp for a version captured at `at`; where one of that second is there already, the next free second's."""
    taken = "SELECT 1 FROM revisions WHERE article_id = ? AND stamp = ?"
    while db.conn.execute(taken, (article_id, stamp(at))).fetchone():
        at += timedelta(seconds=1)
    return stamp(at)


def _provenance(found: Provenance) -> dict[str, object]:
    return {"rule": found.rule, "value": found.value, "lost": found.lost}
