"""Which search an address asks for, and how that is written and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from newsarchive.browse import french
from newsarchive.browse.pages.typed import read_typed
from newsarchive.browse.reading.search import LAST_PAGE, ORDERS, Search
from newsarchive.browse.search import named_period, read_period, without_fillers

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

_TEXTS: Final = {"section": "section", "author": "author", "tag": "tag", "page_type": "type", "site": "site"}
_SWITCHES: Final = {"exact": "exact", "all_versions": "versions", "changed": "changed", "gone": "gone"}
"""Field of Search -> parameter of the address."""
FILTERS: Final = ("since", "until", "section", "author", "tag", "page_type", "site", "changed", "gone", "all_versions")
"""Fields that a reader finds folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an address asks for."""

    search: Search
    misread: tuple[str, ...]
    """What was typed and is no date."""
    is_inverted: bool
    """Whether the first date is after the last, and stands in the search in its place."""


def read_search(request: Request) -> Read:
    """What is searched for. What is empty asks for nothing."""
    typed = read_typed(request)
    since, until = (read_period(typed.get(name, "")) for name in ("from", "to"))
    is_inverted = bool(since and until and since[: len(until)] > until[: len(since)])
    fields: dict[str, Any] = {
        **{field: typed.get(name) or None for field, name in _TEXTS.items()},
        **{field: bool(typed.get(name)) for field, name in _SWITCHES.items()},
    }
    search = Search(
        q=typed.get("q", ""),
        since=until if is_inverted else since,
        until=since if is_inverted else until,
        order=next((order for order in ORDERS if order == typed.get("sort")), ORDERS[0]),
        page=_page(typed.get("page", "")),
        **fields,
    )
    read = {"from": since, "to": until}
    misread = tuple(typed[name] for name in read if typed.get(name) and read[name] is None)
    return Read(search=search, misread=misread, is_inverted=is_inverted)


def write_search(search: Search, **changes: Any) -> str:  # noqa: ANN401
    """The query of the address that asks for it, with these fields changed; on its first page, if no other is named."""
    changed = replace(search, **{"page": 1, **changes})
    given = {
        "q": changed.q,
        "from": changed.since,
        "to": changed.until,
        **{name: getattr(changed, field) for field, name in _TEXTS.items()},
        **{name: "1" if getattr(changed, field) else None for field, name in _SWITCHES.items()},
        "sort": changed.order if changed.order != ORDERS[0] else None,
        "page": changed.page if changed.page > 1 else None,
    }
    return urlencode({name: value for name, value in given.items() if value})


def without_filters(search: Search) -> Search:
    """The same words in every article."""
    return Search(q=search.q, exact=search.exact, order=search.order)


def in_named_period(search: Search) -> Search | None:
    """The same search in the day, month or year that its words name, without these; None where they name none."""
    named = None if search.exact or search.since or search.until else named_period(search.q)
    return replace(search, q=named.others, since=named.since, until=named.until) if named else None


def otherwise(search: Search) -> Iterator[Search]:
    """Other ways to understand a search that found nothing, the nearest first: a period, fewer words, both."""
    named = in_named_period(search)
    if named:
        yield named
    for one in (search, named):
        if one and not one.exact and (fewer := without_fillers(one.q)):
            yield replace(one, q=fewer)


def as_written(search: Search) -> Search:
    """The same search for nothing but the words as typed: a period that they name in quotes, else all exactly."""
    named = None if search.exact else named_period(search.q)
    if named is None:
        return replace(search, exact=True)
    return replace(search, q=search.q.replace(named.wording, f'"{named.wording}"', 1))


def changes_query(search: Search) -> str:
    """The query of `/changes` for the articles of this search; empty where it would ask for all articles."""
    words = f'"{search.q.replace(chr(34), " ")}"' if search.exact and search.q else search.q
    given = {"q": words, "section": search.section, "site": search.site}
    return urlencode({name: value for name, value in given.items() if value})


def say_period(period: str) -> str:
    """A day, month or year as in « publié … »: `en 2013`, `en mars 2013`, `le 12 mars 2013`."""
    if len(period) > len("2013-03"):
        return f"le {french.day(period)}"
    return f"en {french.month(period) if '-' in period else period}"


def say_span(search: Search) -> str:
    """From when to when, as in « publié … »: `en mars 2013`, `entre 2012 et 2014`."""
    since, until = search.since or "", search.until or ""
    return say_period(since) if since == until else f"entre {_bare(since)} et {_bare(until)}"


def in_figures(period: str | None) -> str:
    """A day, month or year as people type it: `2013`, `03/2013`, `12/03/2013`."""
    return "/".join(reversed((period or "").split("-")))


def _bare(period: str) -> str:
    return say_period(period).removeprefix("en ")


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
