"""Readers' comments under an article: a run of authors, dates and texts that a line or a name says are comments.

What a comment is, structure tells: the largest element around the line of its date in which no other comment is dated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from lxml.etree import _Element as Element

from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.reading import Piece, ancestors
from newsarchive.extraction.remarks import (
    LONGEST_LINE,
    Stamp,
    announces_comments,
    is_action,
    is_badge,
    is_name,
    is_reply,
    mentions_comments,
    names_author,
    names_comments,
    names_digest,
    read_stamp,
    style,
    without_actions,
    without_says,
)
from newsarchive.items import Comment

_REACH = 15
"""How many pieces (a form, a notice) may stand between the line that announces comments and the first of them."""
_BEYOND = 40
"""How many pieces past the last date lines are looked for at which the last comment must end."""
_PROSE = 80
"""Characters of a paragraph: a line that announces comments before any paragraph only counts them."""
_SHORT_LINK = 20
_REPLY_REACH = 6


@dataclass(slots=True)
class _Unit:
    """One comment: where its date stands, the element around it, and its pieces."""

    at: int
    stamp: Stamp
    element: Element
    pieces: list[int]


def part_comments(
    pieces: list[Piece], headline_at: int, landmarks: Landmarks
) -> tuple[tuple[Comment, ...], list[Piece]]:
    """The comments that stand after a headline, in page order, dates as printed; and the pieces that are of none."""
    lines = [(i, piece.text) for i, piece in enumerate(pieces) if len(piece.text) <= LONGEST_LINE and i > headline_at]
    if not mentions_comments("\n".join([text for _, text in lines])):
        return (), pieces
    stamps = [(i, stamp) for i, text in lines if (stamp := read_stamp(text)) and pieces[i].kind != "image"]
    fences = set(ancestors(pieces[headline_at])) if headline_at >= 0 else set()
    prose = next((i for i in range(headline_at + 1, len(pieces)) if _is_prose(pieces[i])), len(pieces))
    groups = [_announced(pieces, group, prose, fences, landmarks) for group in _alike(pieces, stamps)]
    for _, group in sorted(filter(itemgetter(1), groups), key=lambda found: (found[0], len(found[1])), reverse=True):
        units = _units(pieces, group, fences, landmarks)
        comments = tuple(_comments(pieces, units))
        if any(comment.author for comment in comments):
            taken = {i for unit in units for i in unit.pieces}
            return comments, [piece for i, piece in enumerate(pieces) if i not in taken]
    return (), pieces


def _is_prose(piece: Piece) -> bool:
    return len(piece.text) >= _PROSE and not piece.links and piece.kind != "image"


def _alike(pieces: list[Piece], stamps: list[tuple[int, Stamp]]) -> Iterable[list[tuple[int, Stamp]]]:
    """Stamps in groups that are marked up in the same way: a date inside a comment's text is marked up otherwise."""
    groups: dict[tuple[object, ...], list[tuple[int, Stamp]]] = defaultdict(list)
    for at, stamp in stamps:
        element = pieces[at].element
        parent = element.getparent()
        groups[(element.tag, style(element), None if parent is None else parent.tag)].append((at, stamp))
    return groups.values()


def _announced(
    pieces: list[Piece], group: list[tuple[int, Stamp]], prose: int, headline: set[Element], landmarks: Landmarks
) -> tuple[int, list[tuple[int, Stamp]]]:
    """How the page says that some of a group are comments, and which: those named so, else all from the first on."""
    found = [_evidence(pieces, at, prose, headline, landmarks) for at, _ in group]
    best = max(found)
    if best == 1:
        return best, _until_fence(pieces, group[found.index(best) :], landmarks)
    return best, [stamp for stamp, evidence in zip(group, found, strict=True) if evidence == best == 2]


def _until_fence(pieces: list[Piece], group: list[tuple[int, Stamp]], landmarks: Landmarks) -> list[tuple[int, Stamp]]:
    """The stamps before the heading of something else."""
    start, end = group[0][0], group[-1][0]
    fence = next((i for i in range(start, end) if _is_other_heading(pieces[i], landmarks)), end)
    return [(at, stamp) for at, stamp in group if at <= fence]


def _evidence(pieces: list[Piece], at: int, prose: int, headline: set[Element], landmarks: Landmarks) -> int:
    """How the page says that comments begin here: 2 by a name around them, 1 by a line above or below, 0 not at all."""
    around = takewhile(lambda element: element not in headline, ancestors(pieces[at]))
    named = [element for element in around if names_comments(element)]
    if named or at < prose:
        return 2 if named and not any(map(names_digest, named)) else 0
    if any(is_reply(piece.text) for piece in pieces[at + 1 : at + _REPLY_REACH]):
        return 1
    above = range(at - 1, max(prose, at - _REACH), -1)
    line = next((i for i in above if announces_comments(pieces[i].text)), None)
    return int(line is not None and not any(_is_other_heading(piece, landmarks) for piece in pieces[line + 1 : at]))


def _is_other_heading(piece: Piece, landmarks: Landmarks) -> bool:
    return piece.kind == "heading" and landmarks.is_heading_beside(piece.text)


def _ancestors_of(pieces: Iterable[Piece]) -> set[Element]:
    return {element for piece in pieces for element in ancestors(piece)}


