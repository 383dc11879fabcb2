"""An article's blocks as spans of its body, so that text is stored once, and the blocks read back from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from newsarchive.archive.values import to_json
from newsarchive.items import Block, ListItem

_GAP: Final = len("\n\n")
"""What parts two blocks in `Article.article_body`."""


def blocks_to_json(blocks: Iterable[Block]) -> str:
    """JSON list of {kind, start, end}, `level` added for headings and `items` for lists.

    An item is {start, end, depth, ordered}, all offsets counted in characters of the article's body; one whose text
    is not in the body holds `text` in place of a span.
    """
    spans, start = [], 0
    for block in blocks:
        spans.append(_block_to_span(block, start))
        start += len(block.text) + _GAP
    return to_json(spans)


def blocks_from_json(article_body: str, spans: str) -> tuple[Block, ...]:
    """The blocks that `blocks_to_json` was given, out of a version's `article_body` and `blocks`."""
    return tuple(
        Block(
            kind=span["kind"],
            text=article_body[span["start"] : span["end"]],
            level=span.get("level"),
            items=tuple(_item_from_span(article_body, item) for item in span.get("items", ())),
        )
        for span in json.loads(spans)
    )


def _block_to_span(block: Block, start: int) -> dict[str, object]:
    span: dict[str, object] = {"kind": block.kind, "start": start, "end": start + len(block.text)}
    if block.level is not None:
        span["level"] = block.level
    if block.items:
        span["items"] = _items_to_spans(block, start)
    return span


def _items_to_spans(block: Block, start: int) -> list[dict[str, object]]:
    spans: list[dict[str, object]] = []
    searched = 0
    for item in block.items:
        span: dict[str, object] = {"depth": item.depth, "ordered": item.ordered}
        found = block.text.find(item.text, searched)
        if found < 0:
            span["text"] = item.text
        else:
            searched = found + len(item.text)
            span |= {"start": start + found, "end": start + searched}
        spans.append(span)
    return spans


def _item_from_span(article_body: str, span: dict[str, Any]) -> ListItem:
    text = span["text"] if "text" in span else article_body[span["start"] : span["end"]]
    return ListItem(text=text, depth=span["depth"], ordered=span["ordered"])
