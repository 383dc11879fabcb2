"""What is to be run, and how often: the same for cron and systemd."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from newsarchive.errors import Unschedulable
from newsarchive.scheduling.calendar import Calendar, calendar

_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Ends a line of a crontab or a setting of a unit, or is no UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A crawl to be repeated. Raises Unschedulable for text that fits into no crontab or unit."""

    site: str
    archive: Path
    """Absolute."""
    every: int
    """Minutes, as `calendar.interval` gives them."""
    program: tuple[str, ...]
    """The words that start newsarchive; the first is the absolute path of an executable."""
    environment: Mapping[str, str]
    """Variables it needs; it can count on no others."""
    options: Mapping[str, str]
    """Of `crawl`, by their name: {"--limit": "20"}."""
    flags: tuple[str, ...] = ()
    """Of `crawl` too, those that take nothing."""

    def __post_init__(self) -> None:
        for text in (*self.words, *self.environment.values()):
            if _UNWRITABLE.search(text):
                raise Unschedulable(
                    f"{text!r} holds a line break, another control character or damaged text, which neither a crontab "
                    "nor a systemd unit can hold: rename it."
                )

    @property
    def words(self) -> tuple[str, ...]:
        """The whole command."""
        options = (word for pair in self.options.items() for word in pair)
        return (*self.program, "crawl", self.site, "--archive", str(self.archive), *options, *self.flags, "--quiet")

    @property
    def calendar(self) -> Calendar:
        """When it starts: always the same for one archive, at another time for the next."""
        return calendar(self.every, int(self._digest, 16))

    @property
    def name(self) -> str:
        """Name of the systemd units, which no other site or archive has."""
        return f"newsarchive-{self.site}-{self._digest[:6]}"

    @property
    def runs_a_command(self) -> bool:
        """Whether a program of the user's own is started, which may need more than a crawl does."""
        return "--alert-command" in self.options

    @property
    def _digest(self) -> str:
        return sha256(f"{self.archive}\n{self.site}".encode()).hexdigest()
