"""What the site promoted, week by week."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from newsarchive.browse.pages.answering import answer, found, read
from newsarchive.browse.pages.typed import read_typed
from newsarchive.browse.reading.promoted import SHOWN, Order, PromotedPage, promoted_page
from newsarchive.browse.reading.remembering import until_changed
from newsarchive.browse.weeks import Week

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

_MOST_DIGITS: Final = 9
"""Of a page's number."""


async def promoted(datasette: Browser, request: Request) -> Response:
    """`/promoted`, the newest week, and `/promoted/2026-W06`; `heading` and `section` narrow the ranking, `page` leafs.

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
    number = _page_number(typed.get("page", ""))

    def ranked(connection: sqlite3.Connection) -> PromotedPage | None:
        if week or filters or number > 1:
            return promoted_page(connection, week or None, **wanted, order=order, page_number=number)
        return until_changed(connection, promoted_page)

    page = await read(datasette, ranked)
    shown = page and Week.named(page.week)
    place = page and (page.page_number - 1) * SHOWN + 1
    more = {"shown": shown, "first_place": place, "filters": filters, "misread": asked}
    return await answer(datasette, request, "promoted.html", page, **more)


def _page_number(text: str) -> int:
    """The number of a page; 1 for what is none."""
    return max(1, int(text)) if text.isdecimal() and len(text) <= _MOST_DIGITS else 1


def _chosen(text: str) -> Week | None:
    """The week of that name, or the one that day is in; None for what is neither."""
    try:
        return Week.named(text) or Week.named(Week.of(date.fromisoformat(text)).name)
    except (ValueError, OverflowError):
        return None
