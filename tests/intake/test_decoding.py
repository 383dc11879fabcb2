"""Content codings: whole bodies come out, damaged and endless ones do not."""

from __future__ import annotations

import gzip
import sys
import zlib

import brotli  # type: ignore[import-untyped]
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from newsarchive.errors import UnreadableBody
from newsarchive.intake.decoding import Unpacked, decoded

TEXT = b"<p>" + b"Chap\xc3\xb4 " * 500


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (TEXT, []),
        (TEXT, ["identity"]),
        (gzip.compress(TEXT), ["gzip"]),
        (gzip.compress(TEXT), ["X-Gzip "]),
        (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), ["gzip"]),
        (gzip.compress(TEXT) + b"trailing junk", ["gzip"]),
        (zlib.compress(TEXT), ["deflate"]),
        (zlib.compress(TEXT, wbits=-15), ["deflate"]),
        (gzip.compress(zlib.compress(TEXT)), ["deflate", "gzip"]),
        (brotli.compress(TEXT), ["br"]),
        (gzip.compress(brotli.compress(TEXT)), ["br", "gzip"]),
        (zstd.compress(TEXT), ["zstd"]),
        (zstd.compress(TEXT[:100]) + zstd.compress(TEXT[100:]), ["zstd"]),
    ],
)
def test_the_body_comes_out_as_it_went_in(body: bytes, codings: list[str]) -> None:
    assert decoded(body, codings, limit=len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("body", "codings", "sentence"),
    [
        (gzip.compress(TEXT)[:-20], ["gzip"], "cut off"),
        (b"", ["gzip"], "cut off"),
        (TEXT, ["gzip"], "damaged"),
        (gzip.compress(TEXT)[:40] + b"\0" * 40, ["gzip"], "damaged|cut off"),
        (gzip.compress(b"\0" * 10**6), ["gzip"], "more than"),
        (gzip.compress(TEXT) + gzip.compress(TEXT), ["gzip"], "more than"),
        (brotli.compress(TEXT)[:-5], ["br"], "cut off"),
        (brotli.compress(b"\0" * 10**6), ["br"], "more than"),
        (brotli.compress(TEXT) + b"trailing junk", ["br"], "damaged"),
        (TEXT, ["br"], "damaged"),
        (b"", ["br"], "cut off"),
        (zstd.compress(TEXT)[:-5], ["zstd"], "cut off"),
        (zstd.compress(b"\0" * 10**6), ["zstd"], "more than"),
        (TEXT, ["zstd"], "damaged"),
        (b"", ["zstd"], "cut off"),
        (TEXT, ["compress"], "encoded as compress"),
    ],
)
def test_what_cannot_be_unpacked_is_said_in_a_sentence(body: bytes, codings: list[str], sentence: str) -> None:
    with pytest.raises(UnreadableBody, match=sentence):
        decoded(body, codings, limit=len(TEXT))


@pytest.mark.parametrize("size", [1, 7, 2**20, -1])
@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(TEXT),
        gzip.compress(TEXT[:100]) + gzip.compress(b"") + gzip.compress(TEXT[100:]),
        gzip.compress(TEXT) + b"trailing junk",
    ],
)
def test_a_gzip_stream_is_unpacked_as_it_is_read(body: bytes, size: int) -> None:
    file = Unpacked(body, limit=len(TEXT))
    assert b"".join(iter(lambda: file.read(size), b"")) == TEXT


def test_a_long_stream_is_unpacked_a_piece_at_a_time() -> None:
    text = b"".join(b"%d" % number for number in range(200_000))
    file = Unpacked(gzip.compress(text), limit=len(text))
    assert b"".join(iter(lambda: file.read(1000), b"")) == text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (gzip.compress(TEXT)[:-20], "cut off"),
        (gzip.compress(TEXT)[:40] + b"\0" * 40, "damaged|cut off"),
        (gzip.compress(TEXT) + gzip.compress(TEXT), "more than"),
    ],
)
def test_what_cannot_be_unpacked_is_said_when_it_is_reached(body: bytes, sentence: str) -> None:
    file = Unpacked(body, limit=len(TEXT))
    with pytest.raises(UnreadableBody, match=sentence):
        b"".join(iter(lambda: file.read(100), b""))
