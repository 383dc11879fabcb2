"""Readers who type French into a table's conditions or a question are led to the same in the archive's own terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from newsarchive.browse.metadata import DATABASE
from newsarchive.browse.queries import queries
from newsarchive.browse.tables.conditions import meant
from newsarchive.browse.tables.questions import asked

if TYPE_CHECKING:
    from newsarchive.browse.app import Browser
    from newsarchive.browse.headers import App, Receive, Scope, Send

_PATH: Final = re.compile(rf"/{DATABASE}/(?P<name>\w+)(?P<format>\.\w+)?")


def translating(app: App, browser: Browser) -> App:
    """An ASGI application that redirects what is to be translated, and answers all else as `app` does."""
    from datasette.utils.asgi import Response

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        location = await _elsewhere(browser, scope) if scope["type"] == "http" else None
        await (Response.redirect(location).asgi_send(send) if location else app(scope, receive, send))

    return guarded


async def _elsewhere(browser: Browser, scope: Scope) -> str | None:
    """Where the same is asked in the archive's terms; None where it is already."""
    path = f"/{scope['path'].removeprefix(browser.setting('base_url')).lstrip('/')}"
    match, query = _PATH.fullmatch(path), scope["query_string"].decode("latin-1")
    if match is None or not query:
        return None
    typed = parse_qsl(query, keep_blank_values=True)
    wanted = typed
    if match["name"] in queries().queries:
        wanted = await asked(browser.get_database(DATABASE), typed)
    elif match["format"] is None:  # programs that ask for JSON know what they ask for
        wanted = [meant(match["name"], *condition) for condition in typed]
    return None if wanted == typed else str(browser.urls.path(f"{path}?{urlencode(wanted)}"))
