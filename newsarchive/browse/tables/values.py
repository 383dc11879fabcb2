"""A value of a table, as its page shows it: dates and numbers in French, addresses as links, lists without brackets.

Everything a function here returns is escaped.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import datetime
from typing import Final

from markupsafe import Markup, escape

from newsarchive.browse import french

NAMES: Final = {
    "change": french.CHANGES,
    "page_type": french.PAGE_TYPES,
    "discovered_via": french.VIAS,
    "finish_reason": french.FINISH_REASONS,
    "kind": french.KINDS,
    "state": french.ADDRESS_STATES,
    "status": french.STATUSES,
}
"""Column -> what its values are called."""

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)?)?")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST: Final = 200
"""Characters of a text that a table shows."""
_LONGEST_ADDRESS: Final = 60
_PLAIN_NUMBERS: Final = frozenset({"id", "year", "status", "last_status", "hour"})
"""Columns whose numbers are names, not amounts."""


def named_value(column: str, value: object) -> str:
    """What a value is called in French; the value itself where nobody has named it."""
    return french.named(str(value), NAMES.get(column, {}))


def short(text: str, longest: int = _LONGEST) -> str:
    """Not more than the beginning of a text."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def value_html(column: str, value: object, *, unit: str | None = None, whole: bool = False) -> Markup:
    """A value for people; `whole` leaves long text as it is."""
    if isinstance(value, bytes):
        return escape(french.size(len(value)))
    if isinstance(value, int | float):
        return escape(_number(column, value, unit))
    text = str(value)
    if value in (None, ""):
        return Markup("")
    if text in NAMES.get(column, {}):
        return Markup('<span title="{}">{}</span>').format(text, named_value(column, text))
    if _TIME.fullmatch(text):
        return time_html(text)
    if _ADDRESS.fullmatch(text):
        return address_html(text, whole=whole)
    text = _listed(text) if column == "authors" else text
    return _whole(text) if whole else escape(short(text))


def time_html(text: str) -> Markup:
    """An ISO 8601 time as `12/03/2013 17:32` in Paris, a day as `12/03/2013`; as stored in its title."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return escape(text)
    if "T" not in text:
        shown = f"{value:%d/%m/%Y}"
    else:
        shown = f"{french.in_paris(value) if value.tzinfo else value:%d/%m/%Y %H:%M}"
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(text, shown)


def address_html(url: str, *, whole: bool = False) -> Markup:
    """A link to another server, without `https://www.`, and cut short unless `whole`."""
    shown = re.sub(r"^https?://(www\.)?", "", url, flags=re.IGNORECASE)
    link = Markup('<a class="outside" href="{}" rel="noreferrer nofollow external">{}</a>')
    return link.format(url, url if whole else short(shown, _LONGEST_ADDRESS))


def _whole(text: str) -> Markup:
    """All of a text; what is JSON with each part on a line of its own."""
    if text.startswith(("{", "[")):
        with suppress(ValueError):
            return Markup("<pre>{}</pre>").format(json.dumps(json.loads(text), ensure_ascii=False, indent=2))
    return Markup('<div class="prose">{}</div>').format(text) if "\n" in text else escape(text)


def _number(column: str, value: float, unit: str | None) -> str:
    if unit == "bytes":
        return french.size(int(value))
    if column in _PLAIN_NUMBERS:
        return str(value)
    return french.number(int(value) if float(value).is_integer() else value)


def _listed(text: str) -> str:
    try:
        names = json.loads(text)
    except ValueError:
        return text
    return ", ".join(map(str, names)) if isinstance(names, list) else text
