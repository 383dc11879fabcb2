"""What the templates of Datasette's own pages call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from newsarchive.browse.glossary import glossary
from newsarchive.browse.queries import queries
from newsarchive.browse.tables.columns import OF_RECORDS, Heading, heading
from newsarchive.browse.tables.conditions import unfit, unnamed, words_for
from newsarchive.browse.tables.filters import described, operator, order
from newsarchive.browse.tables.grid import Grid, View, grid
from newsarchive.browse.tables.questions import lacking
from newsarchive.browse.tables.values import named_value

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """The order of a table by one of its columns: the link that asks for it, and whether it is so already."""

    href: str
    now: Literal["ascending", "descending"] | None


def functions(datasette: Browser) -> dict[str, object]:
    """Name in templates -> function."""
    return {
        "glossary": glossary(),
        "questions": queries(),
        "grid_of": _grid_of(datasette),
        "headings_of": _headings_of(datasette),
        "sorts_of": _sorts_of(datasette),
        "filters_said": described,
        "question_lacking": lacking,
        "unfit": unfit,
        "unnamed": unnamed,
        "words_for": words_for,
        "order_said": order,
        "operator_said": operator,
        "value_said": named_value,
        "below_root": below_root,
    }


def _grid_of(browser: Browser) -> Callable[..., Awaitable[Grid]]:
    async def grid_of(
        database: str,
        table: str | None,
        columns: Sequence[str],
        rows: Iterable[Any],
        primary_keys: Sequence[str] = (),
        **how: bool,
    ) -> Grid:
        keys = primary_keys or (("rowid",) if "rowid" in columns else ())
        view = View(
            database=database,
            table=table,
            columns=columns,
            primary_keys=keys,
            left_out=_left_out(browser),
            **how,
        )
        return await grid(browser, view, rows)

    return grid_of


def below_root(url: str) -> str:
    """An address of this browser's without its host, which a proxy in front of it may know by another name."""
    return urlunsplit(("", "", *urlsplit(url)[2:]))


def _headings_of(browser: Browser) -> Callable[..., list[Heading]]:
    def headings_of(table: str, columns: Iterable[str], *, whole: bool = False) -> list[Heading]:
        """What every column of a table means; of a row that is shown as a whole, also of those that hold nothing."""
        left_out = frozenset() if whole else _left_out(browser)
        return [heading(table, name, ()) for name in columns if name not in left_out]

    return headings_of


def _left_out(browser: Browser) -> frozenset[str]:
    return OF_RECORDS if browser.publication else frozenset()


def _sorts_of(datasette: Browser) -> Callable[..., dict[str, Sort]]:
    from datasette.utils import path_with_replaced_args

    def sorts_of(
        request: Request, columns: Iterable[dict[str, Any]], sort: str | None, sort_desc: str | None
    ) -> dict[str, Sort]:
        found = {}
        for name in (column["name"] for column in columns if column["sortable"]):
            wanted = {"_sort": None, "_sort_desc": None, "_next": None}
            wanted["_sort_desc" if name == sort else "_sort"] = name
            now: Any = {sort: "ascending", sort_desc: "descending"}.get(name)
            found[name] = Sort(href=datasette.urls.path(path_with_replaced_args(request, wanted)), now=now)
        return found

    return sorts_of
