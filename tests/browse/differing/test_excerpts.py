"""The sentences that changed, and no more of them than a feed can hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive import Block
from newsarchive.browse.differing import Difference, Picture, Version, difference, excerpts
from newsarchive.browse.differing.excerpts import MOST


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(kind="paragraph", text=text) for text in texts)


def marked(told: Difference) -> list[tuple[str, str]]:
    form = {"insert": "+{}+", "delete": "-{}-", "equal": "{}"}
    return [
        (found.name, "".join(form[segment.kind].format(segment.text) for segment in found.segments))
        for found in excerpts(told)[0]
    ]


def told(old: str, new: str) -> list[tuple[str, str]]:
    return marked(
        difference(Version(headline="h", blocks=paragraphs(old)), Version(headline="h", blocks=paragraphs(new)))
    )


def test_a_sentence_is_told_without_its_neighbours() -> None:
    before = "Il neige. Le maire a parlé hier de la place. Il est parti."
    after = "Il neige. Le maire a parlé mardi de la place. Il est parti."
    assert told(before, after) == [("article_body", "Le maire a parlé -hier-+mardi+ de la place. ")]


def test_a_sentence_that_came_is_told_alone() -> None:
    assert told("Il neige. Il vente.", "Il neige. Le maire part. Il vente.") == [("article_body", "+Le maire part. +")]


def test_sentences_between_two_changes_are_left_out() -> None:
    before = "Le maire a dit un mot. Rien ici ne change vraiment. Le préfet a dit deux mots."
    after = "Le maire a dit trois mots. Rien ici ne change vraiment. Le préfet a dit quatre mots."
    assert told(before, after) == [
        ("article_body", "Le maire a dit -un mot-+trois mots+. … Le préfet a dit -deux-+quatre+ mots.")
    ]


def test_a_very_long_sentence_is_cut_around_the_change() -> None:
    around = "sans aucune fin visible " * 40
    ((_, text),) = told(f"{around}hier {around}", f"{around}demain {around}")
    assert "-hier-+demain+" in text
    assert text[0] == text[-1] == "…"
    assert len(text) < 400


def test_fields_and_captions_are_told_by_name() -> None:
    old = Version(
        headline="Un titre",
        page_type="article",
        date_modified="2013-03-12",
        pictures=(Picture(url="u", caption="La mairie"), Picture(url="v", caption="Le pont")),
    )
    new = Version(
        headline="Un autre titre",
        page_type="rolling",
        date_modified="2013-03-13",
        pictures=(Picture(url="u", caption="La gare"), Picture(url="w", alt="Sans légende")),
    )
    assert marked(difference(old, new)) == [
        ("headline", "Un +autre +titre"),
        ("page_type", "-article-+rolling+"),
        ("date_modified", "-2013-03-12-+2013-03-13+"),
        ("caption", "La -mairie-+gare+"),
        ("caption", "-Le pont-"),
    ]


def test_what_is_the_same_or_only_moved_is_not_told() -> None:
    texts = ("Le maire a parlé de la place.", "Le préfet est venu de Dijon.", "Il neige sur la ville.")
    old, new = (Version(headline="h", blocks=paragraphs(*side)) for side in (texts, (*texts[1:], texts[0])))
    assert excerpts(difference(old, new)) == ((), False)
    assert excerpts(difference(old, old)) == ((), False)


@given(st.integers(0, 4_000), st.integers(1, 5))
def test_all_of_it_is_bounded_and_says_whether_it_was_cut(length: int, count: int) -> None:
    new = Version(headline="h", blocks=paragraphs(*("x" * length for _ in range(count)) if length else ()))
    found, is_cut = excerpts(difference(Version(headline="h"), new))
    total = sum(len(segment.text) for excerpt in found for segment in excerpt.segments)
    assert total <= MOST + 1
    assert is_cut == (length * count >= MOST)
