"""HTTP responses as the records of WARC files hold them: heads that are made true of their payload."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_BLANK_LINE: Final = re.compile(rb"\r\n\r\n|\n\r?\n|\r\r")
_END_OF_LINE: Final = re.compile(rb"\r\n|\n|\r")
_FOLD: Final = re.compile(rb"(?:\r\n|\n|\r)[ \t]+")
"""A header that goes on in the next line (RFC 9112, section 5.2)."""
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+([1-9]\d\d)(?!\d)")
"""HTTP/2 too, as browsers' archivers write it; it has no status line of its own."""
_CHUNK: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_FRAMING: Final = re.compile(rb"^(transfer-encoding|content-length):([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_CODING: Final = re.compile(rb"^(?=content-encoding:)", re.IGNORECASE | re.MULTILINE)
_UNTRUE: Final = b"X-Archive-Orig-"
"""Customary prefix in WARC files for a header that was received and is not true of what is kept."""
_MAGIC: Final = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z][\t\r\n -~]{3}")
_NUMBER: Final = re.compile(r"[0-9]{1,18}$")
_EMPTY: Final = frozenset({204, 304})
"""Statuses whose Content-Length is that of another response."""


class NoMessage(ValueError):
    """Bytes that are no HTTP response, with a word or two on why."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """An HTTP response."""

    status: int
    head: bytes
    """The blank line included, lines parted by CRLF; no header that is not true of `payload`."""
    headers: Mapping[str, str]
    """As in `head`: names in lower case; repeated headers joined with ", "."""
    payload: bytes
    """With its content coding, without chunks."""


def true_of(payload: bytes, head: bytes) -> bytes:
    """The head without the chunks that were undone, and without a length that is another's."""
    length = b"%d" % len(payload)

    def line(found: re.Match[bytes]) -> bytes:
        is_true = found[1].lower() == b"content-length" and found[2].strip() == length
        return found[0] if is_true else _UNTRUE + found[0]

    return _FRAMING.sub(line, head)


def split(block: bytes) -> tuple[bytes, bytes]:
    """(head, body) of a message; lines of the head are parted by CRLF, and end with a blank one."""
    end = _BLANK_LINE.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    lines = _END_OF_LINE.split(_FOLD.sub(b" ", head).strip(b"\r\n"))
    return b"\r\n".join([*lines, b"", b""]), body


def message(block: bytes) -> Message:
    """The response in a record; raises NoMessage."""
    head, body = split(block)
    status = _status(head)
    declared = headers_of(head)
    payload = body
    if "chunked" in declared.get("transfer-encoding", "").lower() and (joined := _unchunked(body)) is not None:
        payload = joined
    codings = [coding.strip().lower() for coding in declared.get("content-encoding", "").split(",")]
    if not _is_coded(payload, codings[-1]):
        head = _CODING.sub(_UNTRUE, head)
    elif payload is body and _falls_short(status, declared, body):
        raise NoMessage("truncated")
    head = true_of(payload, head)
    return Message(status=status, head=head, headers=headers_of(head), payload=payload)


def bare(block: bytes) -> Message:
    """A response whose payload is elsewhere: what its head says of the content coding is left as it is."""
    head = true_of(b"", split(block)[0])
    return Message(status=_status(head), head=head, headers=headers_of(head), payload=b"")


def headers_of(head: bytes) -> dict[str, str]:
    """Names in lower case; repeated headers joined with ", "."""
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon and name:
            headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
    return headers


def _status(head: bytes) -> int:
    found = _STATUS.match(head)
    if not found:
        raise NoMessage("not HTTP")
    return int(found[1])


def _unchunked(body: bytes) -> bytes | None:
    """The chunks joined, None where a body has none; raises NoMessage where they do not go on to the last."""
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if not size:
            return b"".join(pieces)
        at = found.end() + size
        if at > len(body):
            raise NoMessage("truncated")
        pieces.append(body[found.end() : at])
        at += len((_END_OF_LINE.match(body, at) or [b""])[0])
    if not pieces:
        return None
    raise NoMessage("truncated" if at >= len(body) else "damaged")


def _is_coded(payload: bytes, coding: str) -> bool:
    """Whether a body can be as its content coding says; what begins like markup was unpacked before it was kept."""
    if not payload or coding in {"", "identity"}:
        return True
    if magic := _MAGIC.get(coding):
        return payload.startswith(magic)
    return not _MARKUP.match(payload)


def _falls_short(status: int, declared: Mapping[str, str], body: bytes) -> bool:
    """Whether less came than the server announced; what was unpacked before it was kept has another length."""
    length = declared.get("content-length", "")
    if status in _EMPTY or any(name.endswith("-content-encoding") for name in declared):
        return False
    return bool(_NUMBER.match(length)) and len(body) < int(length)
