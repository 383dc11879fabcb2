"""Texts word by word: nothing is lost, and what is marked reads well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.browse.differing.words import Segment, compare

WORDS = st.sampled_from(
    [
        "le",
        "la",
        "l'",
        "qu’",
        "maire",
        "Belfort",
        "grand",
        "600.000",
        "17h32",
        " ",
        " ",
        " ",
        "\u00a0",
        "«",
        "»",
        ", ",
        ".",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=30).map("".join), st.text(max_size=30))


def marked(old: str, new: str) -> str:
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(marks[segment.kind].format(segment.text) for segment in compare(old, new))


def side(segments: tuple[Segment, ...], besides: str) -> str:
    return "".join(segment.text for segment in segments if segment.kind != besides)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    segments = compare(old, new)
    assert side(segments, "insert") == old
    assert side(segments, "delete") == new
    assert all(segment.text for segment in segments)


@given(TEXTS, TEXTS)
def test_there_are_no_more_segments_than_needed(old: str, new: str) -> None:
    kinds = [segment.kind for segment in compare(old, new)]
    runs = " ".join(kinds).split("equal")
    assert {run.strip() for run in runs} <= {"", "delete", "insert", "delete insert"}
    assert all(run.strip() for run in runs[1:-1])


@given(TEXTS, TEXTS)
def test_the_other_direction_swaps_what_went_and_what_came(old: str, new: str) -> None:
    swapped = {"delete": "insert", "insert": "delete", "equal": "equal"}
    back = [(swapped[segment.kind], segment.text) for segment in compare(new, old)]
    assert sorted(back) == sorted((segment.kind, segment.text) for segment in compare(old, new))


@given(TEXTS)
def test_equal_texts_are_told_as_one(text: str) -> None:
    assert compare(text, text) == ((Segment(kind="equal", text=text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Le maire de Belfort", "La maire de Belfort", "[-Le-][+La+] maire de Belfort"),
        ("le maire adjoint", "l'adjoint", "[-le maire -][+l'+]adjoint"),
        ("l'ancienne usine", "l'actuelle usine", "l'[-ancienne-][+actuelle+] usine"),
        ("aujourd'hui, quelqu'un", "demain, quelqu'un", "[-aujourd'hui-][+demain+], quelqu'un"),
        ("coûte 600.000 euros", "coûte 650.000 euros", "coûte [-600.000-][+650.000+] euros"),
        ("600 000 euros", "600 500 euros", "[-600 000-][+600 500+] euros"),
        ("en 2013 300 personnes", "en 2013 400 personnes", "en 2013 [-300-][+400+] personnes"),
        ("à 17h32 hier", "à 17h45 hier", "à [-17h32-][+17h45+] hier"),
        ("à 17 h 32 hier", "à 18 h 32 hier", "à [-17 h 32-][+18 h 32+] hier"),
        ("25\u202f% des voix", "26\u202f% des voix", "[-25-][+26+]\u202f% des voix"),
        ("le 12/03/2013", "le 13/03/2013", "le [-12/03/2013-][+13/03/2013+]"),
        ("Vraiment.", "Vraiment ?", "Vraiment[-.-][+ ?+]"),
        ("il dit non", "il dit « non »", "il dit [+« +]non[+ »+]"),
        ("A lieu. C lieu.", "A lieu. B est là. C lieu.", "A lieu. [+B est là. +]C lieu."),
        ("Le préfet vient.", "Le maire part. Le préfet vient.", "[+Le maire part. +]Le préfet vient."),
        (
            "Hier. Le préfet vient.",
            "Hier. Le maire part. Le préfet vient.",
            "Hier. [+Le maire part. +]Le préfet vient.",
        ),
        ("le maire", "le grand maire", "le [+grand +]maire"),
        ("un chien noir dort", "un chien dort", "un chien [-noir -]dort"),
        ("Héricourt", "Hericourt", "[-Héricourt-][+Hericourt+]"),
    ],
)
def test_french_words_stay_whole(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_what_parts_two_changes_without_a_word_is_marked_with_them() -> None:
    assert marked("le 12 mars 2013 à Belfort", "le 14 avril 2014 à Belfort") == (
        "le [-12 mars 2013-][+14 avril 2014+] à Belfort"
    )


def test_a_rewritten_sentence_is_not_told_in_crumbs() -> None:
    old = "La préfecture place le département en vigilance orange et demande de la prudence."
    new = "Les communes du département sont appelées à la plus grande vigilance, et la neige est là."
    assert marked(old, new).count("[-") == 1


def test_words_between_mere_insertions_are_not_marked() -> None:
    assert (
        marked("le maire", "le très grand maire adjoint honoraire") == "le [+très grand +]maire[+ adjoint honoraire+]"
    )


@pytest.mark.parametrize("old", ["a" * 300_000, "a b " * 75_000], ids=["one word", "many"])
def test_texts_too_long_to_be_true_are_told_as_replaced(old: str) -> None:
    assert [segment.kind for segment in compare(old, old + "x")] == ["delete", "insert"]
    assert [segment.kind for segment in compare(old, old)] == ["equal"]
