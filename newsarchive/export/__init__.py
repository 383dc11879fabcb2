"""Hands an archive on: a module for each format, with `write(collection, file)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FORMATS: Final[Mapping[str, str]] = {
    "cdxj": "an index of the captures, for pywb",
    "wacz": "one file with all captures in it, for ReplayWeb.page",
}
"""Name on the command line, which is the module's too -> what it is."""
