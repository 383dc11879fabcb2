"""Two texts, word by word: what stands in both, what went, what came, in pieces that read well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Final, Literal

from newsarchive.browse.differing.matching import gaps, matching

SegmentKind = Literal["equal", "insert", "delete"]
_Step = tuple[SegmentKind, str]

_TOKEN: Final = re.compile(
    r"""
      \d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)               # 600 000
    | \d{1,2}[ \u00a0\u202f]?h(?:[ \u00a0\u202f]?\d\d)?(?!\w)  # 17h32, 17 h 32
    | \d+(?:[.,:/-]\d+)+                                   # 600.000, 3,5, 12/03/2013, 2013-2014
    | (?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’]         # l', qu'; aujourd'hui and quelqu'un stay whole
    | \w+(?:['’-]\w+)*
    | \s?[:;?!»%€](?!\w)                                   # a mark with the space that French sets before it
    | «\s?
    | \s+
    | .
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SENTENCE_ENDS: Final = frozenset(".!?…»")
_FARTHEST: Final = 200
"""Characters an insertion is slid by at most."""
_LONGEST: Final = 200_000
"""Characters up to which texts are compared; longer ones that differ are told as replaced."""
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of text. Equal and deleted ones make up the old text, equal and inserted ones the new."""

    kind: SegmentKind
    text: str


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """The segments of two texts; where both differ, what went stands before what came. Equal texts are one segment."""
    if old == new:
        return _segments([("equal", old)])
    if max(len(old), len(new)) > _LONGEST:
        return _segments([("delete", old), ("insert", new)])
    steps = list(_joined(_steps(_TOKEN.findall(old), _TOKEN.findall(new))))
    legible = list(_joined(_legible(steps)))
    return _segments(_joined(_settled(legible)))


def _segments(steps: Iterable[_Step]) -> tuple[Segment, ...]:
    return tuple(Segment(kind=kind, text=text) for kind, text in steps if text)


def _steps(old: list[str], new: list[str]) -> Iterator[_Step]:
    """What went, what came, what stays, in turn and token by token; texts may be empty."""
    pairs = matching(old, new)
    after = [*(i for i, _ in pairs), len(old)]
    for (i, i_end, j, j_end), match in zip(gaps(pairs, (0, len(old), 0, len(new))), after, strict=True):
        yield "delete", "".join(old[i:i_end])
        yield "insert", "".join(new[j:j_end])
        yield "equal", "".join(old[match : match + 1])


def _joined(steps: Iterable[_Step]) -> Iterator[_Step]:
    """As few steps as tell the same: between equal ones at most one that went and one that came."""
    for is_equal, run in groupby((step for step in steps if step[1]), key=lambda step: step[0] == "equal"):
        parts = list(run)
        kinds: tuple[SegmentKind, ...] = ("equal",) if is_equal else ("delete", "insert")
        for kind in kinds:
            if text := "".join(part for of, part in parts if of == kind):
                yield kind, text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """A stretch of steps that is told as one change."""

    start: int
    end: int
    deleted: int
    """Characters that went."""
    inserted: int
    """Characters that came."""


def _legible(steps: Sequence[_Step]) -> Iterator[_Step]:
    """The steps without equal ones that only part what reads as one change."""
    done = 0
    for edit in _edits(steps):
        yield from steps[done : edit.start]
        for kind, text in steps[edit.start : edit.end]:
            if kind != "insert":
                yield "delete", text
            if kind != "delete":
                yield "insert", text
        done = edit.end
    yield from steps[done:]


def _edits(steps: Sequence[_Step]) -> list[_Edit]:
    edits: list[_Edit] = []
    for is_equal, run in groupby(range(len(steps)), key=lambda place: steps[place][0] == "equal"):
        if is_equal:
            continue
        places = list(run)
        sizes = {steps[place][0]: len(steps[place][1]) for place in places}
        edit = _Edit(
            start=places[0], end=places[-1] + 1, deleted=sizes.get("delete", 0), inserted=sizes.get("insert", 0)
        )
        while edits and _is_one(edits[-1], island := steps[edit.start - 1][1], edit):
            edit = _merged(edits.pop(), len(island), edit)
        edits.append(edit)
    return edits


def _is_one(before: _Edit, island: str, after: _Edit) -> bool:
    """Whether two edits read better as one: what parts them has no word, or is shorter than either.

    Mere insertions stay apart, and so do mere deletions: to join them would mark words that nobody touched.
    """
    if not (before.deleted + after.deleted and before.inserted + after.inserted):
        return False
    smaller = min(max(edit.deleted, edit.inserted) for edit in (before, after))
    return not _WORD.search(island) or len(island.strip()) <= smaller


def _merged(before: _Edit, between: int, after: _Edit) -> _Edit:
    return _Edit(
        start=before.start,
        end=after.end,
        deleted=before.deleted + between + after.deleted,
        inserted=before.inserted + between + after.inserted,
    )


def _settled(steps: Sequence[_Step]) -> Iterator[_Step]:
    """The steps with mere insertions and deletions slid to where a sentence or a word begins.

    What is inserted before « Le préfet » is « Le maire part. », though « maire part. Le » would come to the same text.
    """
    texts = [text for _, text in steps]
    for place, (before, edit, after) in enumerate(zip(steps, steps[1:], steps[2:], strict=False)):
        if before[0] == after[0] == "equal" != edit[0]:
            texts[place : place + 3] = _slid(*texts[place : place + 3])
    return ((kind, text) for (kind, _), text in zip(steps, texts, strict=True))


def _slid(before: str, edit: str, after: str) -> tuple[str, str, str]:
    back = _in_common(before[: -_FARTHEST - 1 : -1], edit[: -_FARTHEST - 1 : -1])
    on = _in_common(after[:_FARTHEST], edit[:_FARTHEST])
    near = before[-back - 2 :]
    text = near + edit + after[: on + 2]
    places = range(len(near) - back, len(near) + on + 1)
    best = max(places, key=lambda at: (_break(text, at) + _break(text, at + len(edit)), at == len(near)))
    slide = best - len(near)
    if slide < 0:
        return before[:slide], before[slide:] + edit[:slide], edit[slide:] + after
    return before + edit[:slide], edit[slide:] + after[:slide], after[slide:]


def _in_common(one: str, other: str) -> int:
    """Characters that two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _break(text: str, at: int) -> int:
    """How natural it is to cut a text here: at its ends, after a sentence, after a word, before a space, elsewhere."""
    if at in (0, len(text)):
        return 4
    if not text[at - 1].isspace():
        return int(text[at].isspace())
    return 3 if text[at - 1] == "\n" or text[at - 2 : at - 1] in _SENTENCE_ENDS else 2
