"""Holds an archive against itself: its tables against each other, and each capture against its WARC record."""

from .faults import Fault, Report
from .verify import verify

__all__ = ["Fault", "Report", "verify"]
