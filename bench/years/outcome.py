"""What an archive must be when nothing is due any more: held against the site's truth and the chronicle."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bench.years.chronicle import Chronicle, State, state_of
from newsarchive.demo import ArticleTruth

_STATES = """
    SELECT articles.url, revisions.id, revisions.headline, revisions.kicker, revisions.description, article_body,
           revisions.date_published_raw, revisions.date_modified_raw
    FROM revisions JOIN articles ON articles.id = article_id ORDER BY articles.url, number
"""


def examine(archive: Path, truth: Mapping[str, ArticleTruth], chronicle: Chronicle) -> Iterator[str]:
    """Complaints about the archive of a site that was left to itself until nothing was due any more."""
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        yield from check_file(db)
        yield from _coverage(db)
        yield from _statuses(db, truth, chronicle)
        histories = _histories(db)
    for url, page in truth.items():
        kept = histories.get(url, [None])[-1]
        if kept != state_of(page):
            yield f"{url} is archived as {kept} and stands as {state_of(page)}"
    for url, history in histories.items():
        yield from _made_up(url, history, chronicle.states.get(url, []))


def check_file(db: sqlite3.Connection) -> Iterator[str]:
    """Damage to the database."""
    yield from (f"integrity: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")
    yield from (f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check"))
    try:
        # Rank 1 compares the index with its table (https://www.sqlite.org/fts5.html#the_integrity_check_command).
        db.execute("INSERT INTO revisions_fts(revisions_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield f"the full-text index is not that of the versions: {error}"
    finally:
        db.rollback()


def _coverage(db: sqlite3.Connection) -> Iterator[str]:
    """Each address is accounted for once, and live articles are what is archived."""
    db.row_factory = sqlite3.Row
    months = [dict(row) for row in db.execute("SELECT * FROM coverage")]
    db.row_factory = None
    for month in months:
        outcomes = sum(count for name, count in month.items() if name not in ("site", "month", "discovered"))
        if outcomes != month["discovered"]:
            yield f"coverage of {month['month']} accounts for {outcomes} of {month['discovered']} addresses"
    heard, live = db.execute(
        "SELECT (SELECT count(*) FROM urls WHERE kind IN ('article', 'other')),"
        " (SELECT count(*) FROM articles WHERE status = 'live')"
    ).fetchone()
    if sum(month["discovered"] for month in months) != heard:
        yield f"coverage does not account for the {heard} addresses heard of"
    if sum(month["archived"] for month in months) != live:
        yield f"coverage does not account for the {live} live articles"
    if waiting := sum(month["pending"] + month["failed"] for month in months):
        yield f"{waiting} addresses were never asked for, or gave no page, when all was over"


def _statuses(db: sqlite3.Connection, truth: Mapping[str, ArticleTruth], chronicle: Chronicle) -> Iterator[str]:
    """Live is what stands, redirected what has moved, and joined to where it stands; gone is the rest."""
    rows = db.execute(
        "SELECT url, status, redirect_url, redirect_article_id IS (SELECT id FROM articles target"
        " WHERE target.url = articles.redirect_url) FROM articles"
    )
    for url, status, target, joined in rows:
        moved_to = chronicle.moved.get(url)
        expected = "live" if url in truth else "redirected" if moved_to else "gone"
        if status != expected:
            yield f"{url} is {status} where it should be {expected}"
        elif expected == "redirected" and (target != moved_to or not joined):
            yield f"{url} has moved to {moved_to}, and the archive leads to {target}{'' if joined else ', not joined'}"


def _histories(db: sqlite3.Connection) -> dict[str, list[State]]:
    captions: dict[int, list[tuple[str | None, str | None]]] = defaultdict(list)
    for revision_id, caption, credit in db.execute(
        "SELECT revision_id, caption, credit FROM images ORDER BY 1, position"
    ):
        captions[revision_id].append((caption, credit))
    histories: dict[str, list[State]] = defaultdict(list)
    for url, revision_id, headline, kicker, description, body, published, modified in db.execute(_STATES):
        histories[url].append(
            State(headline, kicker, description, body, tuple(captions[revision_id]), published, modified)
        )
    return histories


def _made_up(url: str, history: Sequence[State], published: Sequence[State]) -> Iterator[str]:
    """Versions that were not published, in that order, at that address: of obstacles, of teasers, of nothing new."""
    left = iter(published)
    for number, state in enumerate(history, start=1):
        if state not in left:
            yield f"version {number} of {url} is none that was published there then: {state}"
            return
