"""Blocks go into spans of the body and come back the same."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive import blocks_from_json, blocks_to_json
from newsarchive.items import Block, BlockKind, ListItem
from tests.archive.making import BLOCKS, article

KINDS: tuple[BlockKind, ...] = ("paragraph", "quote", "strap")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ITEMS = st.builds(ListItem, text=TEXTS, depth=st.integers(0, 4), ordered=st.booleans())


def as_printed(items: list[ListItem]) -> Block:
    lines = (f"{'  ' * item.depth}- {item.text}" for item in items)
    return Block(kind="list", text="\n".join(lines), items=tuple(items))


BLOCK = st.one_of(
    st.builds(Block, kind=st.sampled_from(KINDS), text=TEXTS),
    st.builds(Block, kind=st.just("heading"), text=TEXTS, level=st.integers(1, 6)),
    st.lists(ITEMS, max_size=5).map(as_printed),
    st.builds(Block, kind=st.just("list"), text=TEXTS, items=st.lists(ITEMS, max_size=3).map(tuple)),
)


@given(st.lists(BLOCK, max_size=6).map(tuple))
def test_what_goes_in_comes_out(blocks: tuple[Block, ...]) -> None:
    body = article(blocks=blocks).article_body
    assert blocks_from_json(body, blocks_to_json(blocks)) == blocks


def test_text_is_stored_once() -> None:
    assert json.loads(blocks_to_json(BLOCKS)) == [
        {"kind": "strap", "start": 0, "end": 18},
        {"kind": "heading", "start": 20, "end": 26, "level": 3},
        {
            "kind": "list",
            "start": 28,
            "end": 59,
            "items": [
                {"depth": 0, "ordered": False, "start": 30, "end": 38},
                {"depth": 1, "ordered": True, "start": 43, "end": 51},
                {"depth": 0, "ordered": False, "start": 54, "end": 59},
            ],
        },
        {"kind": "paragraph", "start": 61, "end": 84},
    ]


def test_an_item_that_is_not_in_the_text_is_kept() -> None:
    block = Block(kind="list", text="- un", items=(ListItem(text="un"), ListItem(text="deux")))
    assert blocks_from_json("- un", blocks_to_json([block])) == (block,)
    assert "deux" in blocks_to_json([block])
