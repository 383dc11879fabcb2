"""Forms of French words."""

from __future__ import annotations

from itertools import permutations

import pytest

from newsarchive.browse.search.forms import forms

TOGETHER = """
    maire maires
    elu elus elue elues
    cheval chevaux
    eau eaux
    bateau bateaux
    feu feux
    chou choux
    travail travaux
    municipal municipale municipaux municipales
    francais francaise francaises
    president presidente presidents presidentes
    heureux heureuse heureuses
    coiffeur coiffeurs coiffeuse coiffeuses
    acteur acteurs actrice actrices
    sportif sportifs sportive sportives
    ouvrier ouvriers ouvriere ouvrieres
    europeen europeens europeenne europeennes
    patron patronne patronnes
    culturel culturels culturelle culturelles
    public publics publique publiques
    blesse blesses blessee blessees
    inaugure inauguree inaugurees inaugurer
    petit petite petites
    beau bel belle beaux belles
    œil yeux
"""
APART = """
    maire mairie
    commun commune
    port porte
    vent vente
    parti partie
    point pointe
    police policier
    fil fils
    moi mois
    foi fois
    cour cours
    mai mais
    sein seine
    an annee
    fille fil
    droit droite
    arme armee
    2013 2013s
"""


@pytest.mark.parametrize("line", TOGETHER.split("\n")[1:-1])
def test_forms_of_one_word_find_each_other(line: str) -> None:
    together = line.split()
    assert [(one, other) for one, other in permutations(together, 2) if other not in forms(one)] == []


@pytest.mark.parametrize("line", APART.split("\n")[1:-1])
def test_other_words_do_not(line: str) -> None:
    one, other = line.split()
    assert other not in forms(one)
    assert one not in forms(other)


def test_forms_are_few() -> None:
    assert forms("pole") == {"pole", "poles"}
    assert forms("grands") == {"grand", "grands", "grande", "grandes"}
    assert forms("les") == {"les"}
