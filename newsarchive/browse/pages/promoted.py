"""What the site promoted, week by week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest, Response

from newsarchive.browse.pages.answering import answer, read
from newsarchive.browse.reading.promoted import Order, promoted_page
from newsarchive.browse.weeks import Week

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

_FILTERS: Final = ("heading", "section", "order")


async def promoted(datasette: Browser, request: Request) -> Response:
    """`/promoted`, the newest week, and `/promoted/2026-W06`; `heading` and `section` narrow the ranking.

    `day` and `week`, which a form gives, lead to the address of their week.
    """
    filters = {name: text for name in _FILTERS if (text := _given(request, name))}
    if asked := _asked(request):
        suffix = ".json" if request.url_vars.get("format") else ""
        query = f"?{urlencode(filters)}" if filters else ""
        return Response.redirect(datasette.urls.path(f"/promoted/{asked.name}{suffix}{query}"))
    name = request.url_vars.get("week")
    week = _week(name) if name else None
    order: Order = "age" if filters.get("order") == "age" else "pages"
    page = await read(
        datasette,
        lambda connection: promoted_page(
            connection, week, heading=filters.get("heading"), section=filters.get("section"), order=order
        ),
    )
    shown = page and Week.named(page.week)
    return await answer(datasette, request, "promoted.html", page, shown=shown, filters=filters)


def _asked(request: Request) -> Week | None:
    """The week the form was filled in with."""
    name, day = _given(request, "week"), _given(request, "day")
    if name:
        return _week(name)
    try:
        return Week.of(date.fromisoformat(day)) if day else None
    except (ValueError, OverflowError):
        raise BadRequest("Ce jour n’existe pas : écrivez-le comme 2026-02-06.") from None


def _week(name: str) -> Week:
    week = Week.named(name)
    if week is None:
        raise BadRequest("Cette semaine n’existe pas : écrivez-la comme 2026-W06.")
    return week


def _given(request: Request, name: str) -> str:
    return (request.args.get(name) or "").strip()
