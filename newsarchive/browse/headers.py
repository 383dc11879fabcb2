"""Headers of every answer, what of a request's is believed, and what is not answered."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datasette.utils.asgi import Response

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refuse = Callable[[int], Awaitable["Response"]]
"""Makes the answer of a status."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""No script runs, nothing is asked of any other server, and no other site frames a page."""

_HOST: Final = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"interest-cohort=(), camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def with_headers(app: App) -> App:
    """An ASGI application that adds `HEADERS` to all that `app` answers."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in HEADERS}
                kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in given]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        await app(scope, receive, sent)

    return guarded


def reading_only(app: App, refuse: Refuse) -> App:
    """An ASGI application that answers as `app` does to who asks to read, and refuses all others (405)."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await app(scope, receive, send)
            return
        response = await refuse(405)
        response.headers["allow"] = "GET, HEAD"
        await response.asgi_send(send)

    return guarded


def on_known_host(app: App, public_url: str | None, refuse: Refuse) -> App:
    """An ASGI application that is always asked on the host of `public_url`, whatever a request says.

    Without that it is the host that was asked; what can be none is refused (400, RFC 9112, section 3.2). Cookies are
    not for us: they come from what else is on that host, and a malformed one would make every page an error.
    """
    known = urlsplit(public_url) if public_url else None
    known_hosts = [known.netloc.encode("idna")] if known else None

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        hosts = known_hosts or [value for name, value in scope["headers"] if name == b"host"]
        if not all(map(_HOST.fullmatch, hosts)):
            await (await refuse(400)).asgi_send(send)
            return
        scheme = known.scheme if known else scope.get("scheme", "http")
        kept = [(name, value) for name, value in scope["headers"] if name not in {b"host", b"cookie"}]
        await app({**scope, "scheme": scheme, "headers": [*kept, *((b"host", host) for host in hosts)]}, receive, send)

    return guarded
