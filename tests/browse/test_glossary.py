"""The French glossary, held against the schema."""

from __future__ import annotations

import pytest

from newsarchive.archive import schema
from newsarchive.archive.publication import PUBLICATION
from newsarchive.archive.shape import Table
from newsarchive.browse.french import CHANGES, FIELDS, PAGE_TYPES
from newsarchive.browse.glossary import Wording, glossary, typeset
from newsarchive.browse.queries import queries

TABLES = (*schema.TABLES, PUBLICATION)
WORDS = glossary()


def test_every_table_is_in_it_and_no_other() -> None:
    assert set(WORDS.tables) == {table.name for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_a_heading_and_a_sentence(table: Table) -> None:
    assert WORDS.tables[table.name].description.endswith(".")
    for column in table.columns:
        wording = WORDS.column(table.name, column.name)
        assert wording.label, column.name
        assert wording.description.endswith((".", "…")), column.name
    assert set(WORDS.tables[table.name].columns) <= {column.name for column in table.columns}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_two_columns_of_a_table_have_the_same_heading(table: Table) -> None:
    labels = [WORDS.column(table.name, column.name).label for column in table.columns]
    assert len(set(labels)) == len(labels)


def test_what_tables_share_is_used() -> None:
    used = {
        column.name
        for table in TABLES
        for column in table.columns
        if WORDS.column(table.name, column.name) is WORDS.common.get(column.name)
    }
    assert used == set(WORDS.common)


def test_every_unit_has_a_word_and_no_other() -> None:
    assert set(WORDS.units) == {column.unit for table in TABLES for column in table.columns if column.unit}


def test_what_it_does_not_know_is_called_by_its_name() -> None:
    assert WORDS.table("brouillon") == "brouillon"
    assert WORDS.column("brouillon", "note") == Wording(label="note", description="")
    assert WORDS.column(None, "section").label == "rubrique"


def test_spaces_before_double_signs_do_not_break() -> None:
    assert typeset("Qui ? « Lui » : oui ; non !") == "Qui\u202f? «\u00a0Lui\u00a0»\u00a0: oui\u202f; non\u202f!"


def test_one_thing_is_called_by_one_name() -> None:
    """On pages of ours as on tables and questions."""
    restamped = {WORDS.column("crawls", "restamps").label, queries().columns["restamps"], CHANGES["restamp"]}
    assert len(restamped) == 1
    assert WORDS.column("articles", "page_type").label == FIELDS["page_type"]
    assert PAGE_TYPES["rolling"] in WORDS.column("articles", "page_type").description
