"""Headers of every answer, and what is not answered: requests that would change something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datasette.utils.asgi import Response

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""No script runs, nothing is asked of any other server, and no other site frames a page."""

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


def reading_only(app: App, refuse: Callable[[], Awaitable[Response]]) -> App:
    """An ASGI application that answers as `app` does to who asks to read, and as `refuse` does to all others."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await app(scope, receive, send)
            return
        response = await refuse()
        response.headers["allow"] = "GET, HEAD"
        await response.asgi_send(send)

    return guarded
