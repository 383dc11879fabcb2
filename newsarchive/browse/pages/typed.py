"""What a reader typed into the fields of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

LONGEST: Final = 500
"""Characters of a field; of more, the first."""


def read_typed(request: Request) -> dict[str, str]:
    """Parameter -> its first value, without white space around it."""
    return {name: str(request.args[name]).strip()[:LONGEST] for name in request.args}
