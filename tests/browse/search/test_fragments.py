"""Marks of FTS5, and texts that try to be some."""

from __future__ import annotations

import pytest

from newsarchive.browse.search import CLOSING, OPENING, pieces


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("", ()),
        ("sans rien", (("sans rien", False),)),
        ("le [pôle] est [né]", (("le ", False), ("pôle", True), (" est ", False), ("né", True))),
        ("[tout]", (("tout", True),)),
        ("un ] deux [ trois", (("un  deux  trois", False),)),
        ("[[pôle]] né", (("pôle", True), (" né", False))),
        ("[] rien", ((" rien", False),)),
    ],
)
def test_pieces(written: str, parted: tuple[tuple[str, bool], ...]) -> None:
    assert pieces(written.replace("[", OPENING).replace("]", CLOSING)) == parted
