"""Rows of a table, or of a query's answer, as their page shows them: columns in order, values as HTML, and links to the
pages of articles and versions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from newsarchive.browse.reading.references import Reference, references
from newsarchive.browse.tables.columns import LONG, arranged, heading, schema_column
from newsarchive.browse.tables.values import short, time_html, value_html

if TYPE_CHECKING:
    from newsarchive.browse.app import Browser
    from newsarchive.browse.tables.columns import Heading

Row = Mapping[str, Any]

_KEY: Final = re.compile(r"[a-z0-9]{10}")
_STAMP: Final = re.compile(r"\d{14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row."""

    row_path: str | None
    """Its own page; None for a row of a view or of a query's answer."""
    row_name: str
    """Its primary key."""
    article_path: str | None
    """The page of the article or version that it is or tells of."""
    cells: tuple[Markup, ...]
    """A value for each heading, as HTML; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All that is shown of some rows."""

    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    leads_to_rows: bool
    """Whether the first column is to lead to each row's page because none of those shown does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which rows are shown, and how."""

    database: str
    table: str | None
    """None for a query's answer."""
    columns: Sequence[str]
    primary_keys: Sequence[str] = ()
    chosen: bool = False
    """The reader has said which columns."""
    whole: bool = False
    """One row with all it has, rather than many with what fits."""
    asked: bool = False
    """The answer to a ready question, which says what its columns are called."""
    left_out: frozenset[str] = frozenset()
    """Columns that hold nothing here."""


async def grid(datasette: Browser, view: View, rows: Iterable[Any]) -> Grid:
    """`rows`, as Datasette hands them to a template, shown as `view` says."""
    plain = [_values(row) for row in rows]
    places = arranged(view.table, view.columns, everything=view.chosen or view.whole, left_out=view.left_out)
    wanted = _wanted(view, plain)
    known: Mapping[tuple[str, int], Reference] = {}
    if wanted:
        known = await datasette.get_database(view.database).execute_fn(lambda conn: references(conn, wanted))
    hand = _Hand(datasette, view, known)
    return Grid(
        headings=tuple(
            heading(view.table, view.columns[place], [row[place] for row in plain], asked=view.asked)
            for place in places
        ),
        lines=tuple(hand.line(row, places) for row in plain),
        leads_to_rows=bool(view.primary_keys) and not view.whole and hand.leading(places) is None,
    )


def _values(row: Any) -> list[Any]:  # noqa: ANN401
    """A row's values in order; those that Datasette has named (`{"value": …, "label": …}`) without their names."""
    values = row.values() if type(row) is dict else row
    return [value["value"] if isinstance(value, dict) else value for value in values]


def _wanted(view: View, rows: Sequence[Sequence[Any]]) -> dict[str, set[int]]:
    """Table -> ids that the rows refer to."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(view.columns):
        column = schema_column(view.table, name)
        if column and column.references:
            wanted[column.references] |= {row[place] for row in rows if row[place] is not None}
    return {table: ids for table, ids in wanted.items() if ids}


class _Hand:
    """Writes rows as HTML."""

    def __init__(self, datasette: Browser, view: View, known: Mapping[tuple[str, int], Reference]) -> None:
        self._urls, self._view, self._known = datasette.urls, view, known

    def leading(self, places: Iterable[int]) -> int | None:
        """The column that leads to a row's page: a primary key of one column, where it is shown."""
        keys = self._view.primary_keys
        return next((place for place in places if [self._view.columns[place]] == list(keys)), None)

    def line(self, values: Sequence[Any], places: Sequence[int]) -> Line:
        row = dict(zip(self._view.columns, values, strict=True))
        article, leading = self._article(row), self.leading(places)
        row_path = self._row_path(row)
        cells = [self._cell(self._view.columns[place], values[place], row_path, article) for place in places]
        if leading is not None and row_path and not self._view.whole:
            cells[places.index(leading)] = _link(row_path, cells[places.index(leading)].striptags())
        return Line(
            row_path=row_path,
            row_name=", ".join(str(row[key]) for key in self._view.primary_keys if key in row),
            article_path=article and self._urls.path(article),
            cells=tuple(cells),
        )

    def _row_path(self, row: Row) -> str | None:
        from datasette.utils import tilde_encode

        view = self._view
        if view.table is None or not view.primary_keys or not set(view.primary_keys) <= set(row):
            return None
        named = ",".join(tilde_encode(str(row[key])) for key in view.primary_keys)
        return f"{self._urls.table(view.database, view.table)}/{named}"

    def _article(self, row: Row) -> str | None:
        """Path, below the root, of the article or version that a row is, or that it promotes."""
        path = next((path for path in self._articles(row) if path), None)
        stamp = str(row.get("stamp") or "")
        return f"{path}/v/{stamp}" if path and _STAMP.fullmatch(stamp) else path

    def _articles(self, row: Row) -> Iterator[str | None]:
        key = str(row.get("key") or "")
        yield f"/article/{key}" if _KEY.fullmatch(key) else None
        named = {"revisions": "article_id", "teasers": "target_article_id"}.get(self._view.table or "")
        reference = self._known.get(("articles", row.get(named or "") or 0))
        yield reference.path if reference else None

    def _cell(self, name: str, value: Any, row_path: str | None, article: str | None) -> Markup:  # noqa: ANN401
        if value in (None, ""):
            return Markup("")
        column, whole = schema_column(self._view.table, name), self._view.whole
        if column and column.references:
            return self._reference(column.references, value)
        if name in LONG and not whole:
            path = self._urls.path(article) if article else row_path
            return _link(path, "voir") if path else Markup("")
        html = value_html(name, value, unit=column.unit if column else None, whole=whole)
        if article and name == "stamp_before" and "/v/" in article:
            return _link(self._urls.path(article.replace("/v/", f"/diff/{value}..")), "voir ce qui a changé")
        return _link(self._urls.path(article), html) if article and name in {"headline", "stamp"} else html

    def _reference(self, table: str, value: int) -> Markup:
        row_path = f"{self._urls.table(self._view.database, table)}/{value}"
        named = self._known.get((table, value))
        if named is None:
            return _link(row_path, str(value))
        label = time_html(named.label) if table in {"captures", "crawls"} else short(named.label)
        return _link(self._urls.path(named.path) if named.path else row_path, label)


def _link(path: str, text: str | Markup) -> Markup:
    return Markup('<a href="{}">{}</a>').format(path, text)
