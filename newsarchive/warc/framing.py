"""Finds the records in WARC files that others made, and behind damage the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]
from warcio.statusandheaders import (  # type: ignore[import-untyped]
    StatusAndHeadersParser,
    StatusAndHeadersParserException,
)

from ..errors import FileUnusable
from .stretches import Stretch, stretches

_MAX_LENGTH: Final = 1 << 28
"""Bytes that a record may have: no page is nearly as large."""
_MAX_HEAD: Final = 1 << 16
_PARSER: Final = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)


@dataclass(frozen=True, kw_only=True)
class Framed:
    """A record as it is in its file."""

    offset: int
    """Where it begins, or its gzip member."""
    fields: tuple[tuple[str, str], ...]
    """Its head: names in lower case, in their order."""
    block: bytes | None
    """None where it is larger than what is read."""

    def field(self, name: str) -> str:
        """The first of that name, empty where there is none."""
        return next((value for each, value in self.fields if each == name), "")


@dataclass(frozen=True, slots=True)
class Damage:
    """What is no whole record."""

    offset: int


def framed(path: Path) -> Iterator[Framed | Damage]:
    """All records in their order, and what lies between them; raises FileUnusable where there is no record at all."""
    is_warc = False
    try:
        with path.open("rb") as file:
            for stretch in stretches(file):
                for each in _records(stretch):
                    is_warc = is_warc or isinstance(each, Framed)
                    yield each
    except OSError as error:
        raise FileUnusable(f"{path} cannot be read ({error.strerror}).") from error
    if not is_warc:
        raise FileUnusable(f"{path} holds no WARC record: name files in WARC format, plain or packed with gzip.")


def _records(stretch: Stretch) -> Iterator[Framed | Damage]:
    damaged_at = None
    while stretch.skip_blank():
        offset = stretch.offset
        if record := _record(stretch, offset):
            yield record
        else:
            stretch.skip_to_record()
            damaged_at = offset
            yield Damage(offset)
    if stretch.broken_at is not None and stretch.broken_at != damaged_at:
        yield Damage(stretch.broken_at)


def _record(stretch: Stretch, offset: int) -> Framed | None:
    """The record that begins there; where there is no whole one, None, and another is to be looked for."""
    head = _head(stretch)
    fields = _fields(head)
    length = _length(fields, stretch.most)
    block = None
    if length is not None and length > _MAX_LENGTH:
        return Framed(offset=offset, fields=fields, block=None) if stretch.skip(length) else None
    if length is not None:
        block = stretch.read(length)
        if len(block) == length and _ends(stretch, offset):
            return Framed(offset=offset, fields=fields, block=block)
    stretch.put_back(head[1:] + (block or b""))
    return None


def _head(stretch: Stretch) -> bytes:
    """Up to the blank line and with it."""
    head = line = stretch.read_line(_MAX_HEAD)
    while head.startswith(b"WARC/") and line.strip() and len(head) < _MAX_HEAD:
        line = stretch.read_line(_MAX_HEAD - len(head))
        head += line
    return head


def _fields(head: bytes) -> tuple[tuple[str, str], ...]:
    """None of them where it is no head of a record."""
    try:
        parsed = _PARSER.parse(BytesIO(head))
    except (StatusAndHeadersParserException, EOFError):
        return ()
    return tuple((name.lower(), value.strip()) for name, value in parsed.headers)


def _length(fields: tuple[tuple[str, str], ...], most: int) -> int | None:
    """Bytes of the block, None where the head gives no number that can be true."""
    text = dict(reversed(fields)).get("content-length", "")
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)) or int(text) > most:
        return None
    return int(text)


def _ends(stretch: Stretch, offset: int) -> bool:
    """Whether a block ends there: what follows is an end of a line, another record or nothing."""
    following = stretch.peek(5)
    if not following:
        return stretch.broken_at != offset
    return following[:1] in b"\r\n" or following == b"WARC/"
