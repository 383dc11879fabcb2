"""What Scrapy knows of a request and its response, as the bytes of the exchange: truer with the heads of `wire`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..items import Exchange
from ..warc.messages import true_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy import Request
    from scrapy.http import Response

HEADS = "heads"
"""Key of `Request.meta`: the heads of the last exchange, (as sent, as received), where they are known."""
_SECRET = b"proxy-authorization"
"""Lower-case name of the header that is sent to a proxy of the operator's and is nobody else's business."""


def exchange_of(request: Request, response: Response) -> Exchange:
    """The exchange behind a response that was not unpacked yet; its payload is `response.body` itself.

    Heads that `wire` did not keep are put together from what Scrapy has: names in title case, in another order, and
    without a reason phrase, `Connection` and `Transfer-Encoding`.
    """
    sent, received = request.meta.get(HEADS) or (_sent(request), _received(response))
    return Exchange(
        request_head=sent,
        response_head=true_of(response.body, received),
        payload=response.body,
        ip_address=str(response.ip_address) if response.ip_address else None,
    )


def head_of(first_line: bytes, headers: Iterable[tuple[bytes, Sequence[bytes]]]) -> bytes:
    """A message's head, the blank line included, from its first line and the values of each header."""
    lines = [b"%b: %b" % (name, value) for name, values in headers if name.lower() != _SECRET for value in values]
    return b"\r\n".join([first_line, *lines, b"", b""])


def _sent(request: Request) -> bytes:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {**dict(request.headers.items()), b"Host": [parts.netloc.rpartition("@")[2].encode()]}
    return head_of(f"{request.method} {target} HTTP/1.1".encode(), headers.items())


def _received(response: Response) -> bytes:
    return head_of(f"{response.protocol or 'HTTP/1.1'} {response.status} ".encode(), response.headers.items())
