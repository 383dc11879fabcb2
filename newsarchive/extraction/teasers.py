"""The other articles a page promotes: linked headlines, each with its chapô, under a heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.lines import split_kicker
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.zones import is_linked_headline, teaser_heading
from newsarchive.items import Teaser


@dataclass(frozen=True, slots=True)
class Promotion:
    """The pieces of one teaser: the heading it stands under, then its linked headline and its text."""

    heading: Piece
    pieces: tuple[Piece, ...]


def find_promotions(pieces: list[Piece], start: int, landmarks: Landmarks) -> tuple[Promotion, ...]:
    """The pieces of each teaser from a position on, in page order."""
    at = teaser_heading(pieces, start, landmarks)
    return () if at is None else tuple(Promotion(pieces[at], run) for run in _runs(pieces, at, landmarks))


def to_teasers(promotions: tuple[Promotion, ...]) -> tuple[Teaser, ...]:
    """Teasers as items, counted from 1, hrefs as printed."""
    return tuple(_teaser(promotion, position) for position, promotion in enumerate(promotions, start=1))


def _runs(pieces: list[Piece], at: int, landmarks: Landmarks) -> Iterator[tuple[Piece, ...]]:
    run: list[Piece] = []
    for piece in pieces[at + 1 :]:
        if piece.kind == "image" or landmarks.is_ignored(piece.text):
            continue
        if not _belongs(piece, run, landmarks):
            break
        if run and _begins_teaser(piece, run):
            yield tuple(run)
            run = []
        run.append(piece)
    if run:
        yield tuple(run)


def _begins_teaser(piece: Piece, run: list[Piece]) -> bool:
    return is_linked_headline(piece) and piece.links[0][0] != run[0].links[0][0]


def _belongs(piece: Piece, run: list[Piece], landmarks: Landmarks) -> bool:
    """Whether a piece still is of the teasers: a linked headline, or text that stands right under one."""
    if landmarks.is_box(piece.text) or landmarks.before_prompt(piece.text) is not None:
        return False
    if not run or is_linked_headline(piece):
        return is_linked_headline(piece)
    if len(run) == 1:
        return piece.kind in ("text", "quote", "item")
    return piece.element is run[1].element or piece.element.getparent() is run[1].element.getparent()


def _teaser(promotion: Promotion, position: int) -> Teaser:
    headline, *text = promotion.pieces
    kicker, description = split_kicker("\n".join(piece.text for piece in text))
    return Teaser(
        heading=promotion.heading.text,
        position=position,
        target_url=headline.links[0][0],
        headline=headline.text,
        kicker=kicker,
        description=description or None,
    )
