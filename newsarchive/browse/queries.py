"""Questions a researcher would start from, offered by Datasette beside the tables: `queries.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsarchive.browse.glossary import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question; title and description in French."""

    title: str
    description: str
    sql: str
    """A SELECT with the parameters as `:name`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a question asks for: what it is called in French, and an example."""

    label: str
    example: str
    needed: str | None = None
    """What is to be typed where nothing is answered without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """All questions by name, in the order in which they are offered."""

    queries: dict[str, Query]
    parameters: dict[str, Parameter]
    columns: dict[str, str]
    """Column of an answer -> what it is called in French."""


@cache
def queries() -> Queries:
    """The questions about an archive."""
    read = tomllib.loads((files(__package__) / "queries.toml").read_text("utf-8"))
    return Queries(
        queries={name: _query(**said) for name, said in read["queries"].items()},
        parameters={name: _parameter(*said) for name, said in read["parameters"].items()},
        columns=read["columns"],
    )


def _parameter(label: str, example: str, needed: str | None = None) -> Parameter:
    return Parameter(label=label, example=example, needed=needed)


def _query(*, title: str, description: str, sql: str) -> Query:
    return Query(title=typeset(title), description=typeset(description), sql=sql.strip())
