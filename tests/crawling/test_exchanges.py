"""Exchanges are what went over the wire, byte for byte, and their heads say nothing untrue of the payload."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from newsarchive.crawling.capture import CaptureMiddleware
from newsarchive.crawling.exchanges import exchange_of
from newsarchive.intake.declared import Declared
from newsarchive.intake.register import Register, Run
from newsarchive.items import Exchange, Page
from tests.crawling.wire import fetched, told

PACKED = gzip.compress(b"<h1>Le pont rouvre</h1>", mtime=0)
LENGTH = b"content-LENGTH: %d\r\n" % len(PACKED)
ODD_HEAD = (
    b"HTTP/1.1 200 Tout va bien \xe9\r\nset-cookie: a=1\r\nX-ODD:  two  blanks\r\n"
    b"Set-Cookie: b=2\r\nconnection: Keep-Alive\r\nContent-Encoding: gzip\r\n" + LENGTH + b"\r\n"
)
CHUNKS = b"4;note=1\r\nLe p\r\n3\r\nont\r\n0\r\nX-Trailer: 1\r\n\r\n"
ANSWERS = {
    "/robots.txt": b"HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\nUser-agent: *\n",
    "/odd?q=%C3%A9&b": ODD_HEAD + PACKED,
    "/chunked": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n" + CHUNKS,
    "/both": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS,
    "/unframed": b"HTTP/1.0 200 OK\r\nconnection: close\r\n\r\nLe pont",
    "/bare-lines": b"HTTP/1.1 200 OK\nContent-Length: 2\nno colon here\nX-Folded: a\n b\n\nok",
    "/hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 404\r\nContent-Length: 0\r\n\r\n",
    "/unchanged": b'HTTP/1.1 304 Not Modified\r\nETag: W/"1"\r\nContent-Length: 61000\r\n\r\n',
    "/carrier": b"HTTP/1.1 200 OK\r\nX-Newsarchive-Heads: %%\r\nContent-Length: 2\r\n\r\nok",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One fetch of every answer."""

    base_url: str
    received: Mapping[str, bytes]
    """What the server was sent, by path."""
    exchanges: Mapping[str, Exchange]

    def head(self, path: str) -> bytes:
        return self.exchanges[path].response_head


@pytest.fixture(scope="module")
def fetch() -> Iterator[Fetch]:
    with told(ANSWERS) as (base_url, received):
        exchanges = fetched(base_url, [path for path in ANSWERS if path != "/robots.txt"])
        yield Fetch(base_url=base_url, received=received, exchanges=exchanges)


def test_every_answer_has_an_exchange_that_of_robots_txt_too(fetch: Fetch) -> None:
    assert set(fetch.exchanges) == set(ANSWERS)
    assert {exchange.ip_address for exchange in fetch.exchanges.values()} == {"127.0.0.1"}


@pytest.mark.parametrize("path", ANSWERS)
def test_the_request_is_what_the_server_was_sent(fetch: Fetch, path: str) -> None:
    assert fetch.exchanges[path].request_head == fetch.received[path]
    assert fetch.received[path].startswith(b"GET %b HTTP/1.1\r\n" % path.encode())
    assert b"\r\nAccept-Encoding: gzip\r\n" in fetch.received[path]


@pytest.mark.parametrize("path", ["/robots.txt", "/odd?q=%C3%A9&b", "/unframed", "/bare-lines", "/carrier"])
def test_a_head_that_is_true_is_kept_as_it_came(fetch: Fetch, path: str) -> None:
    exchange = fetch.exchanges[path]
    assert exchange.response_head + exchange.payload == ANSWERS[path]


def test_undone_chunks_are_not_claimed(fetch: Fetch) -> None:
    assert fetch.exchanges["/chunked"].payload == b"Le pont"
    assert fetch.head("/chunked") == (
        b"HTTP/1.1 200 OK\r\nX-Archive-Orig-transfer-encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n"
    )


def test_a_length_that_is_not_the_payloads_is_not_claimed(fetch: Fetch) -> None:
    assert b"\r\nX-Archive-Orig-Content-Length: 99\r\nX-Archive-Orig-Transfer-Encoding:" in fetch.head("/both")
    assert b"\r\nX-Archive-Orig-Content-Length: 61000\r\n" in fetch.head("/unchanged")
    assert fetch.exchanges["/unchanged"].payload == b""


def test_an_interim_answer_is_none(fetch: Fetch) -> None:
    assert fetch.head("/hints") == b"HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n"


def test_heads_nobody_kept_are_put_together() -> None:
    url = "https://reader:secret@example.org:8443?q=1#top"
    request = Request(url, headers={"Accept": "text/html", "Proxy-Authorization": "Basic c2VjcmV0"})
    headers = [("Vary", "Accept"), ("Vary", "Cookie"), ("Content-Length", "7"), ("Content-Encoding", "gzip")]
    exchange = exchange_of(request, Response(url, 404, headers, b"Le pont"))
    assert exchange.request_head == b"GET /?q=1 HTTP/1.1\r\nAccept: text/html\r\nHost: example.org:8443\r\n\r\n"
    assert exchange.response_head == (
        b"HTTP/1.1 404 \r\nVary: Accept\r\nVary: Cookie\r\nContent-Length: 7\r\nContent-Encoding: gzip\r\n\r\n"
    )
    assert exchange.ip_address is None


def capturing(kept: list[Page]) -> CaptureMiddleware:
    """The middleware before a recorder that keeps the pages it is told of."""

    def record_visit(page: Page, *_: object, **__: object) -> None:
        kept.append(page)

    route: Any = SimpleNamespace(home="https://example.org", identity=str, serves=lambda _: True)
    spider = SimpleNamespace(name="generic", route=route, options=SimpleNamespace(base_url=None))
    archive: Any = SimpleNamespace(record_visit=record_visit)
    declared = Declared(site="generic", feeds=(), sitemaps=(), listings=(), dates_in_listings=False, route=route)
    register = Register(archive, Run(crawl_id=1, declared=declared))
    recorder: Any = SimpleNamespace(spider=spider, register=register)
    return CaptureMiddleware(recorder, Settings({"DOWNLOAD_MAXSIZE": 1000}))


@pytest.mark.parametrize("kind", ["article", None])
def test_a_page_has_its_exchange_though_its_body_is_unpacked(kind: str | None) -> None:
    kept: list[Page] = []
    meta = {"kind": kind, "identity": "https://example.org/a"} if kind else {}
    request = Request("https://example.org/a", meta=meta)
    response = HtmlResponse(request.url, headers={"Content-Encoding": "gzip"}, body=PACKED)
    unpacked = capturing(kept).process_response(request, response)
    page = request.meta["page"] if kind else kept[0]
    assert page.body == unpacked.body == gzip.decompress(PACKED)
    assert page.exchange is not None
    assert page.exchange.payload is response.body
    assert b"Content-Encoding: gzip" in page.exchange.response_head
