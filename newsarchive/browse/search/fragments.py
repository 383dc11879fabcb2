"""Texts in which FTS5 marked what was found -> pieces; a template escapes each, so no text becomes markup."""

from __future__ import annotations

import re
from typing import Final

OPENING: Final = "\ue000"
CLOSING: Final = "\ue001"
"""Passed to `snippet()` and `highlight()`; of the private use area, but a text may have them all the same."""

_MARKED = re.compile(f"{OPENING}([^{OPENING}{CLOSING}]+){CLOSING}")
_MARKS = str.maketrans("", "", OPENING + CLOSING)

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was looked for."""


def pieces(text: str) -> Pieces:
    """The text without its marks, parted at them."""
    parts = ((part.translate(_MARKS), bool(place % 2)) for place, part in enumerate(_MARKED.split(text)))
    return tuple((part, is_found) for part, is_found in parts if part)
