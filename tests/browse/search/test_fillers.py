"""Questions and headlines, and what is left of them to look for."""

from __future__ import annotations

import pytest

from newsarchive.browse.search import without_fillers


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("l’article sur le pont de Dole", "pont Dole"),
        ("Je cherche des infos à propos du tram ?", "tram"),
        ("Le pont rouvre - maCommune.info", "Le pont rouvre"),
        ("où lire des articles sur la gare OU le tram", "gare OU tram"),
        ("Le pont | www.exemple.fr ", "Le pont"),
        ("pourquoi le tram -métro", "tram -métro"),
    ],
)
def test_what_tells_is_left(typed: str, left: str) -> None:
    assert without_fillers(typed) == left


@pytest.mark.parametrize(
    "typed", ["", "le pont", "quel article", 'l’article "sur le pont"', "pont - Dole", "info-tram"]
)
def test_nothing_is_dropped(typed: str) -> None:
    assert without_fillers(typed) is None
