"""Two versions of an article held against each other."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from newsarchive.browse.differing import Difference, Link, Picture, Version, difference
from newsarchive.browse.reading.reversions import SAME_AS
from newsarchive.browse.reading.rows import by_name, row, rows
from newsarchive.browse.reading.stored import stored_blocks, stored_names

_ARTICLE: Final = "SELECT id, key, url, headline FROM articles WHERE key = ?"
_VERSIONS: Final = f"""
    SELECT number, stamp, change, headline, first_seen_at, last_seen_at, date_published, date_modified, content_sha256,
           {SAME_AS}
    FROM revisions WHERE article_id = ? ORDER BY number
"""
_TEXT: Final = """
    SELECT id, headline, kicker, description, page_type, section, authors, date_published, date_published_raw,
           date_modified, date_modified_raw, event_dates, event_place, article_body, blocks
    FROM revisions WHERE article_id = ? AND stamp = ?
"""
PICTURES: Final = "SELECT url, alt, caption, credit FROM images WHERE revision_id = ? ORDER BY position"
"""Of a version, as `Picture`."""
_LINKS: Final = "SELECT url, text FROM links WHERE revision_id = ? ORDER BY position"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The article whose versions are compared."""

    id: int
    key: str
    url: str
    headline: str
    """Of its newest version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedVersion:
    """A version as columns of `revisions` tell it."""

    number: int
    stamp: str
    change: str
    """How it relates to the version before it."""
    headline: str
    first_seen_at: str
    last_seen_at: str
    date_published: str | None
    date_modified: str | None
    content_sha256: str
    same_as: str | None
    """Stamp of the earlier version whose content a reversion has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferencePage:
    """What became of `before` in `after`; both are None where no two versions are to be compared."""

    article: Compared
    versions: tuple[ComparedVersion, ...]
    """All of them, the oldest first."""
    before: ComparedVersion | None = None
    after: ComparedVersion | None = None
    difference: Difference | None = None

    @property
    def steps(self) -> tuple[ComparedVersion, ...]:
        """The versions by which the older of the two became the newer, that one among them."""
        if self.before is None or self.after is None:
            return ()
        older, newer = sorted((self.before.number, self.after.number))
        return tuple(version for version in self.versions if older < version.number <= newer)

    @property
    def is_backwards(self) -> bool:
        """Whether the newer version is taken for the older one."""
        return bool(self.before and self.after and self.before.number > self.after.number)

    @property
    def reverted_to(self) -> ComparedVersion | None:
        """The earlier version whose content the newer one has, where it went back to one."""
        if self.after is None or self.is_backwards or not self.steps:
            return None
        return next((version for version in self.versions if version.stamp == self.after.same_as), None)

    @property
    def is_redated(self) -> bool:
        """Whether the newer version prints another update date than the one that came before it."""
        place = max(self._places(), default=0)
        return place > 0 and self.versions[place - 1].date_modified != self.versions[place].date_modified

    @property
    def previous(self) -> tuple[ComparedVersion, ComparedVersion] | None:
        """The two versions that come before: the older of these, and the one before it."""
        return self._pair(min(self._places(), default=0))

    @property
    def next(self) -> tuple[ComparedVersion, ComparedVersion] | None:
        """The two versions that come after: the newer of these, and the one after it."""
        return self._pair(max(self._places(), default=len(self.versions)) + 1)

    @property
    def is_withheld(self) -> bool:
        """Whether the content differs in what this archive does not hold."""
        if self.before is None or self.after is None or self.difference is None:
            return False
        return self.difference.is_nothing and self.before.content_sha256 != self.after.content_sha256

    def _places(self) -> list[int]:
        return [self.versions.index(version) for version in (self.before, self.after) if version]

    def _pair(self, newer: int) -> tuple[ComparedVersion, ComparedVersion] | None:
        """The version at a place and the one before it, that one first."""
        return (self.versions[newer - 1], self.versions[newer]) if 0 < newer < len(self.versions) else None


def difference_page(
    connection: sqlite3.Connection, key: str, stamps: tuple[str, str] | None = None
) -> DifferencePage | None:
    """The versions of the article of that key, and what changed between those of two stamps (14 digits, UTC).

    None where there is no such article, or it has no such versions.
    """
    article = row(connection, Compared, _ARTICLE, (key,))
    if article is None:
        return None
    versions = rows(connection, ComparedVersion, _VERSIONS, (article.id,))
    if stamps is None:
        return DifferencePage(article=article, versions=versions)
    by_stamp = {version.stamp: version for version in versions}
    before, after = (by_stamp.get(stamp) for stamp in stamps)
    if before is None or after is None:
        return None
    told = difference(version_of(connection, article.id, before.stamp), version_of(connection, article.id, after.stamp))
    return DifferencePage(article=article, versions=versions, before=before, after=after, difference=told)


def version_of(connection: sqlite3.Connection, article_id: int, stamp: str) -> Version:
    """What is compared of a version, which must be there."""
    text = next(by_name(connection, _TEXT, (article_id, stamp)))
    revision_id = text.pop("id")
    return Version(
        authors=stored_names(text.pop("authors")),
        blocks=stored_blocks(text.pop("article_body"), text.pop("blocks")),
        pictures=rows(connection, Picture, PICTURES, (revision_id,)),
        links=rows(connection, Link, _LINKS, (revision_id,)),
        **text,
    )
