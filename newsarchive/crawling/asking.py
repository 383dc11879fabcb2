"""One HTTP request, as honest as a crawl's; redirects and what to make of an answer are the caller's business."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage, HTTPResponse
from time import monotonic
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import HTTPErrorProcessor, Request, build_opener

from w3lib.url import safe_url_string

from newsarchive.crawling.settings import USER_AGENT
from newsarchive.errors import SiteUnreachable
from newsarchive.extraction.document import MAX_BYTES

_TIMEOUT = 30
"""Seconds without a byte."""
_LONGEST = 120
"""Seconds for one response."""
_PART = 2**16
_REDIRECTS = (301, 302, 303, 307, 308)


class Received(NamedTuple):
    """A response, whatever its status."""

    url: str
    status: int
    reason: str
    headers: HTTPMessage
    body: bytes
    """As sent, read up to one byte more than the limit; empty where its content type was not wanted."""

    @property
    def target(self) -> str | None:
        """Where it redirects to, absolute; None for what is no redirect, or one to itself."""
        target = urljoin(self.url, self.headers.get("location", ""))
        return safe_url_string(target) if self.status in _REDIRECTS and target != self.url else None

    @property
    def headers_joined(self) -> Mapping[str, str]:
        """Names in lower case; repeated headers joined with ", "."""
        names = dict.fromkeys(name.lower() for name in self.headers)
        return {name: ", ".join(self.headers.get_all(name, [])) for name in names}

    @property
    def codings(self) -> list[str]:
        """Content codings of the body, in the order they were applied."""
        return self.headers_joined.get("content-encoding", "").split(",")


class _AsAnswered(HTTPErrorProcessor):
    """Hands on every response: urllib would follow redirects unasked and raise for the other statuses."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


def ask(
    url: str, headers: Mapping[str, str], *, limit: int = MAX_BYTES, kinds: tuple[str, ...] | None = None
) -> Received:
    """The response to one GET, of which at most `limit` bytes and one more are read.

    `kinds` are the content types whose body is wanted, all by default. Raises SiteUnreachable where no whole response
    comes.
    """
    request = Request(url, headers={"User-Agent": USER_AGENT, **headers})
    try:
        with build_opener(_AsAnswered).open(request, timeout=_TIMEOUT) as response:
            wanted = kinds is None or "content-type" not in response.headers
            wanted = wanted or response.headers.get_content_type() in (kinds or ())
            body = _body(response, limit) if wanted else b""
            if wanted and response.length and len(body) <= limit:
                raise SiteUnreachable(f"{url} did not answer in full: {response.length} bytes are missing")
            return Received(url, response.status, response.reason, response.headers, body)
    except (HTTPException, OSError, ValueError) as error:
        raise SiteUnreachable(f"{url} did not answer: {_reason(error)}") from error


def _body(response: HTTPResponse, limit: int) -> bytes:
    """The body, up to one byte more than the limit; raises TimeoutError where it only drips."""
    body = bytearray()
    latest = monotonic() + _LONGEST
    while part := response.read1(min(_PART, limit + 1 - len(body))):
        body += part
        if monotonic() > latest:
            raise TimeoutError(f"after {_LONGEST} s there is no end to it")
    return bytes(body)


def _reason(error: Exception) -> str:
    return str(error.reason if isinstance(error, URLError) else error) or type(error).__name__
