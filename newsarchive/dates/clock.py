"""The time printed after a day: `à 18h`, `- 17:32`, `, 19 h 21 min`, `à 14:16 UTC+1`."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsarchive.dates.zones import moment, zoned

CLOCK = (
    r"(?:(?: ?[,;|·•-] ?| )?(?:[a?] ?|(?<=[0-9])t)?(?<![0-9])(?P<hour>[0-9]{1,2})"
    r"(?: ?: ?(?=[0-9]{2})| ?h(?:eures?)?(?![a-z]) ?)(?P<minute>[0-9]{2})?(?: ?(?:min(?:utes?)?|mn|m)(?![a-z]))?"
    r"(?: ?: ?(?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?![0-9])"
    r"(?: ?\(?(?P<zone>(?:utc|gmt|tu)(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?|cest|cet|z|[+-][0-9]{2}:?[0-9]{2}"
    r"|heure (?:de paris|francaise))(?![a-z0-9])\)?)?)?"
)
"""Optional, after a day, in folded text: groups hour, minute, second, zone."""


def at_clock(on: date, match: re.Match[str]) -> datetime | date:
    """The day itself where `match` of a regex with CLOCK holds no time, else the instant in Europe/Paris."""
    if match["hour"] is None:
        return on
    hour, minute, second = (int(match[unit] or 0) for unit in ("hour", "minute", "second"))
    return zoned(on, hour, minute, second, match["zone"]) if match["zone"] else moment(on, hour, minute, second)
