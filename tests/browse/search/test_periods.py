"""Days, months and years as people write them."""

from __future__ import annotations

import pytest

from newsarchive.browse.search import Named, named_period, read_period

PERIODS = """
    2013 | 2013
    2013-03 | 2013-03
    2013-03-12 | 2013-03-12
    12/03/2013 | 2013-03-12
    1.3.2013 | 2013-03-01
    03/2013 | 2013-03
    mars 2013 | 2013-03
    12 mars 2013 | 2013-03-12
    1er Août 2013 | 2013-08-01
    FEVRIER 2013 | 2013-02
    décembre 2013 | 2013-12
    oct. 2011 | 2011-10
    20 janv 2011 | 2011-01-20
    1er octobre 2011 | 2011-10-01
    mardi 12 mars 2013 | 2013-03-12
    le Mardi 12/03/2013 | 2013-03-12
    12/3/13 | 2013-03-12
    1/1/99 | 1999-01-01
"""
NAMED = """
    pôle métropolitain mars 2013 | 2013-03 | 2013-03 | mars 2013 | pôle métropolitain
    pôle le 12 mars 2013 | 2013-03-12 | 2013-03-12 | le 12 mars 2013 | pôle
    2013 pôle | 2013 | 2013 | 2013 | pôle
    inondations d'octobre 1999, Doubs | 1999-10 | 1999-10 | d'octobre 1999 | inondations , Doubs
    crue en janvier 2018 ? | 2018-01 | 2018-01 | en janvier 2018 | crue ?
    budget 2013-2014 de 2012 | 2012 | 2012 | de 2012 | budget 2013-2014
    accident mardi 12 mars 2013 Dole | 2013-03-12 | 2013-03-12 | mardi 12 mars 2013 | accident Dole
    tram entre 2012 et 2014 | 2012 | 2014 | entre 2012 et 2014 | tram
    tram de mars 2014 à 2012 Dole | 2012 | 2014-03 | de mars 2014 à 2012 | tram Dole
    entre le 3 oct. 2011 et le 05/11/2011 | 2011-10-03 | 2011-11-05 | entre le 3 oct. 2011 et le 05/11/2011 |
    crue oct. 2011 | 2011-10 | 2011-10 | oct. 2011 | crue
"""


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.split("\n")[1:-1]]


@pytest.mark.parametrize(("text", "period"), cells(PERIODS))
def test_periods(text: str, period: str) -> None:
    assert read_period(text) == read_period(f" {text} ") == period


NO_PERIODS = """
    hier | 31/02/2013 | 2013-13 | 00/00/2013 | 13/2013 | jadis 2013 | 213 | jui 2013 | 3/13 | lundi 2013 | 31/2/13
"""


@pytest.mark.parametrize("text", ["", *cells(NO_PERIODS)[0]])
def test_no_periods(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(("typed", "since", "until", "wording", "others"), cells(NAMED))
def test_a_period_among_words(typed: str, since: str, until: str, wording: str, others: str) -> None:
    assert named_period(typed) == Named(since, until, wording, others)


@pytest.mark.parametrize("typed", ["pôle", '"mars 2013"', "-2013", "A2013", "rue du 8 mai 1945s", "2013-2014"])
def test_no_period_among_words(typed: str) -> None:
    assert named_period(typed) is None
