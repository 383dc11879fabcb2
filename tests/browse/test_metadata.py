"""What Datasette is told, held against the schema and a real database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsarchive.archive import Archive
from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Table
from newsarchive.browse.metadata import DATABASE, metadata
from newsarchive.browse.queries import QUERIES
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
    sorted_by = {told[key] for key in ("sort", "sort_desc") if key in told}
    assert {*told.get("facets", ()), *told.get("sortable_columns", ()), *sorted_by} <= table.indexed
    assert told.get("label_column") in {None, *told["columns"]}
    assert set(told["units"]) <= set(told["columns"])


@pytest.mark.parametrize("name", QUERIES)
def test_queries_run(archive: Archive, name: str) -> None:
    assert archive.db.execute(QUERIES[name]["sql"]).fetchall() == []
    assert QUERIES[name]["title"]
    assert QUERIES[name]["description"].endswith(".")


def test_helper_tables_are_hidden() -> None:
    assert TOLD["_sqlite_migrations"] == {"hidden": True}
