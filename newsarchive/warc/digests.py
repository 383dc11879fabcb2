"""Digests of WARC records, in the ways they are written: `sha1:` and Base32, or hexadecimal, or Base64."""

from __future__ import annotations

import hashlib
from base64 import b32encode, b64encode
from collections.abc import Iterator
from typing import Final

_ALGORITHMS: Final = {
    "md5": hashlib.md5,
    "sha1": hashlib.sha1,
    "sha-1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha-256": hashlib.sha256,
    "sha512": hashlib.sha512,
    "sha-512": hashlib.sha512,
}


def is_known(digest: str) -> bool:
    """Whether it can be told that a digest does not hold."""
    return digest.partition(":")[0].strip().lower() in _ALGORITHMS and bool(digest.partition(":")[2].strip())


def holds(digest: str, content: bytes) -> bool:
    """Whether a known digest is that of the content."""
    algorithm, _, value = digest.partition(":")
    raw = _ALGORITHMS[algorithm.strip().lower()](content, usedforsecurity=False).digest()
    value = value.strip().rstrip("=")
    return value == b64encode(raw).decode().rstrip("=") or value.lower() in _case_blind(raw)


def _case_blind(raw: bytes) -> Iterator[str]:
    yield raw.hex()
    yield b32encode(raw).decode().lower().rstrip("=")
