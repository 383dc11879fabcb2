"""What the site promoted, week by week."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from newsarchive.browse.pages.answering import answer, found, read
from newsarchive.browse.pages.typed import read_typed
from newsarchive.browse.reading.promoted import Order, PromotedPage, promoted_page
from newsarchive.browse.reading.remembering import until_changed
from newsarchive.browse.weeks import Week

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser


async def promoted(datasette: Browser, request: Request) -> Response:
    """`/promoted`, the newest week, and `/promoted/2026-W06`; `heading` and `section` narrow the ranking.

    `week` and `day`, which a form gives, lead to the address of their week.
    """
    typed = read_typed(request)
    filters = {name: typed[name] for name in ("heading", "section", "order") if typed.get(name)}
    asked = typed.get("week") or typed.get("day") or ""
    if chosen := _chosen(asked):
        suffix = ".json" if request.url_vars.get("format") else ""
        query = f"?{urlencode(filters)}" if filters else ""
        return Response.redirect(datasette.urls.path(f"/promoted/{chosen.name}{suffix}{query}"))
    name = request.url_vars.get("week")
    week = name and found(Week.named(name), "Cette semaine n’existe pas : son nom s’écrit comme 2026-W06.")
    order: Order = "age" if filters.get("order") == "age" else "pages"
    wanted = {"heading": filters.get("heading"), "section": filters.get("section")}

    def ranked(connection: sqlite3.Connection) -> PromotedPage | None:
        if week or filters:
            return promoted_page(connection, week or None, **wanted, order=order)
        return until_changed(connection, promoted_page)

    page = await read(datasette, ranked)
    shown = page and Week.named(page.week)
    return await answer(datasette, request, "promoted.html", page, shown=shown, filters=filters, misread=asked)


def _chosen(text: str) -> Week | None:
    """The week of that name, or the one that day is in; None for what is neither."""
    try:
        return Week.named(text) or Week.named(Week.of(date.fromisoformat(text)).name)
    except (ValueError, OverflowError):
        return None