def _is_fence(text: str, landmarks: Landmarks) -> bool:
    """Whether a line belongs to no comment: a heading beside the article, an invitation to comment."""
    return announces_comments(text) or landmarks.is_heading_beside(text) or landmarks.before_prompt(text) == ""


def _units(
    pieces: list[Piece], group: list[tuple[int, Stamp]], headline: set[Element], landmarks: Landmarks
) -> list[_Unit]:
    """The comments of a group, each with the pieces inside its element, or those that follow where it is flat."""
    first = group[0][0]
    start = max(0, first - _REACH)
    fences = headline | _ancestors_of(
        piece for piece in pieces[start : group[-1][0] + _BEYOND] if _is_fence(piece.text, landmarks)
    )
    shared = Counter(element for at, _ in group for element in ancestors(pieces[at]))
    owners: dict[Element, _Unit] = {}
    for at, stamp in group:
        element = _widest(pieces[at], shared, fences)
        owners.setdefault(element, _Unit(at, stamp, element, []))
    units = list(owners.values())
    loose = set()
    for i in range(start, len(pieces)):
        owner = next((owners[element] for element in ancestors(pieces[i]) if element in owners), None)
        if owner:
            owner.pieces.append(i)
        else:
            loose.add(i)
    for unit, following in zip(units, [*units[1:], None], strict=True):
        _gather(pieces, unit, following, loose, fences)
    return units


def _widest(piece: Piece, shared: Counter[Element], fences: set[Element]) -> Element:
    """The largest element around a stamp with neither another stamp nor a fence in it, inside what names comments."""
    widest = named = piece.element
    for element in piece.element.iterancestors():
        if shared[element] > 1 or element in fences or element.tag in ("body", "html", "main"):
            break
        widest = element
        if names_comments(element):
            named = element
    return named if names_comments(named) else widest


def _gather(pieces: list[Piece], unit: _Unit, following: _Unit | None, loose: set[int], fences: set[Element]) -> None:
    """Add to a flat comment what stands beside its date: an author before it, the text up to the next comment."""
    alone = not unit.stamp.author and unit.pieces[0] == unit.at and unit.at - 1 in loose
    if alone and is_name(pieces[unit.at - 1].text):
        unit.pieces.insert(0, unit.at - 1)
    if unit.pieces[-1] > unit.at:
        return
    end = following.pieces[0] - (not following.stamp.author) if following else len(pieces)
    parent = unit.element.getparent()
    for i in range(unit.at + 1, end):
        piece = pieces[i]
        if i not in loose or piece.kind == "heading" or piece.element in fences:
            break
        if not any(element is parent for element in ancestors(piece)):
            break
        unit.pieces.append(i)


def _comments(pieces: list[Piece], units: list[_Unit]) -> Iterator[Comment]:
    levels: list[int] = []
    position = 0
    for unit in units:
        level = sum(1 for _ in ancestors(pieces[unit.at]))
        while levels and levels[-1] >= level:
            levels.pop()
        author, text = _author_and_text(pieces, unit)
        if text:
            position += 1
            yield Comment(
                author=author, date_posted_raw=unit.stamp.date, text=text, position=position, depth=len(levels)
            )
        levels.append(level)


def _author_and_text(pieces: list[Piece], unit: _Unit) -> tuple[str | None, str]:
    content = [i for i in unit.pieces if i != unit.at and _says_something(pieces[i], unit.element)]
    author = unit.stamp.author
    if author is None and (by := _author_at(pieces, unit.at, content)) is not None:
        author = without_says(pieces[by].text)
        content.remove(by)
    if any(_is_linked_title(pieces[i]) for i in content[:1]):
        return None, ""
    texts = (without_actions(pieces[i]) for i in content)
    return author, "\n\n".join(filter(None, texts))


def _author_at(pieces: list[Piece], at: int, content: list[int]) -> int | None:
    """Which piece is the author's name: one marked as such, else the nearest short line before the text."""
    short = [i for i in content if is_name(pieces[i].text)]
    marked = next((i for i in short if names_author(pieces[i])), None)
    if marked is not None or len(content) < 2:
        return marked
    short = [i for i in short if not _is_linked_title(pieces[i])]
    before = [i for i in short if i < at]
    if before:
        return before[-1] if content[-1] > at else before[0] if before[0] == content[0] else None
    return next((i for i in short if i == content[0] and (pieces[i].kind == "heading" or pieces[i].is_link)), None)


def _is_linked_title(piece: Piece) -> bool:
    """Whether a piece is the headline of another article: one long link, and not to the address it prints."""
    return piece.is_link and len(piece.text) > _SHORT_LINK and "://" not in piece.text


def _says_something(piece: Piece, unit: Element) -> bool:
    """Whether a piece may be an author's name or words: no picture, button, badge, counter or field of a form."""
    if piece.kind == "image" or is_action(piece.text) or is_badge(piece.text):
        return False
    bar = piece.is_link and len(piece.links) > 1 and all(len(text) <= _SHORT_LINK for _, text in piece.links)
    return not bar and not (piece.aside and _is_in_form(piece, unit))


def _is_in_form(piece: Piece, unit: Element) -> bool:
    for element in ancestors(piece):
        if element.tag == "form":
            return True
        if element is unit:
            break
    return False
