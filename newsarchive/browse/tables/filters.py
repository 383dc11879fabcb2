"""What a table page's filters say, in French; Datasette says it in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from newsarchive.browse import french
from newsarchive.browse.glossary import glossary
from newsarchive.browse.search import read_period
from newsarchive.browse.tables.columns import schema_column
from newsarchive.browse.tables.conditions import has_dates
from newsarchive.browse.tables.values import NAMES, named_value

OPERATORS: Final = {
    "exact": "est égal à",
    "not": "n’est pas égal à",
    "contains": "contient",
    "notcontains": "ne contient pas",
    "endswith": "finit par",
    "startswith": "commence par",
    "gt": "vient après",
    "gte": "est ou vient après",
    "lt": "vient avant",
    "lte": "est ou vient avant",
    "like": "ressemble à (LIKE)",
    "notlike": "ne ressemble pas à (NOT LIKE)",
    "glob": "suit le motif (GLOB)",
    "in": "est parmi (a, b, c)",
    "notin": "n’est pas parmi (a, b, c)",
    "arraycontains": "a dans sa liste",
    "arraynotcontains": "n’a pas dans sa liste",
    "date": "est du jour",
    "isnull": "n’est pas renseigné",
    "notnull": "est renseigné",
    "isblank": "est vide",
    "notblank": "n’est pas vide",
}
"""Datasette's operator -> what the form and the sentence above the rows call it."""

_OF_NUMBERS: Final = {
    "gt": "est supérieur à",
    "gte": "est au moins",
    "lt": "est inférieur à",
    "lte": "est au plus",
}
_OF_DATES: Final = {"startswith": "est de", "notcontains": "n’est pas de"}
_WITHOUT_VALUE: Final = frozenset({"isnull", "notnull", "isblank", "notblank"})


def operator(key: str, otherwise: str) -> str:
    """What an operator is called; as Datasette calls it where it is new."""
    return OPERATORS.get(key, otherwise)


def described(table: str, selections: Iterable[tuple[str, str, str]], search: str | None) -> str:
    """`où rubrique est égal à « Sport » et titre contient « mot »`; empty where all rows are shown."""
    said = [f"le texte contient {_quoted(search)}"] if search else []
    said += [_condition(table, column, key, value) for column, key, value in selections if key in OPERATORS]
    return " ".join(("où", " et ".join(said))) if said else ""


def order(table: str, sort: str | None, sort_desc: str | None) -> str:
    """`Par ordre décroissant de « publié le ». `; empty where rows come as they are stored."""
    column = sort_desc or sort
    if not column:
        return ""
    direction = "décroissant" if sort_desc else "croissant"
    return f"Par ordre {direction} de {_quoted(glossary().column(table, column).label)}. "


def _condition(table: str, column: str, key: str, value: str) -> str:
    return " ".join(_words(table, column, key, value))


def _words(table: str, column: str, key: str, value: str) -> Iterator[str]:
    yield _quoted(glossary().column(table, column).label)
    schema, is_date = schema_column(table, column), has_dates(table, column)
    special = _OF_DATES if is_date else _OF_NUMBERS if schema is not None and schema.type != "TEXT" else {}
    yield special.get(key, OPERATORS[key].partition(" (")[0])
    if key not in _WITHOUT_VALUE:
        yield _quoted(_dated(value) if is_date else _named(column, key, value))


def _dated(value: str) -> str:
    """A day or a month as it is said; anything else as it is."""
    if read_period(value) != value:
        return value
    return {len("2013-03"): french.month, len("2013-03-12"): french.day}.get(len(value), str)(value)


def _named(column: str, key: str, value: str) -> str:
    if key in ("in", "notin"):
        return ", ".join(named_value(column, part) for part in value.split(",")) if column in NAMES else value
    return named_value(column, value) if key in ("exact", "not") else value


def _quoted(text: str | None) -> str:
    return f"«\u00a0{text}\u00a0»"
