"""How a page is answered: everything read at one moment in one thread, then shown as HTML or as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Response

from newsarchive.browse.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

TIME_LIMIT: Final = 2500
"""Milliseconds a page may read for."""

Value = TypeVar("Value")


async def read(browser: Browser, function: Callable[[sqlite3.Connection], Value]) -> Value:
    """What `function` reads from a connection, all of one moment, also while a crawl writes.

    Raises sqlite3.OperationalError (`interrupted`) after TIME_LIMIT.
    """

    def at_once(connection: sqlite3.Connection) -> Value:
        connection.execute("BEGIN")
        try:
            with sqlite_timelimit(connection, TIME_LIMIT):
                return function(connection)
        finally:
            connection.rollback()

    found: Value = await browser.get_database(DATABASE).execute_fn(at_once)
    return found


def found(value: Value | None, sentence: str) -> Value:
    """The value; where there is none, raises NotFound with a sentence that says what is not there."""
    if value is None:
        raise NotFound(sentence)
    return value


async def answer(browser: Browser, request: Request, template: str, data: object, **more: object) -> Response:
    """A page made of `data` (a dataclass: `page` and each of its fields) and of `more`; as JSON, of `data` alone.

    The route's `format` group decides: `json`, or none for HTML.
    """
    if request.url_vars.get("format") == "json":
        return as_json(data)
    values = {name: getattr(data, name) for name in data.__dataclass_fields__} if is_dataclass(data) else {}
    context: Mapping[str, Any] = {"json_path": browser.urls.path(_twin(request)), "page": data, **values, **more}
    return Response.html(await browser.render_template(template, context, request=request))


def as_json(data: object) -> Response:
    """A dataclass, or what is made of them, as JSON."""
    return Response.json(asdict(data) if is_dataclass(data) and not isinstance(data, type) else data)


def _twin(request: Request) -> str:
    """Address of the same page as JSON."""
    path = str(request.scope.get("route_path", request.path)).rstrip("/") or "/index"
    return f"{path}.json" + (f"?{request.query_string}" if request.query_string else "")
