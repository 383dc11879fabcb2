"""What each piece of a page became: looked up in what the reading kept, so that nothing is decided twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from newsarchive.extraction.blocks import to_blocks
from newsarchive.extraction.figures import to_images
from newsarchive.extraction.lines import closing_byline, date_lines
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.teasers import Promotion
from newsarchive.extraction.text import fold, uniform
from newsarchive.extraction.view import PageView
from newsarchive.extraction.zones import Furniture, Zone, furniture
from newsarchive.items import RawArticle

RoleName = Literal[
    "headline", "section", "date", "byline", "standfirst", "event", "strap", "paragraph", "heading", "list", "quote",
    "image", "caption", "tags", "teaser heading", "teaser", "teaser image", "comment",
    "above", "other date", "label", "read also", "links", "other image", "beside", "aside", "end", "box", "after",
]  # fmt: skip
"""The second half, from `above` on, is what was passed over, and why."""

_FURNITURE: Mapping[Furniture, RoleName] = {
    "label": "label",
    "read also": "read also",
    "tags": "tags",
    "links": "links",
    "date": "other date",
}
_LONGEST_LINE = 200
"""Characters of a line that may name authors or dates; a longer one is text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one piece became."""

    name: RoleName
    fields: tuple[str, ...] = ()
    """For a section, date, byline or tags: the fields of the article whose value the line prints."""
    teaser: int | None = None
    """Position of the teaser a piece belongs to, from 1."""


def roles(view: PageView, zone: Zone, promotions: Iterable[Promotion], article: RawArticle) -> list[Role]:
    """The role of each of `view.printed`, in their order; what is not among `view.pieces` is of a comment."""
    found = _article_roles(view, zone, tuple(promotions), article)
    of_article = {id(piece): role for piece, role in zip(view.pieces, found, strict=True)}
    return [of_article.get(id(piece), Role(name="comment")) for piece in view.printed]


def _article_roles(
    view: PageView, zone: Zone, promotions: tuple[Promotion, ...], article: RawArticle
) -> Iterator[Role]:
    known = _known(view, zone, promotions, article)
    tags = {id(piece) for piece in _tag_lines(view, article)}
    section = _section_line(view, article)
    for position, piece in enumerate(view.pieces):
        if id(piece) in known:
            yield known[id(piece)]
        elif piece is section:
            yield Role(name="section", fields=("section",))
        elif id(piece) in tags:
            yield Role(name="tags", fields=("tags",))
        elif fields := _printed_fields(piece, view, article):
            yield Role(name="byline" if fields == ("authors",) else "date", fields=fields)
        else:
            yield Role(name=_passed_over(piece, position, view, zone))


def _known(view: PageView, zone: Zone, promotions: tuple[Promotion, ...], article: RawArticle) -> dict[int, Role]:
    """Role of each piece the reading kept, by identity of the piece."""
    known = {id(piece): Role(name=to_blocks([piece])[0].kind) for piece in _body(view, zone, article)}
    known |= {id(piece): Role(name=_figure(piece)) for piece in zone.figures}
    known |= {id(piece): Role(name="event") for piece in zone.event}
    known |= {id(piece): Role(name=name) for piece, name in _singles(view, zone)}
    known |= {id(piece): Role(name="teaser image") for piece in _images_among(view.pieces, promotions)}
    for position, promotion in enumerate(promotions, start=1):
        known[id(promotion.heading)] = Role(name="teaser heading")
        known |= {id(piece): Role(name="teaser", teaser=position) for piece in promotion.pieces}
    return known


def _singles(view: PageView, zone: Zone) -> Iterator[tuple[Piece, RoleName]]:
    if view.headline_at is not None:
        yield view.pieces[view.headline_at], "headline"
    if zone.standfirst:
        yield zone.standfirst, "standfirst"
    if zone.strap:
        yield zone.strap, "strap"


def _body(view: PageView, zone: Zone, article: RawArticle) -> Iterable[Piece]:
    """The zone's pieces, or, where another reader's body won, those whose text it holds."""
    by = article.provenance.get("article_body")
    if by is None or by.rule == zone.rule:
        return zone.body
    text = uniform("\n".join(block.text for block in article.blocks))
    return [piece for piece in view.pieces if len(piece.text) >= 25 and uniform(piece.text) in text]


def _figure(piece: Piece) -> RoleName:
    if piece.kind != "image":
        return "caption"
    return "image" if to_images([piece]) else "other image"


def _images_among(pieces: list[Piece], promotions: tuple[Promotion, ...]) -> list[Piece]:
    """Images between the heading of the teasers and the last of them."""
    if not promotions:
        return []
    ends = {id(promotions[0].heading), id(promotions[-1].pieces[-1])}
    first, last = (position for position, piece in enumerate(pieces) if id(piece) in ends)
    return [piece for piece in pieces[first:last] if piece.kind == "image"]


def _section_line(view: PageView, article: RawArticle) -> Piece | None:
    """The line nearest above the headline that prints the section."""
    above = [piece for piece in view.pieces[: view.headline_at or 0] if not piece.aside]
    return next((p for p in reversed(above) if article.section in (p.text, *(text for _, text in p.links))), None)


def _tag_lines(view: PageView, article: RawArticle) -> Iterator[Piece]:
    for piece in view.pieces[view.headline_at or 0 :]:
        texts = {text.lstrip("#") for href, text in piece.links if view.landmarks.is_tag(href)}
        if texts & set(article.tags):
            yield piece


def _printed_fields(piece: Piece, view: PageView, article: RawArticle) -> tuple[str, ...]:
    """Dates and authors of the article that a line prints, where such lines stand."""
    if len(piece.text) > _LONGEST_LINE or piece.kind == "image":
        return ()
    dates = {line.text for line in date_lines(piece.text)}
    closing = closing_byline(piece.text)
    if closing:
        dates.add(closing[0])
    fields = [name for name in ("date_published", "date_modified") if getattr(article, name) in dates]
    near = bool(closing) or any(piece is other for other in view.header)
    if near and any(fold(author) in fold(piece.text) for author in article.authors):
        fields.append("authors")
    return tuple(fields)


def _passed_over(piece: Piece, position: int, view: PageView, zone: Zone) -> RoleName:
    if piece.aside:
        return "aside"
    if view.headline_at is not None and position < view.headline_at:
        return "above"
    if position >= zone.tail:
        return _after_the_end(piece, position, view, zone)
    if piece.kind == "image":
        return "other image"
    kind = furniture(piece, view.landmarks)
    return _FURNITURE[kind] if kind else "beside"


def _after_the_end(piece: Piece, position: int, view: PageView, zone: Zone) -> RoleName:
    if position == zone.tail:
        return "end"
    return "box" if view.landmarks.is_box(piece.text) else "after"
