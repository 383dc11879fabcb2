"""What readers type into the ready questions -> what SQL is asked, and what is said where it cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsarchive.browse.glossary import typeset
from newsarchive.browse.queries import queries
from newsarchive.browse.reading.addresses import known_address
from newsarchive.browse.tables.dates import no_date, stored_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datasette.database import Database


async def asked(database: Database, typed: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parameters of a question with periods and addresses written as the archive has them."""
    return [(name, await _asked(database, name, value)) for name, value in typed]


async def _asked(database: Database, name: str, value: str) -> str:
    if name == "period":
        return stored_date(value) or value.strip()
    if name == "address" and value.strip():
        address: str = await database.execute_fn(lambda conn: known_address(conn, value))
        return address
    return value


def lacking(given: Mapping[str, str]) -> str:
    """Why a question with these parameters cannot be answered: one is no date, or is not given; empty if it can."""
    for name, value in given.items():
        needed = queries().parameters[name].needed if name in queries().parameters else None
        if needed and not value.strip():
            return typeset(f"Tapez {needed}, par exemple « {queries().parameters[name].example} ».")
        if name == "period" and value.strip() and stored_date(value) is None:
            return no_date(value)
    return ""
