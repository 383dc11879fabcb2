"""Where an article lies on its page: what a reader would read from the headline on, and where that ends.

Cut on structure and on the phrases a site prints, never on the density of text: teasers outweigh short bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from newsarchive.extraction.bylines import byline_names
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.lines import closing_byline, date_lines, is_credit, is_event_line
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.text import fold, uniform
from newsarchive.extraction.view import PageView

Furniture = Literal["label", "read also", "tags", "links", "date"]

_READ_ALSO = re.compile(r"(?:à |re)?(?:lire|voir|écouter|découvrir)\b", re.IGNORECASE)
_SHARE_HREF = re.compile(
    r"^(?:mailto|whatsapp):|(?:facebook|twitter|x|linkedin|whatsapp|pinterest|bsky|t)\.(?:com|me|app)/"
    r"(?:share|intent|dialog|send|compose|\?)",
    re.IGNORECASE,
)
_ENDS = ".!?…:;»\"”)'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The parts of an article, as pieces in reading order."""

    rule: str
    """How it was found."""
    standfirst: Piece | None
    strap: Piece | None
    tail: int
    """Position in the page's pieces from which on nothing is the article's."""
    body: tuple[Piece, ...]
    figures: tuple[Piece, ...]
    """Images and the lines that are their captions."""
    event: tuple[Piece, ...] = ()
    """What says when, and then where, an event takes place."""

    @property
    def event_lines(self) -> list[str]:
        """When the event takes place, then the lines of its place."""
        return [line for piece in self.event for line in piece.text.split("\n")]


def after_headline(view: PageView) -> Zone | None:
    """The article from its headline to the first line that says it is over; None without a headline."""
    at = view.headline_at
    if at is None:
        return None
    kept, tail = _until_the_end(view.pieces, at + 1, view.landmarks)
    figures = tuple(piece for piece in kept if is_figure(piece))
    prose = [piece for piece in kept if not is_figure(piece) and not is_furniture(piece, view.landmarks)]
    event, prose = _split_event(_without_credentials(prose))
    standfirst = _standfirst(prose, view)
    if standfirst:
        prose.remove(standfirst)
    strap = prose[0] if prose and _is_strap(prose) else None
    return Zone(
        rule="after the headline",
        standfirst=standfirst,
        strap=strap,
        tail=tail,
        body=tuple(prose[1:] if strap else prose),
        figures=figures,
        event=event,
    )


def _without_credentials(prose: list[Piece]) -> list[Piece]:
    """What a page opens with, less the lines that say no more than by whom and when it was written."""
    return [piece for piece in prose[:4] if not _is_credential(piece)] + prose[4:]


def _is_credential(piece: Piece) -> bool:
    text = piece.text
    if piece.kind != "text" or len(text) > 80 or text[-1] in _ENDS:
        return False
    return bool(byline_names(text)) or any(line.text == text for line in date_lines(text))


def _split_event(prose: list[Piece]) -> tuple[tuple[Piece, ...], list[Piece]]:
    """What a page opens with of an event, and the rest; its place stands right under its dates."""
    for count, piece in enumerate(prose[:3]):
        is_place = count > 0 and len(piece.text) <= 100 and piece.text[-1] not in _ENDS
        if not (is_event_line(piece.text.split("\n")[0]) or is_place):
            return tuple(prose[:count]), prose[count:]
    return tuple(prose[:3]), prose[3:]


def _until_the_end(pieces: list[Piece], start: int, landmarks: Landmarks) -> tuple[list[Piece], int]:
    """The pieces before the first landmark that ends an article, and where that stands."""
    kept: list[Piece] = []
    teasers = teaser_heading(pieces, start, landmarks)
    for position in range(start, len(pieces)):
        piece = pieces[position]
        if piece.aside:
            continue
        if position == teasers or (piece.kind != "image" and _is_end(piece, landmarks)):
            return kept, position
        before = landmarks.before_prompt(piece.text) if piece.kind != "image" else None
        if before is None:
            kept.append(piece)
        elif before:
            piece.text = before
            return [*kept, piece], position + 1
        else:
            return kept, position
    return kept, len(pieces)


