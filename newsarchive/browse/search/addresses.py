"""An address as people paste it -> the spellings under which an archive may know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_LONGEST: Final = 2_000
_AROUND = "<>«»\"'“” \t\u00a0\u202f"
_ABSOLUTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ADDRESS = re.compile(rf"{_ABSOLUTE.pattern}\S+|/\S*[^\W_]\S*|(?:[\w-]+\.)+[a-z]{{2,}}(?::[0-9]+)?/\S*", re.IGNORECASE)
_KEY = re.compile(r"(?:^|/article/)([a-z0-9]{10})(?![^/?#.])")
_TRACKING = re.compile(r"utm_|fbclid$|gclid$|mc_|xtor$|at_|igshid$", re.IGNORECASE)


def pasted_address(typed: str) -> str | None:
    """The address that is all of what was typed: whole, without its scheme, or the path alone; else None."""
    text = typed.strip(_AROUND)
    return text if len(text) <= _LONGEST and _ADDRESS.fullmatch(text) else None


def pasted_key(typed: str) -> str | None:
    """The permanent name of an article that was typed, alone or in the address of its page here."""
    text = typed.strip(_AROUND)
    found = _KEY.search(text) if len(text) <= _LONGEST and not re.search(r"\s", text) else None
    return found[1] if found else None


def address_spellings(address: str, origins: Iterable[str]) -> tuple[str, ...]:
    """Addresses it may stand for, the likeliest first; a path is looked for at each origin (`https://www.exemple.fr`).

    They differ in scheme, `www.`, the slash at the end, the query, and in how letters beyond ASCII are written.
    """
    return tuple(dict.fromkeys((address, *_spellings(address, tuple(origins)))))


def _spellings(address: str, origins: tuple[str, ...]) -> Iterator[str]:
    is_whole = _ABSOLUTE.match(address) is not None
    try:
        parts = urlsplit(address if is_whole or address.startswith("/") else f"//{address}")
    except ValueError:
        return
    places = tuple(_places(parts.netloc.lower())) if parts.netloc else origins
    paths = dict.fromkeys((*_ends(parts.path), *_ends(quote(unquote(parts.path))), *_ends(unquote(parts.path))))
    for query, path, place in product(_queries(parts), paths, places):
        yield f"{place}{path}{query}"


def _places(host: str) -> Iterator[str]:
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    for scheme, name in product(("https", "http"), (host, other)):
        yield f"{scheme}://{name}"


def _ends(path: str) -> tuple[str, str]:
    bare = path.rstrip("/")
    return (f"{bare}/", bare)


def _queries(parts: SplitResult) -> tuple[str, ...]:
    told = [(name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.match(name)]
    return (f"?{urlencode(told)}", "") if told else ("",)
