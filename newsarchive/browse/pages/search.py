"""Searching the archive."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from datasette.utils.asgi import Response

from newsarchive.browse.pages.answering import answer, read
from newsarchive.browse.pages.search_filters import (
    FILTERS,
    as_written,
    changes_query,
    in_figures,
    in_named_period,
    otherwise,
    read_search,
    say_span,
    without_filters,
    write_search,
)
from newsarchive.browse.reading.addresses import key_at
from newsarchive.browse.reading.offers import offers
from newsarchive.browse.reading.search import LAST_PAGE, PAGE, Result, Search, count, results, search_choices
from newsarchive.browse.reading.vocabulary import meant
from newsarchive.browse.search import match_expression, pasted_address

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

_TOO_LONG: Final = 503
"""Status of an answer that could not be found in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A page of results."""

    search: Search
    count: int | None
    """Results on all pages; None where finding them took too long."""
    pages: int
    """Pages that can be turned to."""
    results: tuple[Result, ...]


async def search(datasette: Browser, request: Request) -> Response:
    """`/search`: found and counted side by side, since each takes as long as the other."""
    said = read_search(request)
    asked = said.search
    key, choices, offered = await read(
        datasette,
        lambda connection: (key_at(connection, asked.q), search_choices(connection), offers(connection, asked.q)),
    )
    if key:
        return Response.redirect(datasette.urls.path(f"/article/{key}") + _ending(request))
    page = await _best(datasette, asked)
    shown = page.search
    if page.pages and shown.page > page.pages:
        last = f"{_ending(request)}?{write_search(asked, page=page.pages)}"
        return Response.redirect(datasette.urls.path(f"/search{last}"))
    corrected = await _corrected(datasette, shown) if page.count == 0 else None
    answered = await answer(
        datasette,
        request,
        "search.html",
        page,
        choices=choices,
        misread=said.misread,
        is_inverted=said.is_inverted,
        unknown_address=pasted_address(asked.q) is not None,
        wordless=_is_wordless(shown),
        filtered=any(getattr(shown, field) for field in FILTERS),
        asked=asked,
        corrected=corrected,
        offered=offered,
        literal=as_written(asked),
        narrower=in_named_period(asked) if shown == asked else None,
        wider=without_filters(shown),
        followed=changes_query(shown),
        first=PAGE * (shown.page - 1) + 1,
        last_page=LAST_PAGE,
        write=partial(write_search, shown),
        write_search=write_search,
        say_span=say_span,
        in_figures=in_figures,
    )
    if page.count is None:
        answered.status = _TOO_LONG
    return answered


def _ending(request: Request) -> str:
    return ".json" if request.url_vars.get("format") else ""


def _is_wordless(asked: Search) -> bool:
    """Whether what was typed has no word to find."""
    return bool(asked.q) and match_expression(asked.q, exact=asked.exact) is None


async def _best(datasette: Browser, asked: Search) -> SearchPage:
    """What is found, else what is found by understanding it otherwise; what is a period alone is no words."""
    named = in_named_period(asked)
    page = await _found(datasette, named if named and not named.q else asked)
    for other in otherwise(asked) if page.count == 0 else ():
        second = await _found(datasette, other)
        if second.count:
            return second
    return page


async def _corrected(datasette: Browser, asked: Search) -> Search | None:
    try:
        return await read(datasette, lambda connection: meant(connection, asked))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return None


async def _found(datasette: Browser, asked: Search) -> SearchPage:
    if _is_wordless(asked):
        return SearchPage(search=asked, count=0, pages=0, results=())
    try:
        counted, found = await asyncio.gather(
            read(datasette, lambda connection: count(connection, asked)),
            read(datasette, lambda connection: results(connection, asked)),
        )
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return SearchPage(search=asked, count=None, pages=0, results=())
    return SearchPage(search=asked, count=counted, pages=min(-(-counted // PAGE), LAST_PAGE), results=found)
