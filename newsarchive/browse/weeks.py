"""ISO weeks as people of Paris live them: from Monday to Monday, midnight to midnight, summer time or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self

from newsarchive.browse.french import MONTHS, PARIS, in_paris

_NAME: Final = re.compile(r"([12][0-9]{3})-W([0-9]{2})", re.ASCII)


def day_of(moment: str) -> date:
    """The day in Paris of a time of the archive's (ISO 8601, UTC)."""
    return in_paris(datetime.fromisoformat(moment)).date()


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week, by its Monday."""

    monday: date

    @classmethod
    def named(cls, name: str) -> Self | None:
        """The week of a name as ISO 8601 writes it (`2026-W06`); None for what is none."""
        parts = _NAME.fullmatch(name)
        try:
            return cls(date.fromisocalendar(int(parts[1]), int(parts[2]), 1)) if parts else None
        except ValueError:
            return None

    @classmethod
    def of(cls, day: date) -> Self:
        """The week a day is in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def at(cls, moment: str) -> Self:
        """The week a time of the archive's falls in."""
        return cls.of(day_of(moment))

    @property
    def name(self) -> str:
        """`2026-W06`."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def number(self) -> int:
        """Its number in the year."""
        return self.monday.isocalendar().week

    @property
    def start(self) -> str:
        """When it begins, as the archive writes times."""
        return datetime.combine(self.monday, time(), PARIS).astimezone(UTC).isoformat()

    @property
    def end(self) -> str:
        """When the next one begins."""
        return self.later(1).start

    @property
    def words(self) -> str:
        """`du 2 au 8 février 2026`; month and year of the Monday are said where they are others."""
        sunday = self.monday + timedelta(days=6)
        first = [_ordinal(self.monday.day)]
        if self.monday.month != sunday.month:
            first.append(MONTHS[self.monday.month - 1])
        if self.monday.year != sunday.year:
            first.append(str(self.monday.year))
        return f"du {' '.join(first)} au {_ordinal(sunday.day)} {MONTHS[sunday.month - 1]} {sunday.year}"

    def later(self, weeks: int) -> Week:
        """The week so many weeks on."""
        return Week(self.monday + timedelta(weeks=weeks))


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)
