"""Lengths of time as people and servers write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 7 * 24 * 3600
"""Seconds that a server is believed when it asks for a pause: more is a mistake, or a ban in other words."""
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)([smh]?)", re.ASCII)


def duration(text: str) -> float:
    """The seconds in `90`, `30s`, `45m` or `2h`; raises ValueError for anything else and for nought."""
    match = _DURATION.fullmatch(text)
    seconds = float(match[1]) * _UNITS[match[2]] if match else 0.0
    if not 0 < seconds < float("inf"):
        raise ValueError(f"{text!r} is no length of time: give seconds, or 30s, 45m, 2h")
    return seconds


def retry_after(header: str, now: datetime) -> float:
    """Seconds from `now` (aware) that a Retry-After header asks to wait; 0 where it asks for nothing that makes sense.

    Either seconds or an HTTP date (RFC 9110, 10.2.3). Never more than `LONGEST_WAIT`.
    """
    text = header.strip()
    if re.fullmatch(r"\d+", text, re.ASCII):
        return float(min(int(text[:20]), LONGEST_WAIT))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), float(LONGEST_WAIT))