def _is_end(piece: Piece, landmarks: Landmarks) -> bool:
    if piece.kind == "item" and len(piece.text) > 40:
        return False
    return landmarks.is_box(piece.text) or closing_byline(piece.text) is not None


def teaser_heading(pieces: list[Piece], start: int, landmarks: Landmarks) -> int | None:
    """Where the heading above the teasers stands; None where there are none.

    Teasers are linked headlines with text under them. Where none has any, the last heading above linked headlines is
    theirs: the digest of a week is linked headlines too, but stands before.
    """
    bare = None
    for position in range(start, len(pieces)):
        piece = pieces[position]
        if piece.kind == "image" or piece.is_link or not landmarks.is_related(piece.text):
            continue
        after = (piece for piece in pieces[position + 1 : position + 8] if piece.kind != "image")
        following = [piece for piece in after if not landmarks.is_ignored(piece.text)][:3]
        if following and is_linked_headline(following[0]):
            if not all(map(is_linked_headline, following)):
                return position
            bare = position
    return bare


def is_listing(zone: Zone, *, teasers: int) -> bool:
    """Whether all a page without printed dates holds is linked headlines and what stands right under them."""
    text = [zone.standfirst, *zone.body] if zone.standfirst else [*zone.body]
    linked = sum(map(is_linked_headline, zone.body))
    return teasers + linked > 1 and len(text) <= 2 * linked


def is_linked_headline(piece: Piece) -> bool:
    """Whether a piece is one long link, as a teaser's headline is."""
    return piece.is_link and len(piece.text) >= 15


def is_figure(piece: Piece) -> bool:
    """Whether a piece is an image or the line that is its caption."""
    return piece.kind in ("image", "caption") or (piece.kind == "text" and is_credit(piece.text))


def is_furniture(piece: Piece, landmarks: Landmarks) -> bool:
    """Dates, share bars, tags, advertisements' labels, "Lire aussi": lines inside the article that are not its text."""
    return furniture(piece, landmarks) is not None


def furniture(piece: Piece, landmarks: Landmarks) -> Furniture | None:
    """Which kind of line inside the article a piece is that is not its text; None for text."""
    text = piece.text
    if _READ_ALSO.match(text) and piece.linked >= 0.5 * len(text):
        return "read also"
    if landmarks.is_ignored(text) or not any(char.isalnum() for char in text):
        return "label"
    if piece.links and all(landmarks.is_tag(href) for href, _ in piece.links):
        is_row = piece.is_link or (len(text) < 200 and piece.linked >= 0.6 * len(text))
        return "tags" if is_row else None
    if piece.is_link and (len(text) < 25 or _is_bar(piece)):
        return "links"
    is_dated = piece.kind != "item" and len(text) <= 120 and any(line.role for line in date_lines(text))
    return "date" if is_dated else None


def _is_bar(piece: Piece) -> bool:
    """Whether a piece is a row of short links, or of links that share it elsewhere."""
    row = len(piece.links) > 1 and all(len(text) <= 30 for _, text in piece.links)
    return row or all(_SHARE_HREF.search(href) for href, _ in piece.links)


def _standfirst(prose: list[Piece], view: PageView) -> Piece | None:
    """The chapô: the piece the page's own description repeats, else the first piece of text."""
    described = next((piece for piece in prose[:4] if is_described(piece, view)), None)
    return described or next(
        (piece for piece in prose[:3] if piece.kind in ("text", "quote") or len(piece.text) > 90), None
    )


def is_described(piece: Piece, view: PageView) -> bool:
    """Whether the page's own description begins as the piece does."""
    return bool(view.described) and uniform(piece.text).startswith(view.described)


def _is_strap(prose: list[Piece]) -> bool:
    """A short rubric phrase alone before the text: no heading, no sentence."""
    first = prose[0]
    if first.kind != "text" or first.links or len(first.text) > 60 or first.text[-1] in _ENDS:
        return False
    return (
        len(prose) > 1
        and prose[1].kind == "text"
        and len(prose[1].text) > 2 * len(first.text)
        and len(fold(first.text).split()) <= 6
    )
