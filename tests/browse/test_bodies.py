"""A stored body as it is shown: links where their words stand, lists nested."""

from __future__ import annotations

from newsarchive.archive import blocks_to_json
from newsarchive.browse.reading.bodies import Link, Run, ShownBlock, shown_blocks
from newsarchive.items import Block, ListItem


def body(*blocks: Block, links: tuple[Link, ...] = ()) -> tuple[ShownBlock, ...]:
    return shown_blocks("\n\n".join(block.text for block in blocks), blocks_to_json(blocks), links)


def paragraph(text: str) -> Block:
    return Block(kind="paragraph", text=text)


def link(text: str, url: str = "https://ailleurs.example/") -> Link:
    return Link(url=url, text=text, target_key=None)


def test_links_stand_at_their_words_in_reading_order() -> None:
    here, there = link("ici"), link("ici", "https://la.example/")
    (first, second) = body(paragraph("Voir ici et là."), paragraph("ou ici."), links=(here, there))
    assert first.runs == (Run(text="Voir "), Run(text="ici", link=here), Run(text=" et là."))
    assert second.runs == (Run(text="ou "), Run(text="ici", link=there), Run(text="."))


def test_a_link_whose_words_are_nowhere_keeps_none_from_its_place() -> None:
    lost, kept = link("disparu"), link("ici")
    (block,) = body(paragraph("Voir ici."), links=(lost, kept))
    assert block.runs == (Run(text="Voir "), Run(text="ici", link=kept), Run(text="."))


def test_a_link_that_waits_for_a_later_block() -> None:
    later = link("ici")
    (first, second) = body(paragraph("Rien."), paragraph("ici"), links=(later,))
    assert first.runs == (Run(text="Rien."),)
    assert second.runs == (Run(text="ici", link=later),)


def test_lists_are_nested() -> None:
    items = (
        ListItem(text="Besançon"),
        ListItem(text="Planoise", depth=1, ordered=True),
        ListItem(text="Battant", depth=1, ordered=True),
        ListItem(text="Dijon"),
    )
    text = "- Besançon\n  - Planoise\n  - Battant\n- Dijon"
    (block,) = body(Block(kind="list", text=text, items=items))
    assert block.list is not None
    first, second = block.list.items
    assert not block.list.ordered
    assert first.children is not None
    assert first.children.ordered
    assert [item.runs[0].text for item in first.children.items] == ["Planoise", "Battant"]
    assert (second.runs[0].text, second.children) == ("Dijon", None)


def test_a_list_that_begins_deep_loses_no_item() -> None:
    items = (ListItem(text="a", depth=2), ListItem(text="b", depth=0), ListItem(text="c", depth=1))
    (block,) = body(Block(kind="list", text="- a\n- b\n- c", items=items))
    assert block.list is not None
    assert [item.runs[0].text for item in block.list.items] == ["a", "b"]
    assert block.list.items[1].children is not None


def test_what_is_no_address_of_the_web_is_not_followed() -> None:
    assert link("x", "HTTPS://ailleurs.example/").is_web
    assert not any(link("x", url).is_web for url in ("javascript:alert(1)", "data:text/html,x", "mailto:a@b.fr", ""))


def test_links_that_are_nowhere_are_not_all_looked_for_in_every_block() -> None:
    """Each would be looked for in each block: a hundred million times here."""
    lost = tuple(link(f"disparu {number}") for number in range(10_000))
    shown = body(*(paragraph(f"Paragraphe {number}.") for number in range(10_000)), links=lost)
    assert len(shown) == 10_000


def test_a_list_of_any_depth_is_shown() -> None:
    items = tuple(ListItem(text=f"n° {depth}", depth=depth) for depth in range(-2, 2_000))
    (block,) = body(Block(kind="list", text="\n".join(item.text for item in items), items=items))
    shown, depth = block.list, 0
    found = 0
    while shown is not None:
        depth, found = depth + 1, found + len(shown.items)
        shown = shown.items[-1].children
    assert (depth, found) == (17, 2_002)


def test_a_body_whose_blocks_cannot_be_read_is_shown_as_paragraphs() -> None:
    for spans in ("", "{", "[1]", '[{"kind": "paragraph"}]', '[{"kind": "paragraph", "start": "x", "end": 1}]', "{}"):
        shown = shown_blocks("Un.\n\nDeux.", spans, ())
        assert [block.runs[0].text for block in shown] == ["Un.", "Deux."], spans


def test_a_list_of_a_form_that_is_not_known_is_shown_as_paragraphs() -> None:
    spans = '[{"kind": "list", "start": 0, "end": 3, "items": [{"text": "Un.", "depth": "deux", "ordered": true}]}]'
    (block,) = shown_blocks("Un.", spans, ())
    assert block.kind == "paragraph"
