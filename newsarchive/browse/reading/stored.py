"""Columns that hold JSON, read as far as they can be: what is damaged, or of a later version, is shown even so."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from newsarchive.archive import Block, blocks_from_json


def stored_blocks(article_body: str, spans: str) -> tuple[Block, ...]:
    """The blocks of a version, from its columns `article_body` and `blocks`; without the latter, its paragraphs."""
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        blocks = blocks_from_json(article_body, spans)
        if blocks and all(
            type(item.text) is str and type(item.depth) is int for block in blocks for item in block.items
        ):
            return blocks
    return tuple(Block(kind="paragraph", text=text) for text in article_body.split("\n\n") if text)


def stored_names(authors: str) -> tuple[str, ...]:
    """The names in the column `authors`."""
    names = _json(authors)
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def stored_provenance(provenance: str) -> dict[str, dict[str, Any]]:
    """Field -> what is told of it in the column `provenance`."""
    told = _json(provenance)
    return {name: said for name, said in told.items() if isinstance(said, dict)} if isinstance(told, dict) else {}


def _json(text: str) -> object:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None
