"""The last resort for a body: trafilatura, where our own reading finds too little."""

from __future__ import annotations

from newsarchive.extraction.document import bounded
from newsarchive.extraction.text import tidy
from newsarchive.items import Block


def trafilatura_blocks(markup: bytes, url: str) -> tuple[Block, ...]:
    """Paragraphs of the main text as trafilatura reads it; imported here alone, since it is slow to load."""
    import trafilatura

    text = trafilatura.extract(bounded(markup), url=url, include_comments=False, include_tables=False) or ""
    return tuple(Block(kind="paragraph", text=line) for line in map(tidy, text.split("\n")) if line)
