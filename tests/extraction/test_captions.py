"""Captions of content management systems that know no <figcaption>."""

import pytest
from lxml import html

from newsarchive.extraction.reading import read


@pytest.mark.parametrize(
    "figure",
    [
        '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">Les meules</p></div>',
        '<div><span><img src="a.jpg"></span><span class="itemImageCaption">Les meules</span></div>',
        '<figure><img src="a.jpg"><figcaption>Les meules</figcaption></figure>',
    ],
)
def test_a_caption_is_a_piece_of_its_own(figure: str) -> None:
    pieces = read(html.fromstring(f"<div>{figure}<p>Le texte.</p></div>"))
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("image", ""),
        ("caption", "Les meules"),
        ("text", "Le texte."),
    ]


def test_a_card_named_caption_is_text() -> None:
    pieces = read(
        html.fromstring('<div><img src="a.jpg"><div class="caption"><h3>Un titre</h3><p>Un texte.</p></div></div>')
    )
    assert [piece.kind for piece in pieces] == ["image", "heading", "text"]
