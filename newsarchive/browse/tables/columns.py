"""Which columns of a table its page shows, in which order; a row's page, CSV and JSON have all of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from newsarchive.archive.publication import PUBLICATION
from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Column
from newsarchive.browse.glossary import glossary
from newsarchive.browse.queries import queries

SHOWN: Final[dict[str, str]] = {
    "articles": """id headline section date_published date_modified authors page_type word_count revision_count status
        first_seen_at last_seen_at url""",
    "current_articles": """headline section date_published date_modified authors word_count revision_count status
        article_body url""",
    "revisions": """id headline change number stamp first_seen_at last_seen_at words_added words_removed section
        date_published date_modified article_body capture_id""",
    "captures": """id fetched_at status kind canonical_url article_id mime payload_size crawl_id warc_file warc_offset
        warc_length""",
    "urls": """url state kind article_id discovered_via discovered_at last_visited_at last_status next_visit_at visits
        last_crawl_id""",
    "teasers": "id headline kicker description target_url",
    "comments": "id article_id author date_posted text depth first_seen_at last_seen_at",
    "crawls": """id site started_at finished_at finish_reason first_versions updates silent_edits restamps backdated
        reversions unchanged gone redirected failed discovered requests responses not_modified bytes version""",
}
"""Table -> its columns in the order of what is asked first; a table that is not here shows all it has."""


LONG: Final = frozenset({"article_body", "blocks", "provenance", "options"})
"""Columns a table only leads to."""

OF_RECORDS: Final = frozenset({"warc_file", "warc_offset", "warc_length"})
"""Columns that lead to records, and are empty where there are none to be had."""

_WIDE: Final = 30
"""Characters from which on a text wants room."""
_COLUMNS: Final = {table.name: {column.name: column for column in table.columns} for table in (*TABLES, PUBLICATION)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above a column, or beside a value on a row's page."""

    name: str
    """The column's, as SQL and CSV have it."""
    label: str
    meaning: str
    """A sentence, and what is counted; empty for a query's column."""
    kind: Literal["number", "wide", "plain"]
    """Whether its values are amounts, to be set one below the other, texts that want room, or neither."""


def arranged(
    table: str | None, columns: Sequence[str], *, everything: bool, left_out: Container[str] = ()
) -> tuple[int, ...]:
    """Places of the columns that are shown, in the order in which they are; `everything` as it comes."""
    if everything:
        return tuple(range(len(columns)))
    if table not in SHOWN:
        return tuple(place for place, name in enumerate(columns) if name not in left_out)
    return tuple(columns.index(name) for name in SHOWN[table].split() if name in columns and name not in left_out)


def heading(table: str | None, name: str, values: Iterable[object], *, asked: bool = False) -> Heading:
    """What stands above a column with these values; `asked` is one of a ready question's answer."""
    words, column = glossary(), schema_column(table, name)
    wording = words.column(table, name)
    return Heading(
        name=name,
        label=wording.label if table else _label(name, asked=asked),
        meaning="" if table is None else words.meaning(table, name, column.unit if column else None),
        kind="wide" if column and column.references else _kind(values),
    )


def _label(name: str, *, asked: bool) -> str:
    """What a column of an answer is called; to SQL of the reader's own, only what all who know the name agree on."""
    words, said = glossary(), queries().columns.get(name)
    if asked and said:
        return said
    labels = {words.column(table, name).label for table, columns in _COLUMNS.items() if name in columns}
    labels |= {said} if said else set()
    return labels.pop() if len(labels) == 1 else name


def _kind(values: Iterable[object]) -> Literal["number", "wide", "plain"]:
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, int | float) for value in given):
        return "number"
    return "wide" if any(isinstance(value, str) and " " in value and len(value) > _WIDE for value in given) else "plain"


def schema_column(table: str | None, name: str) -> Column | None:
    """A column as the schema describes it, or None for another table's or a query's."""
    return _COLUMNS.get(table or "", {}).get(name)
