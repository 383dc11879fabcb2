"""What passes between a replica and the server that publishes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

Stream = Callable[[], Iterator[bytes]]
"""Gives a body piece by piece, as often as it is asked."""

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server sends for one address."""

    status: int = 200
    body: bytes = b""
    stream: Stream | None = None
    """In place of the body, where that is too large to be kept."""
    content_type: str = HTML
    location: str | None = None
    content_encoding: str | None = None
    """Set where the body is sent as it stands under this label, right or wrong."""
    cut_at: int | None = None
    """The connection drops after this many bytes of the body."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, and others in place of those the server would send."""


class Served(NamedTuple):
    """An answer with its validators."""

    answer: Answer
    etag: str
    """Empty where the answer has no validators."""
    last_modified: datetime
    """When the bytes last changed, by the replica's clock."""


class LoggedRequest(NamedTuple):
    """A request the server answered."""

    method: str
    path: str
    """With its query."""
    status: int
    bytes: int
    """Size of the body as sent; 0 for HEAD, 304 and what is made while it is sent."""


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
