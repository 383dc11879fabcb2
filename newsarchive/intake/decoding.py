"""Content decoding that notices a body cut off on the way (RFC 9110, section 8.4; RFC 1952 for gzip)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, RawIOBase

from ..errors import UnreadableBody
from ..items import Page

GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15
_PIECE = 2**16


def unpacked(page: Page, *, limit: int) -> Page:
    """A page as received without its content codings; raises UnreadableBody."""
    return replace(page, body=decoded(page.body, page.headers.get("content-encoding", "").split(","), limit=limit))


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


class Unpacked(RawIOBase):
    """What is in a gzip stream, as a file that is unpacked a piece at a time; reading raises UnreadableBody."""

    def __init__(self, body: bytes, *, limit: int) -> None:
        self._packed = BytesIO(body)
        self._stream = zlib.decompressobj(_GZIP)
        self._limit = limit
        self._left = limit

    def readable(self) -> bool:
        """As any file to read from."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At least one and at most `size` bytes (a piece of any length without it), none at the end."""
        text = b""
        while not text and (packed := self._next()):
            try:
                text = self._stream.decompress(packed, max(size, 0))
            except zlib.error as error:
                raise UnreadableBody(f"The compressed response is damaged: {error}.") from error
        self._left -= len(text)
        if self._left < 0:
            raise UnreadableBody(f"The response unpacks to more than {self._limit} bytes, the limit.")
        return text

    def _next(self) -> bytes:
        """The next piece that is packed; where a member has ended, the beginning of another."""
        if not self._stream.eof and self._stream.unconsumed_tail:
            return self._stream.unconsumed_tail
        if self._stream.eof:
            self._packed.seek(self._packed.tell() - len(self._stream.unused_data))
            if self._packed.getbuffer()[self._packed.tell() :][: len(GZIP_MAGIC)] != GZIP_MAGIC:
                return b""
            self._stream = zlib.decompressobj(_GZIP)
        piece = self._packed.read(_PIECE)
        if not piece:
            raise UnreadableBody("The compressed response was cut off before its end.")
        return piece


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
