import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.extraction.text import fold, tidy, uniform


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (" un\n\tdeux\u00a0trois\u202f! ", "un deux trois !"),
        ("com\u00admu\u200bne\ufeff", "commune"),
        ("un \u200b deux", "un deux"),
        ("l\x92été \x80 \x85", "l’été €"),
        ("a\x00b\x01c\x7fd\x81", "abcd"),
        ("avant \ud83d après", "avant \ufffd après"),
    ],
)
def test_tidy(printed: str, text: str) -> None:
    assert tidy(printed) == text


@given(st.text(st.characters()))
def test_tidy_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    tidied = tidy(text)
    assert tidied.encode().decode() == tidied
    assert tidy(tidied) == tidied
    assert uniform(tidied) == uniform(text)
    assert fold(tidied) == fold(text)


def test_the_same_words_in_another_typography() -> None:
    assert uniform("« L’été »\u00a0: 10–12") == uniform('"L\'été": 10-12')
    assert fold("« À l’Œuvre »") == fold('"a l\'oeuvre"')
