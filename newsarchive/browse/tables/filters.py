"""What a table page's filters say, in French; Datasette says it in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from newsarchive.browse.glossary import glossary
from newsarchive.browse.tables.columns import schema_column
from newsarchive.browse.tables.values import named_value

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
    schema = schema_column(table, column)
    is_number = schema is not None and schema.type != "TEXT"
    yield _OF_NUMBERS.get(key, OPERATORS[key]) if is_number else OPERATORS[key].partition(" (")[0]
    if key not in _WITHOUT_VALUE:
        yield _quoted(named_value(column, value) if key in ("exact", "not") else value)


def _quoted(text: str | None) -> str:
    return f"«\u00a0{text}\u00a0»"
