"""Everything rules look at, each computed once: the parsed page, its pieces, its metadata, its headline's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from urllib.parse import urljoin

from lxml.etree import _Element as Element

from newsarchive.extraction import metadata
from newsarchive.extraction.comments import part_comments
from newsarchive.extraction.document import Document
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.lines import DateLine, closing_byline, date_lines, starts_with_label
from newsarchive.extraction.reading import Piece, ancestors, read
from newsarchive.extraction.text import fold, uniform
from newsarchive.items import Comment

HEADER_REACH = 25
"""How many pieces past the headline dates and bylines are looked for; share bars stand in between."""


class PageView:
    """One page as rules see it."""

    def __init__(
        self,
        document: Document,
        landmarks: Landmarks,
        fetched_at: datetime | None = None,
        listed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.document = document
        self.landmarks = landmarks
        self.fetched_at = fetched_at
        self.listed = listed
        """What listings print beside their links to the page."""

    @cached_property
    def printed(self) -> list[Piece]:
        """The whole page in reading order."""
        return read(self.document.body)

    @cached_property
    def _parted(self) -> tuple[tuple[Comment, ...], list[Piece]]:
        return part_comments(self.printed, -1 if self.headline_at is None else self.headline_at, self.landmarks)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What readers wrote under the article."""
        return self._parted[0]

    @property
    def pieces(self) -> list[Piece]:
        """The page in reading order, but for its comments: nobody who wrote one is an author of the article."""
        return self._parted[1]

    @cached_property
    def _commented(self) -> set[Element]:
        """The blocks in which comments are printed, and nothing of the article."""
        of_article = set(map(id, self.pieces))
        blocks = {piece.element for piece in self.printed if id(piece) not in of_article}
        return blocks.difference(*(ancestors(self.printed[at]) for at in self.headings))

    def in_comment(self, element: Element) -> bool:
        """Whether an element stands in a comment, so that what it is marked as says nothing of the article."""
        return bool(self.comments) and any(each in self._commented for each in (element, *element.iterancestors()))

    @cached_property
    def meta(self) -> dict[str, str]:
        """Contents of <meta> by name."""
        return metadata.meta_values(self.document.root)

    @cached_property
    def node(self) -> metadata.Node:
        """The JSON-LD node of the article."""
        return metadata.article_node(self.document.root)

    @cached_property
    def title(self) -> str | None:
        """What the page calls itself: og:title, else <title>, without the publisher's name."""
        title = self.meta.get("og:title") or metadata.page_title(self.document.root)
        return metadata.without_site_name(title) if title else None

    @cached_property
    def described(self) -> tuple[str, ...]:
        """How the descriptions that the page gives of itself begin, in uniform typography."""
        texts = (
            self.meta.get("og:description"),
            self.meta.get("description"),
            metadata.node_text(self.node, "description"),
        )
        return tuple(uniform(text).rstrip(". ")[:60] for text in texts if text and len(text) > 30)

    @cached_property
    def headings(self) -> list[int]:
        """Where the <h1> stand that could be the headline, by position in `printed`."""
        return [i for i, piece in enumerate(self.printed) if piece.kind == "heading" and piece.level == 1]

    @cached_property
    def headline_at(self) -> int | None:
        """Position of the headline: the <h1> most like the page's title, else any line that equals the title.

        An <h1> that shares no word with the title is the site's name, where another line does equal the title.
        The position is the same in `printed` and in `pieces`, since comments stand below it.
        """
        likest = max(self.headings, key=lambda i: (self.likeness(self.printed[i].text), -i), default=None)
        if likest is not None and (self.likeness(self.printed[likest].text) or not self.title):
            return likest
        named = self._named_headline()
        return likest if named is None else named

    def _named_headline(self) -> int | None:
        """Where a line stands, preferably a heading, that is word for word what the page calls its headline."""
        wanted = {fold(text) for text in (self.title, metadata.node_text(self.node, "headline")) if text}
        exact = [i for i, piece in enumerate(self.printed) if fold(piece.text) in wanted and not piece.is_link]
        return min(exact, key=lambda i: self.printed[i].kind != "heading", default=None)

    def likeness(self, text: str) -> float:
        """Share of words a text has in common with the page's title, from 0 to 1."""
        words, title = set(fold(text).split()), set(fold(self.title or "").split())
        return len(words & title) / len(words | title) if words and title else 0.0

    @cached_property
    def header(self) -> list[Piece]:
        """The pieces around the headline in which dates and bylines are printed."""
        at = self.headline_at
        if at is None:
            return []
        below = self.pieces[at : at + HEADER_REACH]
        over = (i for i, piece in enumerate(below) if i and self.landmarks.is_over(piece.text))
        return self.pieces[max(0, at - 6) : at] + below[: next(over, None)]

    @cached_property
    def closing_byline(self) -> tuple[str, str | None] | None:
        """Date and name of the line that closes an article on some sites."""
        return next((found for piece in self.pieces if (found := closing_byline(piece.text))), None)

    @cached_property
    def printed_dates(self) -> list[DateLine]:
        """Full dates printed around the headline, those after it first: what stands above is often today's date.

        A heading that says the article is over, such as "2 commentaires", ends them; a line that counts does not.
        """
        at = self.headline_at
        if at is None:
            return []
        after = self.pieces[at + 1 : at + HEADER_REACH]
        over = (i for i, piece in enumerate(after) if piece.kind == "heading" and self.landmarks.is_over(piece.text))
        after = after[: next(over, None)]
        before = self.pieces[max(0, at - 6) : at]
        lines = [line for piece in (*after, *before) if len(piece.text) <= 200 for line in date_lines(piece.text)]
        return [line for line in lines if line.role] + [line for line in lines if not line.role]

    @cached_property
    def distant_dates(self) -> list[DateLine]:
        """Dates that a line anywhere below the headline begins to label, where the page has but one of that role."""
        pieces = self.pieces[self.headline_at or 0 :]
        lines = [line for p in pieces if len(p.text) <= 120 for line in date_lines(p.text) if starts_with_label(p.text)]
        roles = Counter(line.role for line in set(lines))
        return [line for line in lines if line.role and roles[line.role] == 1]

    def resolve(self, href: str) -> str:
        """An href as an absolute address."""
        try:
            return urljoin(self.document.url, href.strip())
        except ValueError:
            return href
