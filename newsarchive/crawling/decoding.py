"""Content decoding that notices a body cut off on the way (RFC 9110, section 8.4; RFC 1952 for gzip)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from ..errors import UnreadableBody

GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15


def decoded(body: bytes, codings: Sequence[str], *, limit: int) -> bytes:
    """The body without its content codings, given as the header lists them; raises UnreadableBody.

    `limit` is the largest number of bytes to unpack to.
    """
    for coding in reversed([coding.strip().lower() for coding in codings]):
        if coding in {"gzip", "x-gzip"}:
            body = gunzipped(body, limit=limit)
        elif coding == "deflate":
            body = _inflated(body, _ZLIB if body[:1] == b"\x78" else _RAW_DEFLATE, limit)[0]
        elif coding not in {"", "identity"}:
            raise UnreadableBody(f"The response is encoded as {coding}, which was not asked for.")
    return body


def gunzipped(body: bytes, *, limit: int) -> bytes:
    """Every member of a gzip stream, joined."""
    text, rest = _inflated(body, _GZIP, limit)
    while rest.startswith(GZIP_MAGIC):
        more, rest = _inflated(rest, _GZIP, limit - len(text))
        text += more
    return text


def _inflated(body: bytes, wbits: int, limit: int) -> tuple[bytes, bytes]:
    """(unpacked, what follows the stream)."""
    stream = zlib.decompressobj(wbits)
    try:
        text = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise UnreadableBody(f"The compressed response is damaged: {error}.") from error
    if len(text) > limit:
        raise UnreadableBody(f"The response unpacks to more than {limit} bytes, the limit.")
    if not stream.eof:
        raise UnreadableBody("The compressed response was cut off before its end.")
    return text, stream.unused_data
