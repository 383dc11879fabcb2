"""Captures from WARC files as other tools write them."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from base64 import b32encode, b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from newsarchive.demo import Replica, running
from newsarchive.intake.decoding import decoded
from newsarchive.warc.writing import payload_digest
from tests.warc.records import DATE, HTML, captures, http, only, packed, record, skipped, write

GET = b"GET /1 HTTP/1.1\r\nHost: a.example\r\n\r\n"
AT = datetime(2019, 5, 20, 15, 18, 57, tzinfo=UTC)


def test_common_crawl_unpacks_bodies_and_renames_headers(tmp_path: Path) -> None:
    head = ("X-Crawler-Transfer-Encoding: chunked", "X-Crawler-Content-Encoding: gzip", f"Content-Length: {len(HTML)}")
    block = http(HTML, *head)
    digests = (f"WARC-Payload-Digest: {payload_digest(HTML)}", f"WARC-Block-Digest: {payload_digest(block)}")
    path = write(
        tmp_path,
        packed(
            record(b"isPartOf: CC-NEWS\r\n", kind="warcinfo"),
            record(GET, "WARC-IP-Address: 192.0.2.7", kind="request", url="https://a.example/r"),
            record(block, "WARC-Concurrent-To: <urn:uuid:https://a.example/r>", "WARC-IP-Address: 192.0.2.7", *digests),
            record(b"fetchTimeMs: 203\r\n", kind="metadata"),
        ),
    )
    capture = only(path)
    assert (capture.url, capture.date, capture.status, capture.ip_address) == (
        "https://a.example/1",
        AT,
        200,
        "192.0.2.7",
    )
    assert (capture.request_head, capture.response_head + capture.payload) == (GET, block)
    assert (capture.record_id, capture.refers_to) == ("<urn:uuid:https://a.example/1>", None)
    assert skipped(path) == ["warcinfo", "request", "metadata"]


def test_browsertrix_writes_the_request_behind_and_its_own_resources(tmp_path: Path) -> None:
    block = http(HTML, "x-orig-content-encoding: br", f"content-length: {len(HTML)}")
    digest = f"WARC-Payload-Digest: sha-256:{hashlib.sha256(HTML).hexdigest()}"
    path = write(
        tmp_path,
        packed(
            record(block, digest, version="WARC/1.1", date="2019-05-20T15:18:57.123456789Z"),
            record(
                GET, "WARC-Concurrent-To: <urn:uuid:https://a.example/1>", kind="request", url="https://a.example/1#"
            ),
            record(b"{}", "Content-Type: application/json", kind="resource", url="urn:pageinfo:https://a.example/1"),
            record(HTML, "Content-Type: text/html", kind="resource", url="urn:view:https://a.example/1"),
        ),
    )
    capture = only(path)
    assert capture.date == AT.replace(microsecond=123456)
    assert (capture.request_head, capture.response_head + capture.payload) == (GET, block)
    assert skipped(path) == ["request", "resource", "not HTTP"]


def test_heritrix_keeps_chunks_names_and_originals(tmp_path: Path) -> None:
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(HTML), HTML)
    original = ("WARC-Refers-To-Target-URI: https://a.example/0", "WARC-Refers-To-Date: 2018-01-02T03:04:05Z")
    profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    mark = "WARC-Concurrent-To: <urn:uuid:https://a.example/1>"
    path = write(
        tmp_path,
        packed(
            record(b"20190520151857\na.example. 300 IN A 10.0.0.1\n", "Content-Type: text/dns", url="dns:a.example"),
            record(http(body, "Transfer-Encoding: chunked"), f"WARC-Payload-Digest: {payload_digest(body)}"),
            record(b"via: https://a.example/\r\n", mark, kind="metadata", url="https://a.example/m"),
            record(http(b"", "Content-Length: 99"), profile, *original, kind="revisit", url="https://a.example/2"),
        ),
    )
    whole, revisit = captures(path)
    assert whole.payload == HTML
    assert revisit.refers_to == ("https://a.example/0", datetime(2018, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert (revisit.status, revisit.payload, revisit.headers["content-type"]) == (200, b"", "text/html")
    assert skipped(path) == ["not HTTP", "metadata"]


@pytest.mark.parametrize("is_packed", [False, True])
def test_warcio_is_read(is_packed: bool, tmp_path: Path) -> None:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=is_packed, warc_version="1.1")
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "somebody's"}))
    response = writer.create_warc_record("https://a.example/1", "response", io.BytesIO(HTML), http_headers=headers)
    lines = StatusAndHeaders("GET /1 HTTP/1.1", [("Host", "a.example")], is_http_request=True)
    request = writer.create_warc_record("https://a.example/1", "request", http_headers=lines)
    writer.write_request_response_pair(request, response)
    again = writer.create_revisit_record("https://a.example/1", "sha1:A", "https://a.example/1", DATE, headers)
    writer.write_record(again)
    whole, revisit = captures(write(tmp_path, file.getvalue()))
    assert (whole.payload, whole.request_head) == (HTML, GET)
    assert revisit.refers_to == ("https://a.example/1", AT)


@pytest.mark.parametrize("options", [("--warc-cdx",), ("--warc-cdx", "--no-warc-compression")])
@pytest.mark.parametrize("accepted", ["none", "gzip"])
def test_wget_is_read(options: tuple[str, ...], accepted: str, tmp_path: Path) -> None:
    if not shutil.which("wget"):
        pytest.skip("wget is not there: it is Debian's package of that name")
    replica = Replica()
    path = next(iter(replica.truth())).removeprefix(replica.home)
    with running(replica) as home:
        wget(tmp_path, "one", home + path, home + "/not-there/", f"--compression={accepted}", *options)
        wget(tmp_path, "two", home + path, "--warc-dedup=one.cdx", f"--compression={accepted}", *options)
    first, missing = captures(next(tmp_path.glob("one.warc*")))
    second = only(next(tmp_path.glob("two.warc*")))
    assert (first.url, first.status, missing.status) == (home + path, 200, 404)
    coding = first.headers.get("content-encoding", "")
    assert decoded(first.payload, [coding], limit=10**6) == replica.serve(path).answer.body
    assert first.request_head.startswith(f"GET {path} HTTP/1.1\r\n".encode())
    assert first.ip_address == "127.0.0.1"
    assert (second.payload, second.refers_to, second.refers_to_id) == (b"", None, first.record_id)


def wget(folder: Path, name: str, *arguments: str) -> None:
    command = ["wget", "--quiet", "--tries=1", "--output-document=page", f"--warc-file={name}", *arguments]
    subprocess.run(command, cwd=folder, check=False, env={"PATH": "/usr/bin:/bin", "HOME": str(folder)})


@pytest.mark.parametrize("mark", ["", "WARC-Concurrent-To: <urn:uuid:https://a.example/else>"])
def test_a_request_that_is_not_concurrent_is_anothers(mark: str, tmp_path: Path) -> None:
    path = write(tmp_path, record(GET, *filter(None, [mark]), kind="request", url="https://a.example/r"), record())
    assert only(path).request_head == b""


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_what_came_for_another_method_is_no_page(method: str, tmp_path: Path) -> None:
    request = f"{method} /1 HTTP/1.1\r\n\r\nq=1".encode()
    mark = "WARC-Concurrent-To: <urn:uuid:https://a.example/1>"
    path = write(tmp_path, record(), record(request, mark, kind="request", url="https://a.example/r"))
    assert skipped(path) == ["request", "not GET"]


def test_a_page_that_was_kept_without_its_exchange_counts_as_found(tmp_path: Path) -> None:
    capture = only(write(tmp_path, record(HTML, "Content-Type: text/html; charset=utf-8", kind="resource")))
    assert (capture.status, capture.payload, capture.request_head) == (200, HTML, b"")
    assert capture.headers == {"content-type": "text/html; charset=utf-8", "content-length": str(len(HTML))}
    assert capture.response_head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n")


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("warcinfo", (), "warcinfo"),
        ("metadata", (), "metadata"),
        ("conversion", (), "conversion"),
        ("continuation", ("WARC-Segment-Number: 2",), "continuation"),
        ("response", ("WARC-Segment-Number: 1",), "segmented"),
        ("response", ("WARC-Truncated: length",), "truncated"),
        ("resource", ("Content-Type: text/html", "WARC-Truncated: time"), "truncated"),
        ("resource", ("Content-Type: image/png",), "resource"),
        ("revisit", (), "original unknown"),
        ("revisit", ("WARC-Refers-To-Target-URI: https://a.example/",), "original unknown"),
        ("shortcut", (), "unknown type"),
        ("", (), "unknown type"),
    ],
)
def test_other_records_are_counted(kind: str, fields: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    assert list(skipped(write(tmp_path, record(None, *fields, kind=kind)))) == [reason]


def test_a_response_that_nothing_has_changed_needs_no_original(tmp_path: Path) -> None:
    profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified"
    path = write(tmp_path, record(http(b"", status="HTTP/1.1 304 Not Modified"), profile, kind="revisit"))
    assert (only(path).status, only(path).refers_to) == (304, None)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("<https://a.example/1>", "https://a.example/1"),
        ("HTTP://A.example:8080/é?q=1", "HTTP://A.example:8080/é?q=1"),
        ("", "no address"),
        ("<>", "no address"),
        ("https:///1", "no address"),
        ("https://[1/", "no address"),
        ("https://a.example:port/", "no address"),
        ("ftp://a.example/1", "not HTTP"),
        ("urn:uuid:1", "not HTTP"),
    ],
)
def test_addresses_are_of_the_web(url: str, found: str, tmp_path: Path) -> None:
    path = write(tmp_path, record(url=url))
    assert [*(each.url for each in captures(path)), *skipped(path)] == [found]


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2019-05-20T15:18:57Z", AT),
        ("2019-05-20T15:18:57.5Z", AT.replace(microsecond=500_000)),
        ("2019-05-20T17:18:57+02:00", AT),
        ("2019-05-20T15:18:57", AT),
        ("2019-05-20", "no date"),
        ("2019", "no date"),
        ("20190520151857", "no date"),
        ("2019-02-30T15:18:57Z", "no date"),
        ("0001-01-01T00:00:00+14:00", "no date"),
        ("", "no date"),
    ],
)
def test_dates_are_exact_or_none(date: str, found: object, tmp_path: Path) -> None:
    path = write(tmp_path, record(date=date))
    assert [*(each.date for each in captures(path)), *skipped(path)] == [found]


SHA1 = hashlib.sha1(http(), usedforsecurity=False).digest()


@pytest.mark.parametrize(
    "digest",
    [
        f"sha1:{b32encode(SHA1).decode()}",
        f"sha1:{b32encode(SHA1).decode().lower()}",
        f"SHA-1:{SHA1.hex().upper()}",
        f"sha1:{b64encode(SHA1).decode()}",
        f"md5:{hashlib.md5(http(), usedforsecurity=False).hexdigest()}",
        f"sha256:{b32encode(hashlib.sha256(http()).digest()).decode()}",
        f"sha256:{b32encode(hashlib.sha256(http()).digest()).decode().rstrip('=')}",
        "blake3:AAAA",
        "AAAA",
        "sha1:",
    ],
)
def test_a_digest_that_holds_or_cannot_be_told_is_no_hindrance(digest: str, tmp_path: Path) -> None:
    assert only(write(tmp_path, record(None, f"WARC-Block-Digest: {digest}"))).payload == HTML


@pytest.mark.parametrize(
    "fields",
    [
        ("WARC-Block-Digest: sha1:AAAA",),
        (f"WARC-Block-Digest: {payload_digest(HTML)}", f"WARC-Payload-Digest: {payload_digest(HTML)}"),
        (f"WARC-Payload-Digest: {payload_digest(http())}",),
        (f"WARC-Payload-Digest: md5:{hashlib.md5(b'').hexdigest()}",),
    ],
)
def test_a_digest_that_does_not_hold_tells_damage(fields: tuple[str, ...], tmp_path: Path) -> None:
    assert skipped(write(tmp_path, record(None, *fields))) == ["damaged"]
