"""What passes between a replica and the server that publishes it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server sends for one address."""

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    location: str | None = None
    content_encoding: str | None = None
    """Set where the body is sent as it stands under this label, right or wrong."""
    cut_at: int | None = None
    """The connection drops after this many bytes of the body."""


class Served(NamedTuple):
    """An answer with its validators."""

    answer: Answer
    etag: str
    last_modified: datetime
    """When the bytes last changed, by the replica's clock."""


class LoggedRequest(NamedTuple):
    """A request the server answered."""

    method: str
    path: str
    """With its query."""
    status: int
    bytes: int
    """Size of the body as sent; 0 for HEAD and 304."""


class Servable(Protocol):
    """A replica, as the server knows it."""

    home: str
    """Scheme and host of the site it is of; the host without `www.` redirects there."""

    @property
    def now(self) -> datetime:
        """The time on the replica's pages."""

    def serve(self, target: str) -> Served:
        """The answer at a path with its query."""

    def log(self, request: LoggedRequest) -> None:
        """Remembers a request."""


def etag_of(body: bytes) -> str:
    """A strong validator (RFC 9110, section 8.8.3)."""
    return f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()[:20]}"'
