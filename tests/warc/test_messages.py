"""Responses in WARC records: the head that is kept says nothing untrue of the payload."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from newsarchive.intake.decoding import decoded
from tests.warc.records import HTML, http, only, record, skipped, write

GZIPPED = gzip.compress(HTML, mtime=0)


def test_a_head_that_is_true_is_left_as_it_is(tmp_path: Path) -> None:
    block = http(
        GZIPPED, "Content-Encoding: gzip", f"Content-Length: {len(GZIPPED)}", "X-ODD:  Fran\xe7ois", "x-odd: 2"
    )
    capture = only(write(tmp_path, record(block)))
    assert capture.response_head + capture.payload == block
    assert capture.headers == {
        "content-type": "text/html",
        "content-encoding": "gzip",
        "content-length": str(len(GZIPPED)),
        "x-odd": "Fran\xe7ois, 2",
    }


@pytest.mark.parametrize("end", [b"0\r\n\r\n", b"0\r\n", b"0;last\r\nX-Trailer: 1\r\n\r\n"])
def test_chunks_are_undone(end: bytes, tmp_path: Path) -> None:
    body = b"".join((b"1F;note=1\r\n", HTML[:31], b"\r\n", b"%x\n" % len(HTML[31:]), HTML[31:], b"\n", end))
    capture = only(write(tmp_path, record(http(body, "Transfer-Encoding: Chunked"))))
    assert capture.payload == HTML
    assert capture.response_head.endswith(b"\r\nX-Archive-Orig-Transfer-Encoding: Chunked\r\n\r\n")
    assert "transfer-encoding" not in capture.headers


def test_chunks_that_were_undone_before_are_noticed(tmp_path: Path) -> None:
    capture = only(write(tmp_path, record(http(HTML, "Transfer-Encoding: chunked"))))
    assert capture.payload == HTML
    assert capture.headers["x-archive-orig-transfer-encoding"] == "chunked"


def test_chunks_of_a_packed_body_are_undone(tmp_path: Path) -> None:
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(GZIPPED), GZIPPED)
    capture = only(write(tmp_path, record(http(body, "Transfer-Encoding: chunked", "Content-Encoding: gzip"))))
    assert capture.payload == GZIPPED
    assert capture.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", GZIPPED),
        ("x-gzip", GZIPPED),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML, wbits=-15)),
        ("br", brotli.compress(HTML)),
        ("br, gzip", gzip.compress(brotli.compress(HTML))),
    ],
)
def test_a_coding_is_kept_where_the_body_has_it_and_dropped_where_it_has_not(
    coding: str, body: bytes, tmp_path: Path
) -> None:
    true = only(write(tmp_path, record(http(body, f"Content-Encoding: {coding}"))))
    assert decoded(true.payload, true.headers["content-encoding"].split(","), limit=10_000) == HTML
    untrue = only(write(tmp_path, record(http(HTML, f"Content-Encoding: {coding}", "Content-Length: 99999"))))
    assert untrue.payload == HTML
    assert f"\r\nX-Archive-Orig-Content-Encoding: {coding}\r\n".encode() in untrue.response_head
    assert "content-encoding" not in untrue.headers
    assert "content-length" not in untrue.headers


def test_a_coding_that_is_none_is_dropped(tmp_path: Path) -> None:
    capture = only(write(tmp_path, record(http(HTML, "Content-Encoding: UTF-8"))))
    assert "content-encoding" not in capture.headers


@pytest.mark.parametrize("status", ["HTTP/2 200", "HTTP/2.0 200 ", "HTTP/1.0 200 Tout va bien \xe9", "HTTP/3 200 OK"])
def test_status_lines_of_all_versions_are_read(status: str, tmp_path: Path) -> None:
    capture = only(write(tmp_path, record(http(status=status))))
    assert (capture.status, capture.payload) == (200, HTML)
    assert capture.response_head.startswith(status.encode("latin-1") + b"\r\n")


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
def test_lines_of_a_head_are_parted_by_crlf(newline: str, tmp_path: Path) -> None:
    block = http(HTML, f"X-Long: one{newline}\t two", newline=newline)
    capture = only(write(tmp_path, record(block)))
    assert capture.response_head == b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Long: one two\r\n\r\n"
    assert capture.payload == HTML


def test_a_head_without_an_end_has_no_body(tmp_path: Path) -> None:
    capture = only(write(tmp_path, record(b"HTTP/1.1 304 Not Modified\r\nETag: a")))
    assert (capture.status, capture.payload, capture.headers) == (304, b"", {"etag": "a"})
    assert capture.response_head.endswith(b"ETag: a\r\n\r\n")


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (http(HTML, f"Content-Length: {len(HTML) + 1}"), "truncated"),
        (http(b"%x\r\n%b" % (len(HTML) + 5, HTML), "Transfer-Encoding: chunked"), "truncated"),
        (http(b"%x\r\n%b\r\n" % (len(HTML), HTML), "Transfer-Encoding: chunked"), "truncated"),
        (http(b"%x\r\n%b\r\njunk" % (len(HTML), HTML), "Transfer-Encoding: chunked"), "damaged"),
        (b"", "not HTTP"),
        (HTML, "not HTTP"),
        (b"20190520151857\na.example. 300 IN A 10.0.0.1\n", "not HTTP"),
        (http(status="HTTP/1.1 OK"), "not HTTP"),
        (http(status="HTTP/1.1 2000"), "not HTTP"),
    ],
)
def test_what_is_no_whole_response_is_skipped(block: bytes, reason: str, tmp_path: Path) -> None:
    assert skipped(write(tmp_path, record(block), record(kind="metadata"))) == [reason, "metadata"]


@pytest.mark.parametrize(
    "block",
    [
        http(b"", f"Content-Length: {len(HTML)}", status="HTTP/1.1 304 Not Modified"),
        http(HTML, "Content-Length: many"),
        http(HTML, f"Content-Length: {len(HTML) + 9}", "X-Orig-Content-Encoding: gzip"),
    ],
)
def test_a_length_of_something_else_cuts_nothing_short(block: bytes, tmp_path: Path) -> None:
    assert "content-length" not in only(write(tmp_path, record(block))).headers
