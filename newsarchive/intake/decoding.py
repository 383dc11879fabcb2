"""Content decoding that notices a body cut off on the way (RFC 9110, section 8.4; RFC 1952 for gzip)."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, RawIOBase

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

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
        elif coding == "br":
            body = _unbrotlied(body, limit)
        elif coding == "zstd":
            body = _unzstded(body, limit)
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


def _unbrotlied(body: bytes, limit: int) -> bytes:
    """What is in a Brotli stream (RFC 7932)."""
    stream, text, packed = brotli.Decompressor(), b"", body
    try:
        while len(text) <= limit and not stream.is_finished():
            text += (more := stream.process(packed, output_buffer_limit=limit + 1 - len(text)))
            if not more and stream.can_accept_more_data():
                break
            packed = b""
    except brotli.error as error:
        raise UnreadableBody("The compressed response is damaged.") from error
    return _whole(text, limit, is_whole=stream.is_finished())


def _unzstded(body: bytes, limit: int) -> bytes:
    """What is in the frames of a Zstandard stream (RFC 8878)."""
    text, rest, is_whole = b"", body, False
    try:
        while rest or not is_whole:
            stream = zstd.ZstdDecompressor()
            text += stream.decompress(rest, limit + 1 - len(text))
            rest, is_whole = stream.unused_data, stream.eof
            if not is_whole:
                break
    except zstd.ZstdError as error:
        raise UnreadableBody(f"The compressed response is damaged: {error}.") from error
    return _whole(text, limit, is_whole=is_whole)


def _whole(text: bytes, limit: int, *, is_whole: bool) -> bytes:
    if len(text) > limit:
        raise UnreadableBody(f"The response unpacks to more than {limit} bytes, the limit.")
    if not is_whole:
        raise UnreadableBody("The compressed response was cut off before its end.")
    return text
