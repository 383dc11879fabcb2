"""What a whole record says of itself, held against what it holds (WARC 1.1, WARC-Block-Digest, WARC-Payload-Digest)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from .digests import holds, is_known
from .reading import Record
from .writing import GZIP_HEAD

_RAW_DEFLATE: Final = -15
_TAIL: Final = 8
"""CRC and length, which end a gzip member (RFC 1952)."""


def flaws(record: Record, packed: bytes) -> Iterator[str]:
    """What is wrong with a record of our own, half sentences; `packed` is its gzip member.

    All of that was held against its CRC and its length when it was read, but for the bits that fill up its last byte.
    """
    if not _is_filled_up_with_zeros(packed):
        yield "the end of its gzip member is not as it was written"
    if not _is_of(record.headers.get("warc-block-digest", ""), record.block):
        yield "its block is not what its WARC-Block-Digest says"
    if record.type == "response" and not _is_of(record.payload_digest, record.payload):
        yield "its payload is not what its WARC-Payload-Digest says"


def _is_of(digest: str, content: bytes) -> bool:
    return is_known(digest) and holds(digest, content)


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
