"""HTTP/1.1 for the replica: GET and HEAD, keep-alive, conditional requests, gzip (RFC 9110 and 9112)."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from newsarchive.demo.exchange import Answer, LoggedRequest, Servable, Served, Stream

Door = Callable[[str, str, bytes], Answer | None]
"""Method, target and body to an answer that does not come from the site; None leaves the request to the site."""
Started = Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]]


class Request(NamedTuple):
    """A request as read from the wire; header names in lower case."""

    method: str
    target: str
    version: str
    headers: Mapping[str, str]

    @property
    def keeps_alive(self) -> bool:
        """Whether the client waits for more on this connection."""
        return self.version != "HTTP/1.0" and self.headers.get("connection", "").lower() != "close"


@contextmanager
def running(replica: Servable, port: int = 0, door: Door | None = None) -> Iterator[str]:
    """Serves the replica on 127.0.0.1 from a thread of its own; yields `http://127.0.0.1:PORT`. Port 0: any free one.

    The `door` is asked before the replica. Raises OSError where the port is taken.
    """
    started: Started = Future()
    thread = threading.Thread(target=_run, args=(replica, port, door, started), name="newsarchive-demo", daemon=True)
    thread.start()
    loop, stop, actual_port = started.result()
    try:
        yield f"http://127.0.0.1:{actual_port}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


def _run(replica: Servable, port: int, door: Door | None, started: Started) -> None:
    try:
        asyncio.run(_serve(replica, port, door, started))
    except OSError as error:
        started.set_exception(error)


async def _serve(replica: Servable, port: int, door: Door | None, started: Started) -> None:
    stop = asyncio.Event()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            while await _exchange(replica, door, reader, writer):
                pass
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", port)
    started.set_result((asyncio.get_running_loop(), stop, server.sockets[0].getsockname()[1]))
    await stop.wait()
    server.close()


async def _exchange(
    replica: Servable, door: Door | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """One request and its answer; whether another may follow."""
    request = parse_request(await reader.readuntil(b"\r\n\r\n"))
    given = await reader.readexactly(int(request.headers.get("content-length", 0)))
    steered = door(request.method, request.target, given) if door else None
    served = Served(steered, "", replica.now) if steered else _find(replica, request)
    status, headers, body = respond(request, served)
    if not steered:
        replica.log(LoggedRequest(request.method, request.target, status, len(body)))
    head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {text}" for name, text in headers.items())]
    writer.write("\r\n".join((*head, "", "")).encode("latin-1"))
    cut_at = served.answer.cut_at
    if served.answer.stream and status == 200 and request.method == "GET":
        await _send_pieces(writer, served.answer.stream, chunked="Transfer-Encoding" in headers)
    writer.write(body[:cut_at])
    await writer.drain()
    return request.keeps_alive and cut_at is None


async def _send_pieces(writer: asyncio.StreamWriter, stream: Stream, *, chunked: bool) -> None:
    """A body of a length nobody knows yet, in chunks (RFC 9112, section 7.1) or until the connection closes."""
    for piece in stream():
        writer.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        await writer.drain()
    if chunked:
        writer.write(b"0\r\n\r\n")


def parse_request(raw: bytes) -> Request:
    """Request line and headers."""
    request_line, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, version = request_line.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    return Request(method, target, version, {name.lower(): text.strip() for name, _, text in pairs})


def _find(replica: Servable, request: Request) -> Served:
    if request.method not in ("GET", "HEAD"):
        return Served(Answer(status=405), "", replica.now)
    if request.headers.get("host", "") == replica.home.removeprefix("https://www."):
        return Served(Answer(status=301, location=replica.home + request.target), "", replica.now)
    return replica.serve(request.target)


def respond(request: Request, served: Served) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body as sent; the body is empty where the answer has a stream instead."""
    answer = served.answer
    headers = {"Content-Type": answer.content_type, "Vary": "Accept-Encoding"}
    if answer.location:
        headers["Location"] = answer.location
    if answer.status == 405:
        headers["Allow"] = "GET, HEAD"
    headers |= answer.headers
    if answer.status == 200 and served.etag:
        headers |= {"ETag": served.etag, "Last-Modified": _http_date(served.last_modified)}
        if is_unchanged(request.headers, served):
            return 304, headers, b""
    if answer.stream:
        return answer.status, headers | ({"Transfer-Encoding": "chunked"} if request.version == "HTTP/1.1" else {}), b""
    body = answer.body
    if answer.content_encoding:
        headers["Content-Encoding"] = answer.content_encoding
    elif len(body) > 500 and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = _compressed(body)
    headers["Content-Length"] = str(len(body))
    return answer.status, headers, b"" if request.method == "HEAD" else body


def is_unchanged(headers: Mapping[str, str], served: Served) -> bool:
    """Whether the client's copy is good (RFC 9110, section 13.2.2): If-None-Match goes before If-Modified-Since."""
    if known := headers.get("if-none-match"):
        tags = (tag.strip().removeprefix("W/") for tag in known.split(","))
        return any(tag in ("*", served.etag) for tag in tags)
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except (TypeError, ValueError):
        return False
    return served.last_modified <= since


@lru_cache(maxsize=1000)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
