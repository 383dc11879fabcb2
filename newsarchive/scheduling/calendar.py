"""When a crawl starts: at which minutes, hours and days of the machine's local time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from newsarchive.errors import Unschedulable

HOUR: Final = 60
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""As both cron and systemd spell them."""
_UNITS: Final = {"m": 1, "h": HOUR, "d": DAY}
_EVEN: Final = frozenset(
    [minutes for minutes in range(5, HOUR) if HOUR % minutes == 0]
    + [hours * HOUR for hours in range(1, 24) if 24 % hours == 0]
    + [DAY, WEEK]
)
"""Minutes between two runs that the clock's hour, day or week is a multiple of: cron knows no others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Moments of the week, in local time."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...] = ()
    """None named: every hour."""
    day: str | None = None
    """One of DAYS; None: every day."""


def interval(text: str) -> int:
    """Minutes between two runs, from `30m`, `6h`, `1d`. Raises Unschedulable for what fits no clock."""
    found = re.fullmatch(r"([1-9][0-9]{0,5})([mhd])", text)
    minutes = int(found[1]) * _UNITS[found[2]] if found else 0
    if minutes not in _EVEN:
        raise Unschedulable(
            f"{text!r} is no interval that fits the clock: give minutes that divide an hour (5m to 30m), "
            "hours that divide a day (1h, 2h, 3h, 4h, 6h, 8h, 12h), 1d or 7d."
        )
    return minutes


def calendar(every: int, spread: int) -> Calendar:
    """Moments `every` so many minutes (as `interval` gives them); `spread` is any number and picks the first one."""
    offset = spread % every
    if every < HOUR:
        return Calendar(minutes=tuple(range(offset, HOUR, every)))
    return Calendar(
        minutes=(offset % HOUR,),
        hours=() if every == HOUR else tuple(range(offset // HOUR % 24, 24, every // HOUR)),
        day=DAYS[offset // DAY] if every == WEEK else None,
    )
