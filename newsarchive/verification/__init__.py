"""Holds an archive against itself: its tables against each other, and each capture against its WARC record."""

from .faults import LOST, Fault, Report
from .verify import verify

__all__ = ["LOST", "Fault", "Report", "verify"]
