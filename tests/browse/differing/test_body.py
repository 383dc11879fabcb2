"""Bodies block by block, lists item by item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.browse.differing.body import Item, Piece, body_pieces, passages
from newsarchive.browse.differing.words import Segment
from newsarchive.items import Block, ListItem

MAYOR = "Le maire de la commune a présenté les travaux de la place du marché."
MAYOR_LATER = "Le maire de la commune a présenté hier les travaux de la grande place du marché."
PRICE = "Le chantier coûtera six cent mille euros, payés par la région."
SNOW = "La neige est attendue en soirée sur les hauteurs."
STATUSES = {"removed": "added", "added": "removed", "moved-away": "moved-here", "moved-here": "moved-away"}
KINDS = {"insert": "delete", "delete": "insert"}


def paragraph(text: str) -> Block:
    return Block(kind="paragraph", text=text)


def bullets(*items: str) -> Block:
    return Block(
        kind="list", text="\n".join(f"- {item}" for item in items), items=tuple(ListItem(text=item) for item in items)
    )


def changes(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[Any, ...]]:
    return [(piece.status, piece.place, piece.other_place) for piece in body_pieces(old, new)]


def text(segments: Sequence[Segment], besides: str) -> str:
    return "".join(segment.text for segment in segments if segment.kind != besides)


def read_back(pieces: Sequence[Piece], besides: str) -> list[str]:
    """The texts of one side, items for a list; empty ones, which the other side has alone, left out."""
    parts = [part.segments for piece in pieces for part in (piece.items or [piece])]
    return list(filter(None, (text(segments, besides) for segments in parts)))


def texts(blocks: Sequence[Block]) -> list[str]:
    return [part.text for block in blocks for part in (block.items or [block])]


def _parts(piece: Piece) -> list[Piece | Item]:
    return [piece, *piece.items]


SENTENCES = st.lists(st.sampled_from(["maire", "commune", "travaux", "neige", "le", "12"]), min_size=1, max_size=6)
BLOCKS = st.lists(
    st.one_of(
        SENTENCES.map(" ".join).map(paragraph),
        SENTENCES.map(" ".join).map(lambda words: Block(kind="heading", text=words, level=2)),
        st.lists(SENTENCES.map(" ".join), min_size=1, max_size=4).map(lambda items: bullets(*items)),
    ),
    max_size=8,
)


@given(BLOCKS, BLOCKS)
def test_both_bodies_can_be_read_back(old: list[Block], new: list[Block]) -> None:
    old = [block for block in old if block.kind != "list"]
    new = [block for block in new if block.kind != "list"]
    pieces = body_pieces(old, new)
    assert read_back(pieces, "insert") == texts(old)
    assert read_back(pieces, "delete") == texts(new)


@given(SENTENCES, SENTENCES)
def test_both_lists_can_be_read_back(old: list[str], new: list[str]) -> None:
    pieces = body_pieces([bullets(*old)], [bullets(*new)])
    assert read_back(pieces, "insert") == old
    assert read_back(pieces, "delete") == new


@given(BLOCKS)
def test_equal_bodies_are_the_same_throughout(blocks: list[Block]) -> None:
    assert {piece.status for piece in body_pieces(blocks, blocks)} <= {"same"}


@given(BLOCKS, BLOCKS)
def test_the_other_direction_swaps_what_went_and_what_came(old: list[Block], new: list[Block]) -> None:
    def told(pieces: Sequence[Piece], *, swapped: bool) -> list[Any]:
        names = (STATUSES, KINDS) if swapped else ({}, {})
        return sorted(
            (
                names[0].get(part.status, part.status),
                sorted((names[1].get(segment.kind, segment.kind), segment.text) for segment in part.segments),
            )
            for piece in pieces
            for part in _parts(piece)
        )

    assert told(body_pieces(new, old), swapped=True) == told(body_pieces(old, new), swapped=False)


def test_a_rewritten_paragraph_is_told_word_by_word() -> None:
    before, changed = body_pieces([paragraph(SNOW), paragraph(MAYOR)], [paragraph(SNOW), paragraph(MAYOR_LATER)])
    assert (before.status, changed.status) == ("same", "changed")
    assert [segment.text for segment in changed.segments if segment.kind != "equal"] == ["hier ", "grande "]


def test_what_is_not_alike_is_told_as_gone_and_come() -> None:
    assert changes([paragraph(SNOW)], [paragraph(PRICE)]) == [("removed", 1, None), ("added", 1, None)]


def test_a_new_paragraph_does_not_part_a_rewritten_one_from_its_old_self() -> None:
    assert changes([paragraph(MAYOR)], [paragraph(PRICE), paragraph(MAYOR_LATER)]) == [
        ("added", 1, None),
        ("changed", 2, 1),
    ]


def test_what_moved_is_told_at_both_places() -> None:
    old, new = [MAYOR, PRICE, SNOW], [SNOW, MAYOR, PRICE]
    assert changes(list(map(paragraph, old)), list(map(paragraph, new))) == [
        ("moved-here", 1, 3),
        ("same", 2, 1),
        ("same", 3, 2),
        ("moved-away", 3, 1),
    ]


def test_what_moved_over_rewritten_paragraphs_does_not_part_them_from_their_old_selves() -> None:
    later = PRICE.replace("six cent", "sept cent")
    old, new = [MAYOR, PRICE, SNOW], [SNOW, MAYOR_LATER, later]
    assert [status for status, *_ in changes(list(map(paragraph, old)), list(map(paragraph, new)))] == [
        "moved-here",
        "changed",
        "changed",
        "moved-away",
    ]


def test_a_paragraph_that_became_a_heading_is_named() -> None:
    (piece,) = body_pieces([paragraph(MAYOR)], [Block(kind="heading", text=MAYOR, level=3)])
    assert (piece.status, piece.kind, piece.old_kind, piece.level) == ("changed", "heading", "paragraph", 3)


def test_items_are_told_one_by_one() -> None:
    old = bullets("Mairie de Belfort, samedi", "Gare de Vesoul", "Salle des fêtes")
    new = bullets("Mairie de Belfort, dimanche", "Salle des fêtes", "Stade municipal")
    (piece,) = body_pieces([old], [new])
    assert piece.status == "changed"
    assert [item.status for item in piece.items] == ["changed", "removed", "same", "added"]
    assert piece.segments == ()


def test_a_list_made_of_a_paragraph_is_compared_as_text() -> None:
    (piece,) = body_pieces([paragraph("Mairie de Belfort")], [bullets("Mairie de Belfort")])
    assert (piece.kind, piece.old_kind, piece.items) == ("list", "paragraph", ())
    assert text(piece.segments, "delete") == "- Mairie de Belfort"


def test_a_new_list_has_new_items() -> None:
    (piece,) = body_pieces([], [bullets("un", "deux")])
    assert [(item.status, item.segments[0].kind) for item in piece.items] == [("added", "insert")] * 2


def test_unchanged_pieces_are_put_together() -> None:
    blocks = [paragraph(MAYOR), paragraph(PRICE), paragraph(SNOW)]
    told = passages(body_pieces(blocks, [*blocks[:2], paragraph("Rien de tel."), blocks[2]]))
    assert [(passage.kind, len(passage.pieces)) for passage in told] == [("same", 2), ("changed", 1), ("same", 1)]
    assert told[0].words == len(f"{MAYOR} {PRICE}".split())


def test_more_blocks_than_any_article_has_are_compared_as_one_text() -> None:
    old = [paragraph(f"ligne {number}") for number in range(2_001)]
    (piece,) = body_pieces(old, old[1:])
    assert [segment.text for segment in piece.segments if segment.kind == "delete"] == ["ligne 0\n\n"]


def test_paragraphs_that_were_only_retyped_are_told_from_others() -> None:
    old = paragraph("Le maire a dit : 'L'œuvre est finie', puis il s'est tu...")
    new = paragraph("Le maire a dit\u202f: ‘L’oeuvre est finie’, puis il s’est tu…")
    told = passages(body_pieces([old, paragraph(MAYOR)], [new, paragraph(MAYOR_LATER)]))
    assert [passage.kind for passage in told] == ["retyped", "changed"]
    assert told[0].pieces[0].status == "changed"
