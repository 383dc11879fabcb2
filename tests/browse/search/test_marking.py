"""What is marked in a text, and what of the text is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.browse.search import Marker, Phrase, Pieces, found_in, understood
from newsarchive.browse.search.marking import EXCERPT

MARKED = """
    pôle | Un [Pôle] est né : le [pôle] métropolitain
    poles | Des [pôles], un [pôle], un monopole
    l'œuvre | L’[OEUVRE], une [œuvre]
    agglo* | L’[agglomération], l’[Agglo]
    "pôle métropolitain" | le [pôle  métropolitain], un pôle [Pôle-métropolitain]
    Grand-Est | la région [Grand Est] est grande
    12/03/2013 | publié le [12 mars 2013], le 12
    pôle -dijon le | le [pôle] dijon
    <b> | x <[b]>x</[b]>
    москва | à [москва]
    -pôle | le pôle
"""


def written(pieces: Pieces) -> str:
    return "".join(f"[{text}]" if is_found else text for text, is_found in pieces)


def marker(typed: str) -> Marker:
    return Marker(understood(typed).phrases)


@pytest.mark.parametrize("line", MARKED.split("\n")[1:-1])
def test_marked(line: str) -> None:
    typed, marked = line.strip().split(" | ")
    assert written(marker(typed).whole(marked.replace("[", "").replace("]", ""))) == marked


def test_marks_of_a_text_are_text() -> None:
    assert marker("pôle").whole("[pôle] <mark>pôle</mark>") == (
        ("[", False),
        ("pôle", True),
        ("] <mark>", False),
        ("pôle", True),
        ("</mark>", False),
    )


def test_an_excerpt_has_what_was_found() -> None:
    text = (
        "Rien ici. " * 30 + "Un pôle.\n\n" + "Rien là. " * 40 + "Le pôle métropolitain est un pôle.\n\n" + "Fin. " * 90
    )
    shown = written(marker("pôle métropolitain").excerpt(text))
    assert "Rien là. Le [pôle] [métropolitain] est un [pôle]. Fin. Fin." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= EXCERPT + 10


def test_an_excerpt_of_what_has_nothing_is_its_beginning() -> None:
    text = "Rien ici. " * 90
    pieces = marker("pôle").excerpt(text)
    assert written(pieces) == ("Rien ici. " * 28).strip() + " …"
    assert found_in(pieces) == 0
    assert Marker(()).excerpt("court") == (("court", False),)
    assert Marker(()).excerpt("") == ()


def test_an_excerpt_at_the_end_is_no_shorter() -> None:
    shown = written(marker("fin").excerpt("Rien ici. " * 90 + "La fin"))
    assert shown.endswith("Rien ici. La [fin]")
    assert len(shown) > EXCERPT - 20


WORDS = st.lists(st.sampled_from(["pôle", "Pole", "x" * 400, "né", "<b>", "\ue000", "", "à"]), max_size=120)


@given(WORDS.map(" ".join))
def test_excerpts_are_parts_of_the_text(text: str) -> None:
    line = " ".join(text.split())
    pieces = Marker([Phrase(("pole",))]).excerpt(text)
    shown = "".join(piece for piece, _ in pieces)
    assert shown.removeprefix("… ").removesuffix(" …") in line
    assert len(shown) <= EXCERPT + 4
    assert (found_in(pieces) > 0) == ("pôle" in text or "Pole" in text)
