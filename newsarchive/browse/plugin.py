"""The hooks by which Datasette becomes the archive's browser."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from datasette import hookimpl

from newsarchive.browse import errors, french
from newsarchive.browse.guards import guard
from newsarchive.browse.headers import App, on_known_host, reading_only, with_headers
from newsarchive.browse.metadata import DATABASE
from newsarchive.browse.reading.vocabulary import add_vocabulary
from newsarchive.browse.tables.templating import functions
from newsarchive.browse.tables.translating import translating

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from jinja2 import Environment

    from newsarchive.browse.app import Browser

NAME: Final = "newsarchive"
ASSETS: Final = "assets"
"""Where the stylesheets are, below the root."""
NAVIGATION: Final = (
    ("/search", "Recherche"),
    ("/changes", "Changements"),
    ("/promoted", "Mises en avant"),
    ("/health", "État"),
    ("/newsarchive", "Données"),
)
"""(path, name): the pages every page leads to."""


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Our pages; Datasette asks for them before its own."""
    from newsarchive.browse.pages import ROUTES

    return list(ROUTES)


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Guard what reads the archive, and not what Datasette keeps for itself."""
    if database == DATABASE:
        add_vocabulary(conn)
        guard(conn)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Browser) -> None:
    """Filters and words for templates."""
    env.filters |= {
        "day": french.day,
        "moment": french.moment,
        "http": french.http,
        "month_name": french.month,
        "number": french.number,
        "named": french.named,
    }
    env.globals |= {"french": french, "counted": french.count, "asset_version": asset_version()}
    env.globals |= functions(datasette)


@hookimpl
def extra_template_vars(request: Request | None, datasette: Browser) -> dict[str, object]:
    """What every page's frame shows."""
    path = str(request.scope.get("route_path", request.path)) if request else ""
    return {
        "archive_title": datasette.title,
        "navigation": NAVIGATION,
        "here": next((start for start, _ in NAVIGATION if path.startswith(start)), None),
        "replay_url": datasette.replay_url,
        "offers_records": datasette.offers_records,
        "publication": datasette.publication,
    }


@hookimpl
def handle_exception(datasette: Browser, request: Request, exception: Exception) -> Awaitable[Response]:
    """What went wrong, in French; what nobody foresaw is printed too."""
    what = errors.explained(exception, misread=errors.is_misread(request, exception))
    if what.status == 500:
        traceback.print_exception(exception)
    return errors.answered(datasette, request, what)


@hookimpl
def forbidden(datasette: Browser, request: Request, message: str) -> Awaitable[Response]:
    """What is not for everybody, in French."""
    return errors.answered(datasette, request, errors.explanation(403, message))


@hookimpl
def asgi_wrapper(datasette: Browser) -> Callable[[App], App]:
    """What a page says can do nothing, nothing is taken, no host is believed, and French is understood."""

    async def refuse(status: int) -> Response:
        return await errors.answered(datasette, None, errors.explanation(status))

    def wrapped(app: App) -> App:
        understanding = translating(app, datasette)
        return with_headers(reading_only(on_known_host(understanding, datasette.public_url, refuse), refuse))

    return wrapped


@cache
def asset_version() -> str:
    """Changes whenever a stylesheet does, so that browsers ask for it anew."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "static").iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
