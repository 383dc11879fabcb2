"""The schema is the database, is described in full, and can be sorted, joined and searched quickly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.archive.reference import tables_page
from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Table
from tests.archive.making import columns

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"
BY_NAME = {table.name: table for table in TABLES}


def test_every_table_of_the_database_is_in_the_schema(archive: Archive) -> None:
    ours = {name for name in archive.db.table_names() + archive.db.view_names() if not name.startswith(("_", "sqlite"))}
    assert {name for name in ours if not name.startswith("revisions_fts")} == set(BY_NAME)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_the_database_is_described(archive: Archive, table: Table) -> None:
    real = columns(archive, table.name)
    # SQLite gives no type to a column that a view works out.
    given = {name for name, kind in real if kind or table.query is None}
    assert [name for name, _ in real] == [column.name for column in table.columns]
    assert [column for column in real if column[0] in given] == [
        (column.name, column.type) for column in table.columns if column.name in given
    ]
    for text in (table.description, *(column.description for column in table.columns)):
        assert re.fullmatch(r"[A-Zlf0-9].+[.…]", text), text


def test_foreign_keys_are_in_the_database_and_indexed(archive: Archive) -> None:
    for table in TABLES:
        wanted = {(column.name, column.references) for column in table.columns if column.references}
        if table.query is None:
            real = archive.db.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
            assert {(key[3], key[2]) for key in real} == wanted
            assert {name for name, _ in wanted} <= table.indexed


def test_indexes_are_those_of_the_schema(archive: Archive) -> None:
    for table in TABLES:
        named = archive.db.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql", [table.name]
        ).fetchone()[0]
        assert named == 0 or named == len(table.indexes)


def test_datasette_can_recognise_the_full_text_index(archive: Archive) -> None:
    (sql,) = archive.db.execute("SELECT sql FROM sqlite_master WHERE name = 'revisions_fts'").fetchone()
    assert 'content="revisions"' in sql
    assert "unicode61 remove_diacritics 2" in sql


def test_columns_refuse_the_wrong_kind_of_value(archive: Archive, crawl_id: int) -> None:
    with pytest.raises(Exception, match="cannot store TEXT value in INTEGER column"):
        archive.db.execute("UPDATE crawls SET requests = 'many'")


def test_the_page_on_tables_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == tables_page(), "run: python -m newsarchive.archive.reference > docs/tables.md"
