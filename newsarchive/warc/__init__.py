"""WARC files (ISO 28500, WARC 1.1): captures out and in."""

from .digests import flaws
from .reading import BadRecord, Record, cut_off, http_parts, record_at, records, torn_tail
from .writing import NOT_MODIFIED, Original, WarcWriter, payload_digest, safe, warc_date

__all__ = [
    "NOT_MODIFIED",
    "BadRecord",
    "Original",
    "Record",
    "WarcWriter",
    "cut_off",
    "flaws",
    "http_parts",
    "payload_digest",
    "record_at",
    "records",
    "safe",
    "torn_tail",
    "warc_date",
]
