"""Hands an archive on: one module for each format, each with HELP and `write(collection, file)`."""

from __future__ import annotations

from typing import Final

FORMATS: Final = ("cdxj", "wacz")
"""Names of the modules, and of the formats on the command line."""
