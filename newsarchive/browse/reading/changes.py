"""What changed: versions that followed another, and removals, newest first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.noticed import Noticed, Wanted, noticed
from newsarchive.browse.reading.rows import row
from newsarchive.browse.triviality import MOST_WORDS, is_trivial

PAGE: Final = 50
"""Changes of a page."""
_MOST_HIDDEN: Final = 200
"""Trivial changes that are passed over for one page, since their texts are compared: it may end early."""

_VERSION: Final = """
    SELECT revisions.id, earlier.id AS earlier_id, revisions.first_seen_at AS at, revisions.change AS kind,
           articles.key, articles.site, articles.section, revisions.headline, revisions.stamp,
           earlier.stamp AS earlier_stamp, earlier.headline AS earlier_headline,
           revisions.words_added, revisions.words_removed,
           revisions.kicker IS NOT earlier.kicker AS kicker_changed,
           revisions.description IS NOT earlier.description AS description_changed
    FROM revisions JOIN articles ON articles.id = revisions.article_id
    LEFT JOIN revisions AS earlier
        ON earlier.article_id = revisions.article_id AND earlier.number = revisions.number - 1
    WHERE revisions.id = ?
"""
_REMOVAL: Final = "SELECT gone_at AS at, key, site, section, headline FROM articles WHERE id = ?"
_CAPTIONS: Final = "SELECT caption FROM images WHERE revision_id = ? AND caption IS NOT NULL ORDER BY position"
_BODY: Final = "SELECT article_body FROM revisions WHERE id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A version that followed another, or a removal (`gone`)."""

    at: str
    """When it was noticed: ISO 8601, UTC."""
    kind: str
    key: str
    site: str
    section: str | None
    headline: str
    """As of this version; of a removed article, its last."""
    stamp: str | None = None
    """The version's, and that of the version before; None for a removal."""
    earlier_stamp: str | None = None
    earlier_headline: str | None = None
    """Where it was another."""
    words_added: int = 0
    words_removed: int = 0
    changed: tuple[str, ...] = ()
    """Fields other than the body: `headline`, `kicker`, `description`, `captions`."""
    trivial: bool = False
    """Whether nothing but the date changed; or headline, kicker and standfirst stayed, and what came and went of body
    and captions puts spelling right (`triviality`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A page of changes."""

    wanted: Wanted
    sections: tuple[str, ...]
    sites: tuple[str, ...]
    changes: tuple[Change, ...]
    older: str | None
    """What `Wanted.before` is for the page after this; None where it is the last."""


def changes_page(connection: sqlite3.Connection, wanted: Wanted) -> Changes:
    """The newest of the changes wanted."""
    changes, older = _newest(connection, wanted, PAGE)
    return Changes(
        wanted=wanted,
        sections=choices(connection, "section"),
        sites=choices(connection, "site"),
        changes=changes,
        older=older,
    )


def latest_changes(connection: sqlite3.Connection, count: int) -> tuple[Change, ...]:
    """The newest changes that are not trivial: so many, or one more where an article had two within a second."""
    return _newest(connection, Wanted(), count)[0]


def _newest(connection: sqlite3.Connection, wanted: Wanted, count: int) -> tuple[tuple[Change, ...], str | None]:
    """(changes, where to go on); what was noticed of one article within one second is never parted."""
    shown: list[Change] = []
    hidden, last = 0, None
    for found in noticed(connection, wanted):
        change = _change(connection, found)
        is_shown = wanted.shows(change.kind, trivial=change.trivial)
        is_enough = (len(shown) >= count and is_shown) or hidden >= _MOST_HIDDEN
        if last and is_enough and (last.at, last.key) != (change.at, change.key):
            return tuple(shown), _place(last)
        if is_shown:
            shown.append(change)
        hidden += not is_shown
        last = change
    return tuple(shown), None


def _place(change: Change) -> str:
    return "".join(sign for sign in change.at[:19] if sign.isdigit()) + f"-{change.key}"


def _change(connection: sqlite3.Connection, found: Noticed) -> Change:
    if found.revision_id is None:
        return _removal(connection, found.article_id)
    return _version(connection, found.revision_id)


def _removal(connection: sqlite3.Connection, article_id: int) -> Change:
    return Change(**row(connection, dict, _REMOVAL, (article_id,)) or {}, kind="gone")


def _version(connection: sqlite3.Connection, revision_id: int) -> Change:
    found = row(connection, dict, _VERSION, (revision_id,)) or {}
    ids = found.pop("earlier_id"), found.pop("id")
    captions = _texts(connection, _CAPTIONS, ids)
    differs = {
        "headline": found["headline"] != found["earlier_headline"],
        "kicker": found.pop("kicker_changed"),
        "description": found.pop("description_changed"),
        "captions": captions[0] != captions[1],
    }
    changed = tuple(name for name, is_so in differs.items() if is_so)
    if "headline" not in changed:
        found["earlier_headline"] = None
    words = found["words_added"] + found["words_removed"]
    trivial = found["kind"] == "restamp" or (
        words <= MOST_WORDS and set(changed) <= {"captions"} and _is_trivial(connection, ids, captions, words)
    )
    return Change(**found, changed=changed, trivial=trivial)


def _is_trivial(connection: sqlite3.Connection, ids: tuple[int, int], captions: list[str], words: int) -> bool:
    """Whether text and captions of two versions say the same; where the text is not in the archive, nobody knows."""
    bodies = _texts(connection, _BODY, ids)
    if words and bodies[0] == bodies[1]:
        return False
    before, after = ("\n\n".join(texts) for texts in zip(bodies, captions, strict=True))
    return is_trivial(before, after)


def _texts(connection: sqlite3.Connection, query: str, ids: tuple[int, int]) -> list[str]:
    return ["\n\n".join(text for (text,) in connection.execute(query, (id_,))) for id_ in ids]
