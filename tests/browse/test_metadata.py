"""What Datasette is told, held against the schema and a real database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsarchive.archive import Archive
from newsarchive.archive.schema import ARTICLES, TABLES
from newsarchive.archive.shape import Table
from newsarchive.browse.metadata import DATABASE, metadata
from tests.archive.making import columns

TOLD = metadata()["databases"][DATABASE]["tables"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        yield archive


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_described_and_what_is_sorted_or_counted_is_indexed(archive: Archive, table: Table) -> None:
    told = TOLD[table.name]
    assert set(told["columns"]) == {name for name, _ in columns(archive, table.name)}
    assert all(told["columns"].values())
    sorted_by = {told[key] for key in ("sort", "sort_desc") if key in told}
    assert sorted_by <= set(told["sortable_columns"])
    quick = {"current_articles": ARTICLES.indexed, "coverage": set(told["columns"])}.get(table.name, table.indexed)
    assert {*told.get("facets", ()), *told["sortable_columns"]} <= quick
    assert told.get("label_column") in {None, *told["columns"]}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_are_titled_and_described_in_french(table: Table) -> None:
    told = TOLD[table.name]
    assert told["title"] != table.name
    assert told["description"] != table.description


def test_what_points_at_a_table_shows_more_than_a_number() -> None:
    referred_to = {column.references for table in TABLES for column in table.columns if column.references}
    assert {name for name in referred_to if "label_column" in TOLD[name]} == referred_to


def test_helper_tables_are_hidden() -> None:
    assert TOLD["_sqlite_migrations"] == {"hidden": True}
    assert TOLD["publication"]["hidden"]
