"""WARC files (ISO 28500, WARC 1.1): captures out and in."""

from .reading import BadRecord, Record, cut_off, http_parts, record_at, records, torn_tail
from .soundness import flaws
from .writing import UNCHANGED, Original, WarcWriter, payload_digest, target_uri, warc_date

__all__ = [
    "UNCHANGED",
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
    "target_uri",
    "torn_tail",
    "warc_date",
]
