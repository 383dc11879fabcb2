"""What a French reader types, and what it finds."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.browse.search import match_expression
from newsarchive.browse.search.words import words
from tests.browse.search.finding import found_by, index_of

FOUND = """
    élections | Les ELECTIONS municipales
    ELECTION | Les élections municipales
    e\u0301lections | Les élections municipales
    municipal | Les élections municipales
    l'agglomération | Cette agglomération
    l’agglomeration | L'Agglomération de Belfort
    agglomération | L’agglomération de Belfort
    qu'il pleuve | Pourvu que la pluie tombe et pleuve
    aujourd'hui | Aujourd’hui encore
    presqu'île | Deux presqu’îles
    prud’hommes | Le conseil de prud'homme
    Grand-Est | La région Grand Est
    Grand Est | La région Grand-Est
    sous-préfet | Les sous-préfets réunis
    Saint Claude | à Saint-Claude
    œuvre | Une oeuvre, main-d'œuvre
    main-d'oeuvre | La main d’œuvre manque
    OEUVRES | Une œuvre
    ex aequo | Premiers ex æquo
    œil | Les yeux
    maire | Les maires du Doubs
    maires | Madame la maire
    chevaux | Un cheval comtois
    cheval | Des chevaux comtois
    eau | Les eaux usées
    eaux | De l'eau
    travail | Les travaux
    école | Les ÉCOLES
    habitant | Une habitante, deux habitantes
    élue | Les élus
    élu | Les élues
    première | Les premiers
    directrice | Le directeur
    vendeuses | Un vendeur
    sportif | Une association sportive
    nouvelle | Un nouveau pont
    blessés | Une femme blessée
    inaugurer | Le pont inauguré
    bisontine | Les Bisontins
    "pôle métropolitain" | le Pôle métropolitain est né
    « pôle métropolitain » | le pôle Métropolitain est né
    "pôle métropolitain | le pôle métropolitain est né
    agglo* | Les agglomérations
    œuvr* | ils oeuvraient
    12/03/2013 | publié le 12 mars 2013
    12/03/2013 | publié le 12/03/2013
    1.3.2013 | publié le 1er mars 2013
    10.000 habitants | Une ville de 10 000 habitants
    3,5 % | une hausse de 3,5 %
    A36 | sur l'A36
    C.H.U. | au C.H.U. de Besançon
    le la | Le pont, la rue
    le pont -tunnel | Un pont
    pont - tunnel | Un pont et un tunnel
    pont—tunnel | Un pont et un tunnel
    NOT OR AND | and not or
    body:pont ^ NEAR(rue, 2) + {x} | near body 2 x pont rue
"""
MISSED = """
    maire | La mairie de Belfort
    mairie | La maire de Belfort
    commun | La commune
    port | Une porte
    mois | pour moi
    fils | au fil de l'eau
    mai | mais encore
    pont tunnel | Un pont
    pont -tunnel | Un pont et un tunnel
    pont -tunnels | Un pont et un tunnel
    pont -"un tunnel" | Un pont et un tunnel
    "métropolitain pôle" | le pôle métropolitain est né
    "pôles métropolitains" | le pôle métropolitain est né
    12/03/2013 | publié le 12 avril 2013
    ag* | Les agglomérations
"""
EXACT = """
    l'agglomération du grand Belfort | L’Agglomération du Grand Belfort
    main d'oeuvre | La main-d’œuvre
    le maire | Voici le maire
    "le maire" | Voici le maire
    pont -tunnel | le pont-tunnel
"""
EITHER = """
    pont OU viaduc | Le viaduc
    pont OR "grand viaduc" OU tunnel | Un tunnel
    pont OU viaduc Dole | Le viaduc de Dole
    pont AND viaduc | Le viaduc, le pont
    Saint-Vit | La gare de St Vit
    St-Vit | La gare de Saint-Vit
    "rue de Ste Marie" | la rue de Sainte-Marie
    600.000 euros | 600 000 euros
    600 000€ | 600000 euros
    600000€ | 600.000 €
    1500 emplois | 1.500 emplois
    1 234 567 | 1234567
    pont -600000 | un pont
"""
NEITHER = """
    pont OU viaduc Dole | Le viaduc de Besançon
    pont ou viaduc | Le viaduc
    pont -viaduc OU tunnel | Le pont
    2013 | Les 2 013 euros
    pont -600.000 | un pont à 600000 euros
    600 000 | 600 euros et 000
"""
EXACT_MISSED = """
    le maire | Voici les maires
    maire | Voici les maires
    maire Belfort | Le maire de Belfort
"""


def cases(table: str) -> list[tuple[str, str]]:
    rows = (line.split(" | ") for line in table.splitlines() if line.strip())
    return [(typed.strip(), text.strip()) for typed, text in rows]


def finds(typed: str, text: str, *, exact: bool = False) -> bool:
    expression = match_expression(typed, exact=exact)
    assert expression is not None
    return found_by(index_of([text, "Tout autre chose"]), expression) == [text]


@pytest.mark.parametrize(("typed", "text"), cases(FOUND) + cases(EITHER))
def test_found(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(("typed", "text"), cases(MISSED) + cases(NEITHER))
def test_missed(typed: str, text: str) -> None:
    assert not finds(typed, text)


@pytest.mark.parametrize(("typed", "text"), cases(EXACT))
def test_found_exactly(typed: str, text: str) -> None:
    assert finds(typed, text, exact=True)


@pytest.mark.parametrize(("typed", "text"), cases(EXACT_MISSED))
def test_missed_exactly(typed: str, text: str) -> None:
    assert not finds(typed, text, exact=True)


@pytest.mark.parametrize("typed", ["", "   ", "!!! — …", '""', "-pont", "\0", "*", "'", "- -"])
@pytest.mark.parametrize("exact", [False, True])
def test_nothing_to_look_for(typed: str, exact: bool) -> None:
    assert match_expression(typed, exact=exact) == ('"pont"' if exact and "pont" in typed else None)


def test_ten_thousand_characters() -> None:
    text = "L'agglomération du Grand-Besançon inaugure 3,5 km « d’œuvres » " * 160
    assert len(text) > 10_000
    assert finds(text, text)
    assert finds(text, text, exact=True)
    assert finds("a-" * 5_000 + "b", "a-" * 5_000 + "b")
    assert finds("x" * 10_000, "x" * 10_000)


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    return index_of(())


SEEN = st.text(st.characters(exclude_categories=["Cs"]))
TYPED = st.one_of(SEEN, st.text("abœé'’-\"*« » .,/0123&+^:()\0\ud800", max_size=40))


@given(typed=TYPED, exact=st.booleans())
@example(typed="a\0b", exact=False)
def test_whatever_is_typed_is_understood(index: sqlite3.Connection, typed: str, exact: bool) -> None:
    expression = match_expression(typed, exact=exact)
    assert expression is None or found_by(index, expression) == []


@given(text=SEEN | st.text("aeiouœæé'’-. 012/ \ue000\u0301\u0305\U0001f916", max_size=40), exact=st.booleans())
@example(text="𞤀a\ue000 \u1cf2 l\u02bcele", exact=False)
def test_a_text_is_found_by_its_own_words(text: str, exact: bool) -> None:
    expression = match_expression(text.replace("-", " ").replace('"', " "), exact=exact)
    assert (expression is None) == (not words(text))
    assert expression is None or found_by(index_of([text]), expression) == [text]
