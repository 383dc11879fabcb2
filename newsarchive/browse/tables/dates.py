"""Dates as people type them in a question or a condition -> as the archive's columns hold them."""

from __future__ import annotations

import re
from typing import Final

from newsarchive.browse.glossary import typeset
from newsarchive.browse.search import read_period

_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)T[\d:.+Z -]*")


def stored_date(typed: str) -> str | None:
    """`12/03/2013` and `mars 2013` as `2013-03-12` and `2013-03`, an ISO 8601 time as it is; None for no date."""
    time = _TIME.fullmatch(typed.strip())
    if time:
        return typed.strip() if read_period(time[1]) else None
    return read_period(typed)


def no_date(typed: str) -> str:
    """What is said of what is no date."""
    return typeset(f"« {typed} » n’est pas une date : écrivez par exemple 2013, mars 2013 ou 12/03/2013.")
