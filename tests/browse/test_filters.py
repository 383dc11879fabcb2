"""What a table page says of its own conditions."""

from __future__ import annotations

import pytest
from datasette.filters import Filters

from newsarchive.browse.tables.filters import OPERATORS, described, operator, order


def test_every_operator_of_datasette_has_french_words() -> None:
    assert {key for key, _, _ in Filters([]).lookups()} <= set(OPERATORS)


def test_an_operator_nobody_knows_is_called_as_datasette_calls_it() -> None:
    assert operator("contains", "contains") == "contient"
    assert operator("soundslike", "sounds like") == "sounds like"


@pytest.mark.parametrize(
    ("selections", "search", "said"),
    [
        ([], None, ""),
        ([], "", ""),
        ([], "pôle", "où le texte contient «\u00a0pôle\u00a0»"),
        ([("section", "exact", "Sport")], None, "où «\u00a0rubrique\u00a0» est égal à «\u00a0Sport\u00a0»"),
        ([("status", "not", "gone")], None, "où «\u00a0état\u00a0» n’est pas égal à «\u00a0retiré du site\u00a0»"),
        ([("word_count", "gt", "100")], None, "où «\u00a0longueur\u00a0» est supérieur à «\u00a0100\u00a0»"),
        ([("date_published", "gt", "2013")], None, "où «\u00a0publié le\u00a0» vient après «\u00a02013\u00a0»"),
        ([("section", "in", "a,b")], None, "où «\u00a0rubrique\u00a0» est parmi «\u00a0a,b\u00a0»"),
        ([("gone_at", "isnull", "1")], None, "où «\u00a0retiré le\u00a0» n’est pas renseigné"),
        ([("section", "soundslike", "x")], None, ""),
        (
            [("headline", "contains", "a"), ("section", "exact", "Sport")],
            "vélo",
            "où le texte contient «\u00a0vélo\u00a0» et «\u00a0titre\u00a0» contient «\u00a0a\u00a0»"
            " et «\u00a0rubrique\u00a0» est égal à «\u00a0Sport\u00a0»",
        ),
    ],
)
def test_conditions(selections: list[tuple[str, str, str]], search: str | None, said: str) -> None:
    assert described("articles", selections, search) == said


def test_order() -> None:
    assert order("articles", None, "date_published") == "Par ordre décroissant de «\u00a0publié le\u00a0». "
    assert order("articles", "section", None) == "Par ordre croissant de «\u00a0rubrique\u00a0». "
    assert order("articles", None, None) == ""
