"""Captures from WARC files of other people's, taken into an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .archive import Archive
from .intake.replay import DeclaredOf


@dataclass(slots=True)
class Imported:
    """What came of the files."""

    taken: int = 0
    """Captures that are in the archive now."""
    known: int = 0
    """Captures that were in it before."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Records that were left out, by reason."""
    articles: int = 0
    """Articles that the archive did not have."""
    versions: int = 0
    """Versions that it did not have."""


def import_files(
    archive: Archive,
    paths: Sequence[Path],
    declared_of: DeclaredOf,
    *,
    sites: Sequence[str],
    tell: Callable[[object], None],
) -> Imported:
    """Take in the captures of these sites; `tell` is called with each record. Raises FileUnusable."""
    raise NotImplementedError
