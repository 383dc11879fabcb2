"""A version's row held against what was derived from it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..archive import blocks_from_json
from ..archive.integrity import Text
from ..items import Block, Image
from ..normalise import content_hash
from ..urls import article_key
from .faults import Fault


def text_faults(text: Text) -> Iterator[Fault]:
    """What is wrong with a version."""
    for says in _flaws(text):
        message = f"Version {text.number} (row {text.revision_id} of revisions) of {text.url}: {says}."
        yield Fault(message=message, url=text.url)


def _flaws(text: Text) -> Iterator[str]:
    if article_key(text.url) != text.key:
        yield f"the key of its article is {text.key}, and that of the address is {article_key(text.url)}"
    if text.word_count not in (None, len(text.article_body.split())):
        yield f"the word_count of its article is {text.word_count}, and there are {len(text.article_body.split())}"
    try:
        blocks = blocks_from_json(text.article_body, text.blocks)
        yield from _spans(text, blocks)
        images = [Image(url="", caption=caption, credit=credit) for caption, credit in json.loads(text.images)]
        if content_hash(text.lines, blocks, images) != text.content_sha256:
            yield "its text is not what its content_sha256 says"
        if _list_items(blocks) != json.loads(text.list_items):
            yield "its rows of list_items are not the lists in its blocks"
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        yield f"its blocks cannot be read ({error})"


def _spans(text: Text, blocks: tuple[Block, ...]) -> Iterator[str]:
    if "\n\n".join(block.text for block in blocks) != text.article_body:
        yield "its blocks are not the whole of its article_body"


def _list_items(blocks: tuple[Block, ...]) -> list[list[object]]:
    lists = (block.items for block in blocks if block.kind == "list")
    return [
        [number, item.depth, int(item.ordered), item.text]
        for number, items in enumerate(lists, start=1)
        for item in items
    ]
