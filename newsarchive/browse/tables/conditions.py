"""Conditions on a table's rows as readers type them -> the same in the terms of what the archive's columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from newsarchive.browse.glossary import typeset
from newsarchive.browse.search.words import fold_text
from newsarchive.browse.tables.columns import schema_column
from newsarchive.browse.tables.dates import no_date, stored_date
from newsarchive.browse.tables.values import NAMES

_OF_TIME: Final = re.compile(r"date_(?:published|modified|posted)|(?:\w+_)?at|missing_since|month")
_COMPARED: Final = frozenset({"exact", "not", "date", "gt", "gte", "lt", "lte"})
"""Operators that want a date where the column has dates; the others may want a part of one."""
_WITHIN: Final = {
    "exact": "startswith",
    "date": "startswith",
    "contains": "startswith",
    "not": "notcontains",
}
"""How to ask for the times of a day, month or year; SQLite's `date` takes those with an offset for those of UTC."""
_BEYOND: Final = {"gt": "gte", "lte": "lt"}
"""What lies after a day, month or year begins with the next one."""
_NAMED: Final = frozenset({"exact", "not", "contains", "notcontains", "startswith", "in", "notin"})


def has_dates(table: str, column: str) -> bool:
    """Whether a column holds ISO 8601 times, days or months."""
    schema = schema_column(table, column)
    return schema is not None and schema.type == "TEXT" and bool(_OF_TIME.fullmatch(column))


def words_of(table: str, column: str) -> dict[str, str]:
    """What a column holds -> what it is called in French; empty for one that holds anything else than a few codes."""
    schema = schema_column(table, column)
    return dict(NAMES.get(column, {})) if schema and schema.type == "TEXT" else {}


def words_for(table: str, columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Column -> `words_of` it, of those that have any."""
    return {column: words for column in columns if (words := words_of(table, column))}


def meant(table: str, name: str, value: str) -> tuple[str, str]:
    """`publié le` of `mars 2013`, or `état` of `en ligne`, as a parameter of Datasette's; any other as it is.

    Source of the form of parameters: https://docs.datasette.io/en/stable/json_api.html#column-filter-arguments.
    """
    column, _, operator = name.partition("__")
    operator = operator or "exact"
    if has_dates(table, column):
        wanted = _dated(column, operator, value)
    elif (words := words_of(table, column)) and operator in _NAMED:
        wanted = _coded(words, operator, value)
    else:
        return name, value
    return (name, value) if wanted == (operator, value) else (_parameter(column, wanted[0]), wanted[1])


def unfit(table: str, selections: Iterable[tuple[str, str, str]]) -> list[str]:
    """A sentence about each value that cannot be compared with what its column holds."""
    return [
        no_date(value)
        for column, operator, value in selections
        if operator in _COMPARED and has_dates(table, column) and stored_date(value) is None
    ]


def unnamed(table: str, selections: Iterable[tuple[str, str, str]]) -> list[str]:
    """A sentence about each value that is none of its column's few."""
    return [
        typeset(f"« {value} » n’est rien de ce que cette colonne contient : {', '.join(words.values())}.")
        for column, operator, value in selections
        if operator == "exact" and value and (words := words_of(table, column)) and value not in words
    ]


def _parameter(column: str, operator: str) -> str:
    return column if operator == "exact" else f"{column}__{operator}"


def _dated(column: str, operator: str, value: str) -> tuple[str, str]:
    stored = stored_date(value)
    if stored is None or operator not in {*_COMPARED, "contains", "notcontains", "startswith"}:
        return operator, value
    if "T" in stored:
        return operator, value
    if column == "month":
        stored = stored[:7]
        if len(stored) == len("2013-03"):
            return ("exact" if operator == "date" else operator), stored
    if operator in _BEYOND:
        return _BEYOND[operator], _next(stored)
    return _WITHIN.get(operator, operator), stored


def _next(period: str) -> str:
    """The day, month or year after this one."""
    year, month, day = (*map(int, period.split("-")), 0, 0)[:3]
    if day:
        return (date(year, month, day) + timedelta(days=1)).isoformat()
    if month:
        return f"{year + month // 12}-{month % 12 + 1:02}"
    return str(year + 1)


def _coded(words: dict[str, str], operator: str, value: str) -> tuple[str, str]:
    if operator in {"in", "notin"}:
        codes = [_code(words, part) or part for part in value.split(",")]
        return operator, ",".join(codes)
    if operator in {"exact", "not"}:
        return operator, _code(words, value) or value
    wanted = fold_text(value.strip())
    named = [code for code, word in words.items() if _fits(operator, fold_text(word), wanted)]
    if not wanted or not named:
        return operator, value
    many = {"contains": "in", "startswith": "in", "notcontains": "notin"}[operator]
    one = {"in": "exact", "notin": "not"}[many]
    return (one, named[0]) if len(named) == 1 else (many, ",".join(named))


def _code(words: dict[str, str], typed: str) -> str | None:
    """The code that is called so, or whose name alone begins so."""
    wanted = fold_text(typed.strip())
    if typed in words or not wanted:
        return None
    exactly = [code for code, word in words.items() if fold_text(word) == wanted]
    begun = [code for code, word in words.items() if fold_text(word).startswith(wanted)]
    return exactly[0] if exactly else begun[0] if len(begun) == 1 else None


def _fits(operator: str, word: str, wanted: str) -> bool:
    return word.startswith(wanted) if operator == "startswith" else wanted in word
