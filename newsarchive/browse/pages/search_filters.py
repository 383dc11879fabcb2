"""Which search an address asks for, and how that is written and said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from newsarchive.browse import french
from newsarchive.browse.pages.typed import read_typed
from newsarchive.browse.reading.search import LAST_PAGE, ORDERS, Search
from newsarchive.browse.search import named_period, read_period

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

_TEXTS: Final = {"section": "section", "page_type": "type", "site": "site"}
_SWITCHES: Final = {"exact": "exact", "all_versions": "versions", "changed": "changed", "gone": "gone"}
"""Field of Search -> parameter of the address."""
FILTERS: Final = ("since", "until", "section", "page_type", "site", "changed", "gone", "all_versions")
"""Fields that a reader finds folded away."""


def read_search(request: Request) -> tuple[Search, tuple[str, ...]]:
    """What is searched for, and what was typed and is no date. What is empty asks for nothing."""
    typed = read_typed(request)
    since, until = (read_period(typed.get(name, "")) for name in ("from", "to"))
    fields: dict[str, Any] = {
        **{field: typed.get(name) or None for field, name in _TEXTS.items()},
        **{field: bool(typed.get(name)) for field, name in _SWITCHES.items()},
    }
    search = Search(
        q=typed.get("q", ""),
        since=since,
        until=until,
        order=next((order for order in ORDERS if order == typed.get("sort")), ORDERS[0]),
        page=_page(typed.get("page", "")),
        **fields,
    )
    read = {"from": since, "to": until}
    return search, tuple(typed[name] for name in read if typed.get(name) and read[name] is None)


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
    return replace(search, q=named.others, since=named.period, until=named.period, page=1) if named else None


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


def in_figures(period: str | None) -> str:
    """A day, month or year as people type it: `2013`, `03/2013`, `12/03/2013`."""
    return "/".join(reversed((period or "").split("-")))


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
