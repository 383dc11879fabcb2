"""Rows of `comments`: what readers wrote under an article, whatever version of it they read.

A comment is its author, its date as printed and its text. Seen again, it moves `last_seen_at` alone: its place stays
that of the first sight. One that the page no longer carries is simply seen no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlite_utils import Database

from newsarchive.archive.values import as_printed
from newsarchive.items import Comment

_KNOWN = "SELECT author, date_posted_raw, text, id FROM comments WHERE article_id = ?"
_SEEN = """
    UPDATE comments SET first_seen_at = min(first_seen_at, ?1), last_seen_at = max(last_seen_at, ?1) WHERE id = ?2
"""
_ADD = """
    INSERT INTO comments
        (article_id, author, date_posted, date_posted_raw, text, position, depth, first_seen_at, last_seen_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
"""
_PASSING = re.compile(r"il y a|hier|avant-hier|aujourd", re.IGNORECASE)
"""A date counted from the visit: another one on the next visit, for the same comment."""

_Identity = tuple[str | None, str | None, str]


def add_comments(db: Database, comments: Iterable[Comment], *, article_id: int, at: str) -> None:
    """Record what the article's page carried at `at` (UTC, as stored); a comment printed twice counts once."""
    seen: dict[_Identity, Comment] = {}
    for comment in comments:
        seen.setdefault(_identity(comment.author, comment.date_posted_raw, comment.text), comment)
    if not seen:
        return
    known = {_identity(*row[:3]): row[3] for row in db.conn.execute(_KNOWN, (article_id,))}
    db.conn.executemany(_SEEN, [(at, known[identity]) for identity in seen if identity in known])
    new = (comment for identity, comment in seen.items() if identity not in known)
    db.conn.executemany(_ADD, [_row(comment, article_id, at) for comment in new])


def _identity(author: str | None, date_posted_raw: str | None, text: str) -> _Identity:
    passing = date_posted_raw is not None and _PASSING.match(date_posted_raw)
    return author, None if passing else date_posted_raw, text


def _row(comment: Comment, article_id: int, at: str) -> tuple[object, ...]:
    posted = as_printed(comment.date_posted)
    return (
        article_id,
        comment.author,
        posted,
        comment.date_posted_raw,
        comment.text,
        comment.position,
        comment.depth,
        at,
    )
