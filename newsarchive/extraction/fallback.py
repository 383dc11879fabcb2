"""The last resort for a body: trafilatura, where our own reading finds too little."""

from __future__ import annotations

from newsarchive.extraction.document import bounded
from newsarchive.extraction.text import tidy
from newsarchive.items import Block

_MAX_TAGS = 5_000
"""More than almost any page has, and a third of what we read: a tag costs trafilatura three times as much."""


def trafilatura_blocks(markup: bytes, url: str) -> tuple[Block, ...]:
    """Paragraphs of the main text as trafilatura reads it; imported here alone, since it is slow to load."""
    import trafilatura

    enough = bounded(markup, _MAX_TAGS)
    text = trafilatura.extract(enough, url=url, include_comments=False, include_tables=False) or ""
    return tuple(Block(kind="paragraph", text=line) for line in map(tidy, text.split("\n")) if line)
