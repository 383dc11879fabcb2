"""What rows are called that other rows refer to, and the page of ours that shows each."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A row as others name it: an article by its headline, a capture by its time."""

    label: str
    path: str | None
    """Of our page of it; None for what has no page but the row's own."""


_NAMED: Final = {
    "articles": "SELECT id, headline, '/article/' || key FROM articles WHERE id IN ({})",
    "revisions": """
        SELECT revisions.id, revisions.headline, '/article/' || articles.key || '/v/' || revisions.stamp
        FROM revisions JOIN articles ON articles.id = revisions.article_id WHERE revisions.id IN ({})
    """,
    "captures": "SELECT id, fetched_at, NULL FROM captures WHERE id IN ({})",
    "crawls": "SELECT id, started_at, NULL FROM crawls WHERE id IN ({})",
    "teasers": "SELECT id, headline, NULL FROM teasers WHERE id IN ({})",
    "tags": "SELECT id, name, NULL FROM tags WHERE id IN ({})",
}


def references(
    connection: sqlite3.Connection, wanted: Mapping[str, Collection[int]]
) -> dict[tuple[str, int], Reference]:
    """(table, id) -> what it is called, for those of the `wanted` rows (table -> ids) that are there."""
    found: dict[tuple[str, int], Reference] = {}
    for table, ids in wanted.items():
        query = _NAMED[table].format(", ".join("?" * len(ids)))
        for number, label, path in connection.execute(query, list(ids)):
            found[table, number] = Reference(label=label, path=path)
    return found
