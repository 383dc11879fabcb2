"""What changed in a few sentences: those that differ, and nothing of what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newsarchive.browse.differing.body import Piece
from newsarchive.browse.differing.versions import Difference, FieldChange, PartChange, Picture
from newsarchive.browse.differing.words import Segment

MOST: Final = 2_000
"""Characters of all excerpts of a difference."""
_MOST_AROUND: Final = 160
"""Characters of a sentence that are shown before a change, and after it."""
_SENTENCE_END: Final = re.compile(r"[.!?…»](?:\s+|$)|\n+")
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The sentences of one text that changed."""

    name: str
    """Of a field of `Version`; `article_body` or `caption`."""
    segments: tuple[Segment, ...]


def excerpts(told: Difference) -> tuple[tuple[Excerpt, ...], bool]:
    """(what changed around the text, in it and in captions; whether there is more of it). What only moved is left out.

    All of it has MOST characters; what is cut ends with an ellipsis.
    """
    shown: list[Excerpt] = []
    left = MOST
    for excerpt in (*_of_fields(told.fields), *_of_pieces(told.pieces), *_of_pictures(told.pictures)):
        if left <= 0:
            return tuple(shown), True
        segments = tuple(_within(excerpt.segments, left))
        shown.append(Excerpt(name=excerpt.name, segments=segments))
        left -= sum(len(segment.text) for segment in segments)
    return tuple(shown), left <= 0


def _of_fields(changes: Iterable[FieldChange]) -> Iterator[Excerpt]:
    for change in changes:
        if change.name.startswith("date_") or change.name == "page_type":
            yield Excerpt(name=change.name, segments=_replaced(change.before, change.after))
        else:
            yield Excerpt(name=change.name, segments=tuple(_sentences(change.segments)))


def _of_pieces(pieces: Iterable[Piece]) -> Iterator[Excerpt]:
    for piece in pieces:
        for part in piece.items or (piece,):
            if part.status not in ("moved-here", "moved-away") and any(one.kind != "equal" for one in part.segments):
                yield Excerpt(name="article_body", segments=tuple(_sentences(part.segments)))


def _of_pictures(changes: Iterable[PartChange]) -> Iterator[Excerpt]:
    for change in changes:
        before, after = (part.caption if isinstance(part, Picture) else None for part in (change.before, change.after))
        segments = next((field.segments for field in change.fields if field.name == "caption"), None)
        if before != after:
            yield Excerpt(name="caption", segments=tuple(_sentences(segments or _replaced(before, after))))


def _replaced(before: str | None, after: str | None) -> tuple[Segment, ...]:
    both = Segment(kind="delete", text=before or ""), Segment(kind="insert", text=after or "")
    return tuple(segment for segment in both if segment.text)


def _sentences(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments, of equal ones only what belongs to a sentence in which something changed."""
    for place, segment in enumerate(segments):
        if segment.kind != "equal":
            yield segment
            continue
        head = _head(segment.text) if place and not _is_ended(segments[place - 1].text) else ""
        tail = _tail(segment.text) if place + 1 < len(segments) else ""
        whole = len(head) + len(tail) >= len(segment.text)
        text = segment.text if whole else f"{head.rstrip()} {_ELLIPSIS} {tail}" if place and tail else head + tail
        if text.strip():
            yield Segment(kind="equal", text=text)


def _is_ended(text: str) -> bool:
    return any(match.end() == len(text) for match in _SENTENCE_END.finditer(text))


def _head(text: str) -> str:
    """The end of a sentence that has begun before the text."""
    end = next((match.end() for match in _SENTENCE_END.finditer(text)), len(text))
    return text[:end] if end <= _MOST_AROUND else text[:_MOST_AROUND].rsplit(" ", 1)[0] + _ELLIPSIS


def _tail(text: str) -> str:
    """The beginning of a sentence that goes on after the text."""
    start = max((match.end() for match in _SENTENCE_END.finditer(text)), default=0)
    rest = text[start:]
    return rest if len(rest) <= _MOST_AROUND else _ELLIPSIS + rest[-_MOST_AROUND:].split(" ", 1)[-1]


def _within(segments: Iterable[Segment], most: int) -> Iterator[Segment]:
    """As many characters of the segments."""
    for segment in segments:
        if len(segment.text) >= most:
            yield Segment(kind=segment.kind, text=f"{segment.text[:most].rstrip()}{_ELLIPSIS}")
            return
        yield segment
        most -= len(segment.text)
