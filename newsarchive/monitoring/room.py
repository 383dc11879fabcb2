"""The monitor of the disk that the archive is on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from newsarchive.items import Finding
from newsarchive.monitoring.evidence import Evidence

FREE: Final = "bytes free"
ARCHIVE: Final = "bytes of the archive"
_LEAST_HISTORY = timedelta(days=1)
_LEAST_DAYS = 7
_GIB = 2**30


def disk(evidence: Evidence) -> Iterator[Finding]:
    """Less room than MONITOR_MIN_FREE_BYTES, or than the archive grows by in a week."""
    free = evidence.now.values.get(FREE)
    if free is None:
        return
    left = f"The archive's disk has {free / _GIB:,.2f} GiB left"
    days = _days_left(evidence, free)
    if free < evidence.limits.min_free_bytes:
        least = f"{evidence.limits.min_free_bytes / _GIB:,.2f} GiB"
        yield Finding(monitor="disk", message=f"{left}; it should never have less than {least}.")
    elif days is not None and days < _LEAST_DAYS:
        message = f"{left}; as the archive grows now, that lasts for {days:.0f} more days."
        yield Finding(monitor="disk", message=message)


def _days_left(evidence: Evidence, free: float) -> float | None:
    """How long the room lasts at the growth of the history; None where that is too short or there is no growth."""
    sizes = [(run.started_at, run.values[ARCHIVE]) for run in evidence.history if ARCHIVE in run.values]
    if not sizes or evidence.now.started_at - sizes[0][0] < _LEAST_HISTORY:
        return None
    days = (evidence.now.started_at - sizes[0][0]) / timedelta(days=1)
    growth = evidence.now.values.get(ARCHIVE, 0.0) - sizes[0][1]
    return free / (growth / days) if growth > 0 else None
