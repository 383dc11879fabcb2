"""docs/tables.md, written from the schema: `python -m newsarchive.archive.reference > docs/tables.md`."""

from __future__ import annotations

import sys
from typing import Final

from newsarchive.archive.schema import SEARCHED_COLUMNS, TABLES
from newsarchive.archive.shape import Column, Table

_INTRODUCTION: Final = """\
# Tables

What `newsarchive.db` holds. This page is written from `newsarchive/archive/schema.py`; Datasette says the
same in French (`newsarchive/browse/glossary.toml`).

- Times are ISO 8601 with offset. Those of the archive itself (`…_at`) are UTC, whole seconds; those a page prints
  (`date_…`) have the site's own offset, and a date printed without an hour stays a day: `2013-03-12`.
- Row ids may move when an archive is rebuilt; `articles.key` and `revisions.stamp` never do. Two versions captured
  within one second have stamps of consecutive seconds.
- A new version (a row of `revisions`) is made by every change but `unchanged`. Tags, authors and the other fields
  outside the content hash are renewed with it. The update date that counts is the last one the page printed: a page
  that loses its "Mis à jour" line has not changed by that, and a bare day equals any time on it. Where the update
  date did not move, the publication date is looked at. Content that equals an earlier version is a `reversion`
  whatever the dates do.
- `words_added` and `words_removed` count words of the body by how often they occur: text that only moved counts as
  neither.
- A teaser is one wording (address, headline, kicker, text). A sighting is a teaser under one heading of one
  article's page; seen there again, wherever on the page, only `last_seen_at` and `position` move.
- A comment is its author, its date as printed and its text; seen there again, it only moves `last_seen_at`. A date
  such as "il y a 2 heures" is another one on the next visit and does not make another comment. Comments belong to the
  article, not to a version of it, and are no part of what makes one.
- An article is `gone` after 404 or 410 on two visits at least a day apart with nothing found in between, and `live`
  again as soon as it is seen. A visit answered 304 counts as seen.
- A doubt about an article that could be read (`problems`) is recorded once for as long as it says the same; a
  failure has a row for each visit.
- The file is in WAL mode: read it while a crawl writes, but copy it with `VACUUM INTO` or together with
  `newsarchive.db-wal`. A killed crawl loses nothing that was stored; a power cut may lose the last seconds, never
  the file.
"""

_SEARCH: Final = f"""
## Full-text search

`revisions_fts` indexes {", ".join(f"`{name}`" for name in SEARCHED_COLUMNS)} of `revisions` (SQLite FTS5).
Accents do not matter, and apostrophes and hyphens part words:

```sql
SELECT articles.headline, articles.url FROM articles
WHERE current_revision_id IN (SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH 'metropolitain');
```
"""


def tables_page() -> str:
    """The whole page, in Markdown."""
    return _INTRODUCTION + "".join(_section(table) for table in TABLES) + _SEARCH


def _section(table: Table) -> str:
    kind = "view" if table.query else "table"
    head = "| column | meaning | counted in |\n|---|---|---|\n"
    rows = "".join(f"| `{column.name}` | {_meaning(column)} | {column.unit or ''} |\n" for column in table.columns)
    return f"\n## `{table.name}` ({kind})\n\n{table.description}\n\n{head}{rows}"


def _meaning(column: Column) -> str:
    return f"{column.description} → `{column.references}`" if column.references else column.description


if __name__ == "__main__":
    sys.stdout.write(tables_page())
