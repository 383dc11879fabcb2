"""The bytes of WARC files that others made: plain, gzip with a member for each record, or gzip as a whole."""

from __future__ import annotations

import os
import re
import zlib
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final

_GZIP: Final = 31
_MAGIC: Final = b"\x1f\x8b\x08"
_PIECE: Final = 1 << 16
_MAX_PIECE: Final = 1 << 20
"""Bytes that a piece is unpacked to at a time."""
_BEGINNING: Final = b"WARC/"
_VERSION: Final = re.compile(rb"WARC/[01]\.\d")
_LONGEST_VERSION: Final = 8
_BEST_RATIO: Final = 1032
"""Deflate packs no better (zlib, technical details)."""


class Stretch:
    """A run of bytes without a break, unpacked; what was read can be put back."""

    def __init__(self, file: BinaryIO, start: int, *, packed: bool) -> None:
        self.broken_at: int | None = None
        """Once all is read: the place of the gzip member that is damaged or torn, at which the stretch ends."""
        size = os.fstat(file.fileno()).st_size
        self.most = size * _BEST_RATIO if packed else size
        """Bytes that there are at most."""
        self._pieces = self._members(file, start) if packed else _pieces(file, start)
        self._packed = packed
        self._held = b""
        self._used = 0
        self._at = start
        self._marks = deque([(start, start)])

    @property
    def offset(self) -> int:
        """Where in the file the next byte is; in a gzip file, where its member begins."""
        while len(self._marks) > 1 and self._marks[1][0] <= self._at:
            self._marks.popleft()
        return self._marks[0][1] if self._packed else self._at

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        parts = []
        while size and self._fill():
            parts.append(self._take(size))
            size -= len(parts[-1])
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def read_line(self, limit: int) -> bytes:
        """Up to the next LF and with it, or `limit` bytes where there is none."""
        line = b""
        while len(line) < limit and not line.endswith(b"\n") and self._fill():
            end = self._held.find(b"\n", self._used) + 1 or len(self._held)
            line += self._take(min(end - self._used, limit - len(line)))
        return line

    def peek(self, size: int) -> bytes:
        """What `read` would give."""
        found = self.read(size)
        self.put_back(found)
        return found

    def put_back(self, text: bytes) -> None:
        """Have what was read last read again."""
        self._held = text + self._held[self._used :]
        self._used = 0
        self._at -= len(text)

    def skip(self, size: int) -> bool:
        """Pass over so many bytes; whether there were as many."""
        while size and self._fill():
            size -= len(self._take(size))
        return not size

    def skip_blank(self) -> bool:
        """Pass over ends of lines; whether anything follows."""
        while self._fill():
            self._take(1)
            if self._held[self._used - 1] not in b"\r\n":
                self._used, self._at = self._used - 1, self._at - 1
                return True
        return False

    def skip_to_record(self) -> None:
        """Pass over all that cannot be the beginning of a record."""
        while text := self.read(_PIECE):
            if found := _VERSION.search(text):
                self.put_back(text[found.start() :])
                return
            if len(text) < _PIECE:
                return
            self.put_back(text[1 - _LONGEST_VERSION :])

    def _fill(self) -> bool:
        """Whether anything is left."""
        while self._used == len(self._held):
            place, self._held, self._used = *next(self._pieces, (0, b"")), 0
            if not self._held:
                return False
            if place != self._marks[-1][1]:
                self._marks.append((self._at, place))
        return True

    def _take(self, size: int) -> bytes:
        taken = self._held[self._used : self._used + size]
        self._used += len(taken)
        self._at += len(taken)
        return taken

    def _members(self, file: BinaryIO, start: int) -> Iterator[tuple[int, bytes]]:
        """What every gzip member holds, in pieces, each with the place of its member."""
        place = at = start
        stream, rest = zlib.decompressobj(_GZIP), b""
        file.seek(at)
        while packed := rest or file.read(_PIECE):
            try:
                text = stream.decompress(packed, _MAX_PIECE)
            except zlib.error:
                break
            if text:
                yield place, text
            rest = stream.unused_data if stream.eof else stream.unconsumed_tail
            at += len(packed) - len(rest)
            if stream.eof:
                place, stream = at, zlib.decompressobj(_GZIP)
        if packed or at > place:
            self.broken_at = place


def stretches(file: BinaryIO) -> Iterator[Stretch]:
    """All that can be unpacked; one follows the other once that is read to its end."""
    packed = file.read(len(_MAGIC)) == _MAGIC or str(file.name).endswith(".gz")
    start: int | None = 0
    while start is not None:
        stretch = Stretch(file, start, packed=packed)
        yield stretch
        start = None if stretch.broken_at is None else _next_member(file, stretch.broken_at + 1)


def _pieces(file: BinaryIO, start: int) -> Iterator[tuple[int, bytes]]:
    file.seek(start)
    while piece := file.read(_PIECE):
        yield start, piece


def _next_member(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member with a record begins, None where there is none."""
    while True:
        file.seek(start)
        piece = file.read(_PIECE)
        found = piece.find(_MAGIC)
        while found >= 0:
            if _begins_record(file, start + found):
                return start + found
            found = piece.find(_MAGIC, found + 1)
        if len(piece) < _PIECE:
            return None
        start += len(piece) - len(_MAGIC) + 1


def _begins_record(file: BinaryIO, place: int) -> bool:
    file.seek(place)
    try:
        return zlib.decompressobj(_GZIP).decompress(file.read(_PIECE), len(_BEGINNING)) == _BEGINNING
    except zlib.error:
        return False
