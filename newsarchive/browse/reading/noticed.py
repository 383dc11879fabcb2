"""Which changes are wanted, and where they are in the archive: newest first, one by one, as far as they are read.

Versions are walked by the index on when they were noticed, removals by that on `gone_at`. Each is asked whether its
article is one of those wanted; where these are few, they are found first and their changes sorted instead.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Final, NamedTuple

from newsarchive.browse.french import PARIS
from newsarchive.browse.reading.rows import value
from newsarchive.browse.search import match_expression

KINDS: Final = ("update", "silent-edit", "reversion", "backdated", "restamp", "gone")
"""Kinds of changes; the first version of an article is none."""
_FEW: Final = 2000
"""So many articles are found first; of more, one is soon met on the way."""
_PLACE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-([a-z0-9]{10})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Changes that are asked for; without arguments all but the trivial ones."""

    kinds: tuple[str, ...] = ()
    """Some of KINDS; none of them means all."""
    section: str | None = None
    """That of the article's newest version."""
    site: str | None = None
    since: str | None = None
    """First and last day they were noticed on, in Paris: `2026-02-06`."""
    until: str | None = None
    q: str = ""
    """Words as typed; an article has them in any of its versions."""
    trivial: bool = False
    before: str | None = None
    """Only what is older than what was noticed at that second of that article: `20260206091500-abcdefghij`."""

    def shows(self, kind: str, *, trivial: bool) -> bool:
        """Whether a change that is found is shown; restamps are trivial, but not to those who ask for them."""
        return self.trivial or not trivial or (kind == "restamp" and kind in self.kinds)


class Noticed(NamedTuple):
    """Where a change is: a version's row, or the row of an article that was removed."""

    at: str
    article_id: int
    revision_id: int | None


class _Stream(NamedTuple):
    """A table that changes are in, and what is read from it."""

    table: str
    at: str
    article_id: str
    revision_id: str
    is_change: str


_VERSIONS: Final = _Stream(
    table="revisions",
    at="revisions.first_seen_at",
    article_id="revisions.article_id",
    revision_id="revisions.id",
    is_change="revisions.change <> 'first'",
)
_REMOVALS: Final = _Stream(
    table="articles",
    at="articles.gone_at",
    article_id="articles.id",
    revision_id="NULL",
    is_change="articles.gone_at IS NOT NULL",
)
_SETS: Final = {
    "section": "SELECT id FROM articles WHERE section = :section",
    "site": "SELECT id FROM articles WHERE site = :site",
    "words": "SELECT rowid AS id FROM revisions_fts WHERE revisions_fts MATCH :words",
}
"""What has it: articles, or versions where words are wanted."""
_ARTICLES: Final = _SETS | {
    "words": f"SELECT DISTINCT article_id AS id FROM revisions WHERE id IN ({_SETS['words']})",
}
_TESTS: Final = {
    "section": "(SELECT section FROM articles AS tested WHERE tested.id = {article_id}) = :section",
    "site": "(SELECT site FROM articles AS tested WHERE tested.id = {article_id}) = :site",
    "words": """EXISTS (SELECT 1 FROM revisions AS tested WHERE tested.article_id = {article_id}
        AND +tested.id IN (SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH :words))""",
}
"""Whether an article has it. A plus keeps an index from being used, here and below: the walk has the better one."""
_BOUNDS: Final = {
    "since": "{at} >= :since",
    "until": "{at} < :until",
    "second": "({at}, {article_id}) < (:second, coalesce((SELECT id FROM articles WHERE key = :key), 0))",
}


def noticed(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Noticed]:
    """The changes wanted, newest first, and trivial ones with them (but for restamps that are not to be shown).

    They are read as they are taken.
    """
    given = _given(wanted)
    kinds = [kind for kind in wanted.kinds or KINDS if kind != "restamp" or wanted.shows(kind, trivial=True)]
    of_versions = {f"kind{number}": kind for number, kind in enumerate(kinds) if kind != "gone"}
    few = next((name for name in _SETS if name in given and _is_few(connection, name, given)), None)
    walks = []
    if of_versions:
        among = f"+revisions.change IN ({', '.join(f':{name}' for name in of_versions)})"
        walks.append(_walk(connection, _VERSIONS, {**given, **of_versions}, few, among))
    if "gone" in kinds:
        walks.append(_walk(connection, _REMOVALS, given, few))
    return merge(*walks, key=lambda found: found[:2], reverse=True)


def _walk(
    connection: sqlite3.Connection, stream: _Stream, given: dict[str, str], few: str | None, *conditions: str
) -> Iterator[Noticed]:
    wanted = [
        condition.format(**stream._asdict())
        for name, condition in (_TESTS | _BOUNDS).items()
        if name in given and name != few
    ]
    source = stream.table
    if few:
        source = f"({_ARTICLES[few]}) AS few CROSS JOIN {source} ON {stream.article_id} = few.id"
    query = f"""
        SELECT {stream.at}, {stream.article_id}, {stream.revision_id} FROM {source}
        WHERE {" AND ".join([stream.is_change, *conditions, *wanted])}
        ORDER BY 1 DESC, 2 DESC, 3 DESC
    """
    return (Noticed(*found) for found in connection.execute(query, given))


def _is_few(connection: sqlite3.Connection, name: str, given: dict[str, str]) -> bool:
    some = f"SELECT count(*) FROM ({_SETS[name]} LIMIT {_FEW + 1})"
    return bool(value(connection, some, given) <= _FEW)


def _given(wanted: Wanted) -> dict[str, str]:
    """What is wanted by the names of `_TESTS` and `_BOUNDS`, without what is not asked for."""
    place = _PLACE.fullmatch(wanted.before or "")
    given = {
        "section": wanted.section,
        "site": wanted.site,
        "words": match_expression(wanted.q),
        "since": wanted.since and _midnight(wanted.since),
        "until": wanted.until and _midnight(wanted.until, days=1),
        "second": place and "{}-{}-{}T{}:{}:{}+00:00".format(*place.groups()),
        "key": place and place[7],
    }
    return {name: what for name, what in given.items() if what is not None}


def _midnight(day: str, *, days: int = 0) -> str:
    """When a day of Paris began, or one so many days later: ISO 8601, UTC."""
    at = datetime.combine(date.fromisoformat(day) + timedelta(days=days), time.min, PARIS)
    return at.astimezone(UTC).isoformat(timespec="seconds")
