"""What changed: the page, and the feed of it (Atom, RFC 4287)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from newsarchive.archive import FILE_NAME
from newsarchive.browse import french
from newsarchive.browse.pages.answering import answer, read
from newsarchive.browse.pages.change_filters import read_filters, say_filters, write_filters
from newsarchive.browse.pages.conditional import unless_known
from newsarchive.browse.pages.search_filters import in_figures
from newsarchive.browse.reading.changes import Change, changes_page
from newsarchive.browse.reading.feed import feed
from newsarchive.browse.reading.noticed import KINDS

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

    from newsarchive.browse.app import Browser

_NAMES: Final = UUID("6b1f0c4e-5a55-4d0e-9d0c-3f6a2f7c8b11")
"""Feeds and entries are named in it (RFC 9562, version 5), and so bear the same name wherever they are served."""
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document may hold (https://www.w3.org/TR/xml/#charsets)."""


async def changes(datasette: Browser, request: Request) -> Response:
    """`/changes`: newest first, by day."""
    wanted, misread = read_filters(request)
    page = await read(datasette, lambda connection: changes_page(connection, wanted))
    days = groupby(page.changes, lambda change: french.day(change.at))
    return await answer(
        datasette,
        request,
        "changes.html",
        page,
        days=[(day, tuple(changes)) for day, changes in days],
        kinds=KINDS,
        misread=misread,
        in_figures=in_figures,
        said=say_filters(wanted),
        query=write_filters(wanted),
        older_query=write_filters(wanted, before=page.older),
    )


async def changes_feed(datasette: Browser, request: Request) -> Response:
    """`/changes.atom`: the newest of the same changes, to subscribe to."""
    wanted, _ = read_filters(request)
    page = await read(datasette, lambda connection: feed(connection, wanted))
    query = write_filters(wanted)
    updated = page.updated or _made_at(datasette.folder)
    values = {
        "entries": page.entries,
        "said": say_filters(wanted),
        "query": query,
        "feed_id": uuid5(_NAMES, f"changes?{query}").urn,
        "entry_id": _entry_id,
        "updated": updated,
        "permalink": lambda path: datasette.permalink(request.url, datasette.urls.path(path)),
    }
    text = _NOT_XML.sub("\ufffd", await datasette.render_template("changes.atom", values, request=request))
    return unless_known(request, text, "application/atom+xml; charset=utf-8", datetime.fromisoformat(updated))


def _made_at(folder: Path) -> str:
    """When the archive was made, as far as its file tells, for want of a run."""
    return datetime.fromtimestamp(int((folder / FILE_NAME).stat().st_mtime), UTC).isoformat()


def _entry_id(change: Change) -> str:
    return uuid5(_NAMES, f"{change.key}/{change.stamp or f'gone {change.at}'}").urn
