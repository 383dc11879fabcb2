"""Schedules to test with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from newsarchive.scheduling import Schedule

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=50) | st.text(
    "a \\%$'\"`#;&|~*@:-=!é", min_size=1, max_size=20
)
"""What may stand in a path or an option."""


def plan(
    archive: str = "/srv/archive",
    *,
    site: str = "macommune",
    every: int = 60,
    program: tuple[str, ...] = ("/usr/bin/python3", "-m", "newsarchive"),
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Schedule:
    return Schedule(
        site=site,
        archive=Path(archive),
        every=every,
        program=program,
        environment=environment or {},
        options=options or {},
    )
