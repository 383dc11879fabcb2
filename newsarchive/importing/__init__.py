"""Takes captures that others made into an archive, each at its own time."""

from .imports import Imported, import_files

__all__ = ["Imported", "import_files"]
