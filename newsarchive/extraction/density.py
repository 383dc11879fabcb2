"""Where the article lies on a page of an unknown site: in the element that holds most of its prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lxml.etree import _Element as Element

from newsarchive.extraction.bylines import byline_names
from newsarchive.extraction.reading import Piece, ancestors
from newsarchive.extraction.text import uniform
from newsarchive.extraction.view import PageView
from newsarchive.extraction.zones import Zone, is_described, is_figure, is_furniture, is_linked_headline

_BESIDE = re.compile(
    r"comment|related|side-?bar|footer|promo|shar(?:e|ing)|partage|social|newsletter|breadcrumb|teaser|recommend"
    r"|outbrain|taboola|pop-?in|popup|modal|cookie|consent|\bnav\b|\bmenu\b|banner|advert|\bads?\b|\bpub\b|publicite"
    r"|paywall|legal|mentions|toolbar|author-?(?:bio|box|info)|\bbio\b|signature|\btags?\b|mots-cles|most-?(?:read|viewed)"
    r"|plus-?lus|a-lire|lire-aussi|read-?(?:more|also)|voir-aussi|similar|associe|\bwidget|caption|legend|credit"
    r"|reagir|reaction|sr-only|visually|subscribe|abonne|inscription|login|connexion|print-?only",
    re.IGNORECASE,
)
"""Names of what stands beside an article: hints, which count for less than where the headline is."""
_BODY_NAME = re.compile(
    r"article-?_*(?:body|content|text)|entry-content|post-?(?:body|content)|story-?body|field-name-body|contenu|texte"
    r"|body-?text|rich-?text",
    re.IGNORECASE,
)
_STANDFIRST_NAME = re.compile(r"chap(?:o|eau)\b|stand-?first|\blea?de?\b|\bintro|excerpt", re.IGNORECASE)
_POST_TERMS = re.compile(r"\b(?:tag|category)-\S+")
"""WordPress writes an article's own tags into its class names."""
_SENTENCES = 120
"""A paragraph of so many characters between headline and body is of the body, unless it is the chapô."""
_SPLIT_BODY = 0.2
"""A neighbour that holds this share of the densest element's prose, and is built like it, is of the same body."""


def densest_element(view: PageView) -> Zone | None:
    """The article in the element with most prose, widened where it is in parts; None where there is no prose."""
    surroundings = _Surroundings(view)
    prose = surroundings.prose(view.pieces)
    container = _container(prose, surroundings)
    if container is None:
        return None
    inside = [i for i, piece in enumerate(view.pieces) if any(e is container for e in ancestors(piece))]
    start, end = _bounds(view, inside)
    kept = [piece for piece in view.pieces[start:end] if not surroundings.is_beside(piece)]
    return _zone(view, surroundings, _opening(view, start), kept, end)


def _opening(view: PageView, start: int) -> list[Piece]:
    """What stands between the headline and the body: chapô, lead picture, byline."""
    at = view.headline_at
    return [piece for piece in view.pieces[at + 1 : start] if not piece.aside] if at is not None else []


def _bounds(view: PageView, inside: list[int]) -> tuple[int, int]:
    """From behind the headline, where that is inside, to the first landmark that little text follows."""
    start, end = inside[0], inside[-1] + 1
    if view.headline_at is not None and start <= view.headline_at < end:
        start = view.headline_at + 1
    text = sum(len(piece.text) for piece in view.pieces[start:end])
    read = 0
    for position in range(start, end):
        piece = view.pieces[position]
        if 2 * read > text and not piece.is_link and view.landmarks.is_heading_beside(piece.text):
            return start, position
        read += len(piece.text)
    return start, end


def _zone(view: PageView, surroundings: _Surroundings, opening: list[Piece], kept: list[Piece], tail: int) -> Zone:
    standfirst = next((piece for piece in opening if _is_standfirst(piece, view)), None)
    early = [
        piece for piece in surroundings.prose(opening) if piece is not standfirst and len(piece.text) >= _SENTENCES
    ]
    figures = tuple(piece for piece in (*opening, *kept) if is_figure(piece))
    headline = "" if view.headline_at is None else uniform(view.pieces[view.headline_at].text)
    prose = tuple(
        piece
        for piece in (*early, *kept)
        if not is_figure(piece)
        and not is_furniture(piece, view.landmarks)
        and not (len(piece.text) < 120 and byline_names(piece.text))
        and not (piece.kind == "item" and piece.is_link)
        and uniform(piece.text) != headline
    )
    return Zone(rule="densest element", standfirst=standfirst, strap=None, tail=tail, body=prose, figures=figures)


