"""What the tables and columns of an archive are called in French: `glossary.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A heading, and a sentence that says what stands below it."""

    label: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWording(Wording):
    """A table in French; `columns` is column -> its wording, without those it shares with other tables."""

    columns: dict[str, Wording]
    like: TableWording | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """All of it; a name it does not know is its own label, so that tables of other people's making are shown too."""

    tables: dict[str, TableWording]
    common: dict[str, Wording]
    units: dict[str, str]

    def table(self, name: str) -> str:
        """The table's French name."""
        return self.tables[name].label if name in self.tables else name

    def column(self, table: str | None, name: str) -> Wording:
        """What a column of a table, or of a query's answer where there is none, is called."""
        wording = self.tables.get(table or "")
        while wording:
            if name in wording.columns:
                return wording.columns[name]
            wording = wording.like
        return self.common.get(name, Wording(label=name, description=""))

    def meaning(self, table: str, name: str, unit: str | None) -> str:
        """What stands in a column, and what it counts."""
        described = self.column(table, name).description
        return f"{described} {typeset('Unité :')} {self.units[unit]}." if unit else described


@cache
def glossary() -> Glossary:
    """The glossary of the archive's tables."""
    read = tomllib.loads((files(__package__) / "glossary.toml").read_text("utf-8"))
    units, common = read.pop("units"), _columns(read.pop("common"))
    tables: dict[str, TableWording] = {}
    for name, said in read.items():
        tables[name] = _table(said, tables)
    return Glossary(tables=tables, common=common, units=units)


def typeset(text: str) -> str:
    """French text with the spaces that must not break, or not be wide, before `; : ! ?` and inside « »."""
    return re.sub(r"(?<=«) | (?=[:»])", "\u00a0", re.sub(r" (?=[;!?])", "\u202f", text))


def _table(said: dict[str, Any], known: dict[str, TableWording]) -> TableWording:
    like = known[said["like"]] if "like" in said else None
    columns = _columns(said.get("columns", {}))
    return TableWording(label=said["label"], description=typeset(said["description"]), columns=columns, like=like)


def _columns(said: dict[str, list[str]]) -> dict[str, Wording]:
    return {name: Wording(label=label, description=typeset(meaning)) for name, (label, meaning) in said.items()}
