"""What a record says of itself, held against what it holds (WARC 1.1, WARC-Block-Digest, WARC-Payload-Digest)."""

from __future__ import annotations

from collections.abc import Iterator

from .reading import Record
from .writing import GZIP_HEAD, payload_digest


def flaws(record: Record, packed: bytes) -> Iterator[str]:
    """What is wrong with a record of our own, half sentences; `packed` is how its gzip member begins.

    The member's length and CRC were held against its bytes when it was read. No checksum covers its head.
    """
    if packed[: len(GZIP_HEAD)] != GZIP_HEAD:
        yield "the head of its gzip member is not as it was written"
    if record.headers.get("warc-block-digest") != payload_digest(record.block):
        yield "its block is not what its WARC-Block-Digest says"
    holds_payload = record.type in ("response", "revisit") and not record.is_identical
    if holds_payload and record.payload_digest != payload_digest(record.payload):
        yield "its payload is not what its WARC-Payload-Digest says"