def _is_standfirst(piece: Piece, view: PageView) -> bool:
    """Whether a piece before the body is the chapô: it is named so, or the page's own description repeats it."""
    if piece.kind in ("image", "item") or len(piece.text) < 40 or piece.is_link:
        return False
    around = (piece.element, piece.element.getparent())
    return any(_STANDFIRST_NAME.search(names(e)) for e in around if e is not None) or is_described(piece, view)


def _container(prose: list[Piece], surroundings: _Surroundings) -> Element | None:
    parts = [(block, _weight(piece, block)) for piece in prose if (block := _block(piece)) is not None]
    weights = _sums(parts)
    if not weights:
        return None
    best = max(weights, key=lambda element: weights[element])
    last = max(i for i, (block, _) in enumerate(parts) if block is best)
    return _widened(best, weights, _sums(parts[last:]), surroundings)


def _block(piece: Piece) -> Element | None:
    """The box a paragraph stands in."""
    return piece.element if piece.element.tag in ("div", "td", "section", "article") else piece.element.getparent()


def _weight(piece: Piece, block: Element) -> float:
    return len(piece.text) * (1.5 if _BODY_NAME.search(names(block)) else 1)


def _sums(parts: Iterable[tuple[Element, float]]) -> dict[Element, float]:
    weights: dict[Element, float] = defaultdict(float)
    for block, weight in parts:
        weights[block] += weight
    return weights


def _widened(
    best: Element, weights: dict[Element, float], below: dict[Element, float], surroundings: _Surroundings
) -> Element:
    """The outermost element around the densest that is a body by its name, goes on below it, or holds its twin."""
    enough = _SPLIT_BODY * weights[best]
    parts = [part for part, weight in weights.items() if weight >= enough and _is_twin(part, best)]
    joints = {_joint(best, part) for part in parts}
    chosen = best
    for element in best.iterancestors():
        if element.tag in ("body", "html"):
            break
        is_body = element not in surroundings.around_headline and _BODY_NAME.search(names(element))
        if is_body or element in joints or below.get(element, 0) >= enough:
            chosen = element
    return chosen


def _is_twin(part: Element, best: Element) -> bool:
    if part is best or part.tag != best.tag:
        return False
    return part.getparent() is best.getparent() or (part.get("class") == best.get("class") and bool(best.get("class")))


def _joint(one: Element, other: Element) -> Element | None:
    """The innermost element around both."""
    around = set(other.iterancestors())
    return next((element for element in one.iterancestors() if element in around), None)


def names(element: Element) -> str:
    """What an element is called: its class, id and itemprop."""
    classes = _POST_TERMS.sub("", element.get("class") or "")
    return f"{classes} {element.get('id') or ''} {element.get('itemprop') or ''}"


class _Surroundings:
    """Says of pieces what they stand in; what it found out about an element it remembers."""

    def __init__(self, view: PageView) -> None:
        at = view.headline_at
        self.around_headline = set() if at is None else set(ancestors(view.pieces[at]))
        self.beside: dict[Element, bool] = {}

    def prose(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces that could be paragraphs of an article; what stands under a linked headline is a teaser's."""
        found = []
        before: Piece | None = None
        for piece in pieces:
            if piece.kind == "image":
                continue
            if self.is_prose(piece) and not (before and is_linked_headline(before)):
                found.append(piece)
            before = piece
        return found

    def is_prose(self, piece: Piece) -> bool:
        """Whether a piece could be a paragraph of an article."""
        if piece.aside or piece.kind not in ("text", "quote", "item") or len(piece.text) < 25:
            return False
        return piece.linked < 0.4 * len(piece.text) and not self.is_beside(piece)

    def is_beside(self, piece: Piece) -> bool:
        """Whether a piece stands in something whose name is that of a box, below where the headline stands too."""
        if piece.aside:
            return True
        for element in ancestors(piece):
            if element in self.around_headline or element.tag in ("body", "html", "main"):
                return False
            if element not in self.beside:
                self.beside[element] = bool(_BESIDE.search(names(element)))
            if self.beside[element]:
                return True
        return False
