"""What a site prints around its articles, told by what it repeats, and where the text is best looked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from newsarchive.extraction.bylines import byline_names
from newsarchive.extraction.density import densest_element
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.lines import date_lines, is_credit
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.text import fold
from newsarchive.extraction.view import PageView
from newsarchive.extraction.zones import Zone, after_headline, is_linked_headline
from newsarchive.proposal.samples import Sample, below_headline

_LONGEST = 60
_LEAST: dict[str, Callable[[int], int]] = {
    "related": lambda pages: 1,
    "boxes": lambda pages: 2,
    "prompts": lambda pages: 2,
    "label": lambda pages: 2,
    "line": lambda pages: max(2, pages // 2 + 1),
    "item": lambda pages: pages,
}
"""On how many of the pages a line must stand to be no part of the article: the more, the more it looks like text."""
_INVITATION = re.compile(r"comment(?:er|aires?)\b|reagi|votre avis|reponse")
_COUNT = r"\d{1,3}(?: ?\d{3})*"
_ALIKE = 0.9
_EXCESS = 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySizes:
    """Characters of text that each way of locating an article finds on a page."""

    after_headline: int
    densest_element: int
    shared: int
    """Characters of the densest element's paragraphs that the other finds too."""

    @property
    def agree(self) -> bool:
        """Whether what follows the headline is what is densest, and little else."""
        close = self.after_headline <= _EXCESS * max(self.densest_element, 1)
        return close and self.shared >= _ALIKE * self.densest_element


def propose_landmarks(samples: Sequence[Sample]) -> Landmarks:
    """Headings and lines below the headline that page after page repeats, by what they do there."""
    pages = [dict(_roles(sample)) for sample in samples]
    seen = Counter(pattern for page in pages for pattern in page)
    kinds: dict[str, list[str]] = defaultdict(list)
    for pattern in seen:
        given = {page[pattern] for page in pages if pattern in page}
        kind = "related" if "related" in given else min(given)
        if seen[pattern] >= _LEAST[kind](len(pages)):
            kinds[kind].append(pattern)
    return Landmarks(
        related=tuple(kinds["related"]),
        boxes=tuple(kinds["boxes"]),
        prompts=tuple(kinds["prompts"]),
        ignored=(*kinds["label"], *kinds["line"], *kinds["item"]),
    )


def _roles(sample: Sample) -> Iterator[tuple[str, str]]:
    """(pattern, what it is taken for) of each short line that might be no part of the article."""
    pieces = below_headline(sample)
    zone = densest_element(sample.view)
    body = {id(piece) for piece in zone.body} if zone else set()
    last = max((i for i, piece in enumerate(pieces) if id(piece) in body and len(piece.text) > _LONGEST), default=0)
    for i, piece in enumerate(pieces):
        if not _is_short_line(piece):
            continue
        if i > last and _heads_teasers(pieces, i):
            yield _pattern(piece.text), "related"
        elif i > last and _INVITATION.search(fold(piece.text)):
            yield _spelled(piece.text), "prompts"
        elif i > last and piece.kind == "heading":
            yield _pattern(piece.text), "boxes"
        elif piece.kind != "heading" and piece.text[-1] not in ".!?…»”":
            yield _pattern(piece.text), "item" if piece.kind == "item" else "label" if piece.text[-1] == ":" else "line"


def _heads_teasers(pieces: list[Piece], i: int) -> bool:
    """Whether a linked headline follows; what stands under one itself is a teaser's text."""
    before = next((piece for piece in reversed(pieces[:i]) if piece.kind != "image"), None)
    after = next((piece for piece in pieces[i + 1 : i + 5] if piece.kind != "image"), None)
    return pieces[i].kind != "item" and _is_one_headline(after) and not _is_one_headline(before)


def _is_one_headline(piece: Piece | None) -> bool:
    """Rows of tags are links as long as headlines too, but several."""
    return piece is not None and is_linked_headline(piece) and len(piece.links) == 1


def _is_short_line(piece: Piece) -> bool:
    text = piece.text
    if piece.kind not in ("text", "item", "heading") or not 2 <= len(text) <= _LONGEST or piece.is_link:
        return False
    return not (byline_names(text) or date_lines(text) or is_credit(text))


def _pattern(text: str) -> str:
    """A folded line as the regex that Landmarks wants; a number may be any number."""
    folded = fold(text).strip(" :.»>")
    return _COUNT if re.fullmatch(_COUNT, folded) else re.sub(r"\d+", r"\\d+", _escaped(folded))


def _spelled(text: str) -> str:
    return re.sub(r"\d+", r"\\d+", _escaped(text.strip(" .…:!").lower()))


def _escaped(text: str) -> str:
    return re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", text).replace('"', ".")


def compare_bodies(sample: Sample, landmarks: Landmarks) -> BodySizes:
    """How much text each way of locating the article finds."""
    view = PageView(sample.document, landmarks, listed=sample.page.listed)
    after, densest = _texts(after_headline, view), _texts(densest_element, view)
    return BodySizes(
        after_headline=sum(map(len, after)),
        densest_element=sum(map(len, densest)),
        shared=sum(len(text) for text in densest if text in after),
    )


def _texts(locate: Callable[[PageView], Zone | None], view: PageView) -> list[str]:
    zone = locate(view)
    found = [] if zone is None else [zone.standfirst, *zone.body]
    return [piece.text for piece in found if piece]
