"""Answers that are sent only to those who do not have them yet (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from datasette.utils.asgi import Response

if TYPE_CHECKING:
    from datasette.utils.asgi import Request


def unless_known(request: Request, text: str, content_type: str, modified_at: datetime) -> Response:
    """The text, or 304 to who names its ETag, or, naming none, has asked since `modified_at` (aware)."""
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"etag": tag, "last-modified": format_datetime(modified_at.astimezone(UTC), usegmt=True)}
    if _is_known(request, tag, modified_at):
        return Response("", status=304, headers=headers, content_type=content_type)
    return Response(text, headers=headers, content_type=content_type)


def _is_known(request: Request, tag: str, modified_at: datetime) -> bool:
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = {known.strip().removeprefix("W/") for known in tags.split(",")}
        return bool(known & {tag, "*"})
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return since.astimezone(UTC) >= modified_at
    except (TypeError, ValueError, OverflowError):
        return False
