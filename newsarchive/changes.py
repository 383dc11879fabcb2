"""How a version of an article relates to what is already kept of it.

Content is compared by its hash alone; teasers, tags and comments never matter. A page's stamp is its "Mis à jour"
date, or, where that did not move, its publication date. Stamps are compared as instants, however they are printed:

- a stamp the page no longer prints declares nothing: the last one known stands;
- a bare day and a time on that same day are the same stamp, only less precise;
- where a printed stamp could not be understood, its text stands in for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from newsarchive.errors import ContentLost
from newsarchive.items import Article, Change, ChangeKind

_SOME_WORDS = 30
"""A body of fewer may well be taken off a page that keeps its pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is kept of an article; without arguments, of one never seen."""

    content_sha256: str | None = None
    """Of the newest version; None where there is none."""
    article_body: str = ""
    """Of the newest version."""
    date_published: datetime | date | None = None
    """The last publication date the article is known to have printed, and the text of it."""
    date_published_raw: str | None = None
    date_modified: datetime | date | None = None
    """The last update date the article is known to have printed, and the text of it."""
    date_modified_raw: str | None = None
    earlier: frozenset[str] = frozenset()
    """Content hashes of all versions, the newest among them or not."""


class _Move(IntEnum):
    BACK = -1
    NONE = 0
    ON = 1


def decide(article: Article, history: History) -> Change:
    """The change that `article` is.

    Content that equals an earlier version is a reversion whatever the stamp does. A first version counts no words
    added: there is nothing it was added to.
    """
    if history.content_sha256 is None:
        return Change(kind=ChangeKind.FIRST)
    move = _stamp_move(article, history)
    if article.content_sha256 == history.content_sha256:
        return Change(kind=ChangeKind.UNCHANGED if move is _Move.NONE else ChangeKind.RESTAMP)
    added, removed = word_changes(history.article_body, article.article_body)
    return Change(kind=_kind_of_edit(article, history, move), words_added=added, words_removed=removed)


def refuse_loss(article: Article, history: History) -> None:
    """Raise ContentLost where a page has lost all of its text: no editor does that, a change of layout does.

    Surveys never need a text; nor does a first version, to which nothing is lost.
    """
    kept = len(history.article_body.split())
    if kept >= _SOME_WORDS and not article.word_count and article.page_type != "survey":
        raise ContentLost(
            f"no text is found below the headline «{article.headline}», but the version kept has {kept} words: "
            "the site's layout may have changed"
        )


def word_changes(old: str, new: str) -> tuple[int, int]:
    """Number of words (added, removed), as parted by white space and counted as often as they occur.

    Words that only moved count as neither. Linear in the texts' lengths, however little they have in common.
    """
    before, after = Counter(old.split()), Counter(new.split())
    return (after - before).total(), (before - after).total()


def _kind_of_edit(article: Article, history: History, move: _Move) -> ChangeKind:
    if article.content_sha256 in history.earlier:
        return ChangeKind.REVERSION
    if move is _Move.NONE:
        return ChangeKind.SILENT_EDIT
    return ChangeKind.BACKDATED if move is _Move.BACK else ChangeKind.UPDATE


def _stamp_move(article: Article, history: History) -> _Move:
    return _move(
        (history.date_modified, history.date_modified_raw), (article.date_modified, article.date_modified_raw)
    ) or _move(
        (history.date_published, history.date_published_raw), (article.date_published, article.date_published_raw)
    )


def _move(old: tuple[datetime | date | None, str | None], new: tuple[datetime | date | None, str | None]) -> _Move:
    """Where a date went from one (value, text as printed) to another."""
    (old_value, old_text), (new_value, new_text) = old, new
    if new_value is None and new_text is None:
        return _Move.NONE
    if old_value is None or new_value is None:
        return _Move.NONE if new_text is not None and old_text == new_text else _Move.ON
    return _Move(_compare(new_value, old_value))


def _compare(one: datetime | date, other: datetime | date) -> int:
    if not (isinstance(one, datetime) and isinstance(other, datetime)):
        one, other = _day(one), _day(other)
    return (one > other) - (one < other)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value
