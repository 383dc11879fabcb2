"""The fixed phrases that tell where an article ends and what beside it is not the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsarchive.extraction.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """What a site prints around its articles: regular expressions over folded text (see text.fold)."""

    related: tuple[str, ...]
    """Whole headings above teasers, such as a section's name."""
    boxes: tuple[str, ...]
    """Whole headings of boxes that are no part of the article."""
    prompts: tuple[str, ...]
    """Beginnings of an invitation to comment, unfolded; what follows is no longer the article."""
    ignored: tuple[str, ...]
    """Whole lines inside the article that are no part of it, such as an advertisement's label."""
    tags: str = r"/(?:tags?|mots?-cles?|etiquettes?|sujets?)/"
    """Found in the address of a tag's page."""

    def is_related(self, text: str) -> bool:
        """Whether a line is the heading above teasers."""
        return len(text) <= 60 and _whole(self.related, text)

    def is_box(self, text: str) -> bool:
        """Whether a line is the heading of a box beside the article."""
        return len(text) <= 80 and _whole(self.boxes, text)

    def is_heading_beside(self, text: str) -> bool:
        """Whether a line is the heading of teasers or of a box."""
        return self.is_related(text) or self.is_box(text)

    def is_over(self, text: str) -> bool:
        """Whether a line says that the article is over: the heading of a box, an invitation to comment."""
        return self.is_box(text) or self.before_prompt(text) is not None

    def is_ignored(self, text: str) -> bool:
        """Whether a line is to be passed over."""
        return len(text) <= 160 and _whole(self.ignored, text)

    def before_prompt(self, text: str) -> str | None:
        """The text before an invitation to comment glued to its end; None where there is no such invitation."""
        found = _any(self.prompts, r"(?:^|(?<=[\s.!?»\"”)]))").search(text)
        return text[: found.start()].rstrip() if found else None

    def is_tag(self, href: str) -> bool:
        """Whether an address is that of a tag's page."""
        return re.search(self.tags, href) is not None


@cache
def _any(patterns: tuple[str, ...], before: str = "") -> re.Pattern[str]:
    """Any of the patterns; of none nothing is one."""
    return re.compile(f"{before}(?:{'|'.join(patterns) or '(?!)'})", re.IGNORECASE)


def _whole(patterns: tuple[str, ...], text: str) -> bool:
    return _any(patterns).fullmatch(fold(text).strip(" :.»>")) is not None
