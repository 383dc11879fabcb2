"""Authors and tags by their names, however these are typed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.remembering import until_changed
from newsarchive.browse.search import fold_text, words

_MOST: Final = 5_000
"""Bylines that are looked at, an author's alone or with others'."""

Spelled = dict[str, tuple[str, ...]]
"""A name, as `folded` has it -> the names that are the same but for case, accents and signs."""


def folded(name: str) -> str:
    """A name without case, accents and signs."""
    return " ".join(words(fold_text(name)))


def spelled(names: Iterable[str]) -> Spelled:
    """Names by what they are without case, accents and signs."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for name in names:
        found[folded(name)] += (name,)
    return dict(found)


def tags_named(connection: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """Tags of that name, as they are printed."""
    return until_changed(connection, _tags).get(folded(typed), ())


def authors_named(connection: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """Authors of that name, as they are printed."""
    return until_changed(connection, _authors).get(folded(typed), ())


def bylines_of(connection: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """Values of `articles.authors` with an author of that name."""
    names = set(authors_named(connection, typed))
    return tuple(byline for byline in until_changed(connection, _bylines) if names.intersection(json.loads(byline)))


def _tags(connection: sqlite3.Connection) -> Spelled:
    return spelled(name for (name,) in connection.execute("SELECT name FROM tags ORDER BY name"))


def _authors(connection: sqlite3.Connection) -> Spelled:
    authors = (author for byline in until_changed(connection, _bylines) for author in json.loads(byline))
    return spelled(dict.fromkeys(authors))


def _bylines(connection: sqlite3.Connection) -> tuple[str, ...]:
    return choices(connection, "authors", most=_MOST)
