"""WARC files (ISO 28500, WARC 1.1): captures out and in."""

from .reading import BadRecord, Record, cut_off, http_parts, record_at, records, torn_tail
from .writing import Original, WarcWriter, payload_digest

__all__ = [
    "BadRecord",
    "Original",
    "Record",
    "WarcWriter",
    "cut_off",
    "http_parts",
    "payload_digest",
    "record_at",
    "records",
    "torn_tail",
]
