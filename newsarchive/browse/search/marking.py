"""A text in pieces, with what was looked for told apart; a template escapes each piece, so no text becomes markup.

FTS5's own `highlight()` and `snippet()` look every row up in the index once more, which for the beginning of a word
took 70 ms a row, and mark with characters that a text may have itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from newsarchive.browse.search.expression import Phrase
from newsarchive.browse.search.words import fold_text

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it was looked for."""
Span = tuple[int, int]

EXCERPT: Final = 280
"""Characters of an excerpt, more or less a word."""
_BEFORE = 60
"""Characters of it before the first that was looked for."""


class Marker:
    """Finds phrases in texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        written = sorted({_pattern(phrase) for phrase in phrases}, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(written)})(?![^\W_])") if written else None

    def whole(self, text: str) -> Pieces:
        """All of the text."""
        return tuple(_pieces(text, self._spans(text), 0, len(text)))

    def excerpt(self, text: str) -> Pieces:
        """The part of the text where most was found, else its beginning, in one line."""
        line = " ".join(text.split())
        spans = self._spans(line)
        start, end = _window(line, _richest(spans))
        return tuple(_pieces(line, spans, start, end))

    def _spans(self, text: str) -> list[Span]:
        return [match.span() for match in self._pattern.finditer(fold_text(text))] if self._pattern else []


def found_in(pieces: Pieces) -> int:
    """How often something was found."""
    return sum(is_found for _, is_found in pieces)


def _pattern(phrase: Phrase) -> str:
    return r"[\W_]+".join(map(re.escape, phrase.words)) + (r"[^\W_]*" if phrase.is_beginning else "")


def _richest(spans: list[Span]) -> int:
    """Where the excerpt with the most spans has the first of them; of several, the earliest."""
    best = most = first = 0
    for last, (_, end) in enumerate(spans):
        while end - spans[first][0] > EXCERPT - _BEFORE and first < last:
            first += 1
        if last - first + 1 > most:
            best, most = spans[first][0], last - first + 1
    return best


def _window(line: str, first: int) -> Span:
    """An excerpt about what begins at `first`, between words where it can be."""
    start = max(min(first - _BEFORE, len(line) - EXCERPT), 0)
    if start > 0:
        space = line.find(" ", start - 1, first)
        start = first if space < 0 else space + 1
    end = start + EXCERPT
    if end < len(line):
        space = line.rfind(" ", first, end + 1)
        end = end if space < 0 else space
    return start, min(end, len(line))


def _pieces(text: str, spans: Iterable[Span], start: int, end: int) -> Iterator[tuple[str, bool]]:
    at = start
    if start > 0:
        yield "… ", False
    for first, last in spans:
        if first >= end or last <= start:
            continue
        if first > at:
            yield text[at:first], False
        at = min(last, end)
        yield text[max(first, start) : at], True
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield " …", False
