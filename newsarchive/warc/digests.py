"""What a record says of itself, held against what it holds (WARC 1.1, WARC-Block-Digest, WARC-Payload-Digest)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from .reading import Record
from .writing import GZIP_HEAD, payload_digest

_RAW_DEFLATE: Final = -15
_TAIL: Final = 8
"""CRC and length, which end a gzip member (RFC 1952)."""


def flaws(record: Record, packed: bytes) -> Iterator[str]:
    """What is wrong with a record of our own, half sentences; `packed` is its gzip member.

    The member's length and CRC were held against its bytes when it was read. They cover neither its head nor the bits
    that fill up its last byte.
    """
    if packed[: len(GZIP_HEAD)] != GZIP_HEAD:
        yield "the head of its gzip member is not as it was written"
    elif not _is_filled_up_with_zeros(packed):
        yield "the end of its gzip member is not as it was written"
    if record.headers.get("warc-block-digest") != payload_digest(record.block):
        yield "its block is not what its WARC-Block-Digest says"
    holds_payload = record.type in ("response", "revisit") and not record.is_identical
    if holds_payload and record.payload_digest != payload_digest(record.payload):
        yield "its payload is not what its WARC-Payload-Digest says"


def _is_filled_up_with_zeros(packed: bytes) -> bool:
    """Whether the highest bit that is set in a stream's last byte means something to who unpacks it."""
    last = packed[-_TAIL - 1]
    if not last:
        return True
    stream = zlib.decompressobj(_RAW_DEFLATE)
    stream.decompress(packed[len(GZIP_HEAD) : -_TAIL - 1])
    other = stream.copy()
    meant = stream.decompress(bytes([last]))
    return other.decompress(bytes([last ^ 1 << (last.bit_length() - 1)])) != meant or not other.eof
