"""Which changes an address asks for, and how that is written and said."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from newsarchive.browse import french
from newsarchive.browse.pages.typed import read_typed
from newsarchive.browse.reading.noticed import KINDS, Wanted
from newsarchive.browse.search import match_expression, read_period

if TYPE_CHECKING:
    from datasette.utils.asgi import Request


def read_filters(request: Request) -> tuple[Wanted, tuple[str, ...]]:
    """What is asked for, and what was typed and is no date or has no word in it. What is empty asks for nothing."""
    typed = read_typed(request)
    read = {name: read_period(typed.get(name, "")) for name in ("from", "to")}
    read["q"] = typed["q"] if match_expression(typed.get("q", "")) else None
    wanted = Wanted(
        kinds=tuple(kind for kind in KINDS if kind in request.args.getlist("kind")),
        section=typed.get("section") or None,
        site=typed.get("site") or None,
        since=read["from"] and _first_day(read["from"]),
        until=read["to"] and _last_day(read["to"]),
        q=read["q"] or "",
        trivial=bool(typed.get("trivial")),
        before=typed.get("before") or None,
    )
    return wanted, tuple(typed[name] for name in read if typed.get(name) and read[name] is None)


def _first_day(period: str) -> str:
    """Of a day, month or year as the archive's dates begin."""
    return f"{period}-01-01"[: len("2013-03-12")]


def _last_day(period: str) -> str:
    if len(period) > len("2013-03"):
        return period
    year, month = map(int, f"{period}-12"[: len("2013-03")].split("-"))
    return f"{year}-{month:02}-{monthrange(year, month)[1]}"


def write_filters(wanted: Wanted, *, before: str | None = None) -> str:
    """The query of the address that asks for it, the same for the same changes; empty where all are wanted."""
    given = {
        "section": wanted.section,
        "site": wanted.site,
        "from": wanted.since,
        "to": wanted.until,
        "q": wanted.q,
        "trivial": "1" if wanted.trivial else None,
        "before": before,
    }
    kinds = [("kind", kind) for kind in wanted.kinds]
    return urlencode([*kinds, *((name, value) for name, value in given.items() if value)])


def say_filters(wanted: Wanted) -> str:
    """The filters in French, in one line; empty where there are none."""
    return ", ".join(_said(wanted))


def _said(wanted: Wanted) -> Iterator[str]:
    if wanted.kinds:
        yield " ou ".join(french.CHANGES[kind] for kind in wanted.kinds)
    if wanted.section:
        yield f"rubrique {wanted.section}"
    if wanted.site:
        yield f"site {wanted.site}"
    if wanted.q:
        yield f"articles où l’on trouve «\u00a0{wanted.q}\u00a0»"
    if wanted.since:
        yield f"depuis le {french.day(wanted.since)}"
    if wanted.until:
        yield f"jusqu’au {french.day(wanted.until)}"
    if wanted.trivial:
        yield "changements minimes compris"
