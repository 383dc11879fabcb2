"""Dates and numbers as French readers write them; what cannot be read is said as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsarchive import browse
from newsarchive.browse import french
from newsarchive.errors import UnreadablePage
from newsarchive.items import ChangeKind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2013-03-12T17:32:00+01:00", "12 mars 2013 à 17 h 32"),
        ("2026-02-06T23:05:00+00:00", "7 février 2026 à 0 h 05"),
        ("2026-08-01T10:00:00+00:00", "1er août 2026 à 12 h 00"),
        ("2013-03-12", "12 mars 2013"),
        ("bientôt", "bientôt"),
        ("2013-13-40", "2013-13-40"),
        ("0001-01-01T00:00:00+14:00", "1er janvier 1 à 0 h 00"),
        ("9999-12-31T23:59:59-12:00", "31 décembre 9999 à 23 h 59"),
        (None, "date inconnue"),
        ("", "date inconnue"),
    ],
)
def test_moments(text: str | None, told: str) -> None:
    assert french.moment(text).replace("\u202f", " ") == told


def test_moments_that_are_told_apart() -> None:
    same_minute = ("2013-03-12T17:32:05+01:00", "2013-03-12T17:32:40+01:00")
    told = french.moments([*same_minute, "2013-03-12", "2013-03-12T18:00:00+01:00", "2013-03-12T18:00:00+01:00"])
    assert [text.replace("\u202f", " ") for text in told.values()] == [
        "12 mars 2013 à 17 h 32 min 05 s",
        "12 mars 2013 à 17 h 32 min 40 s",
        "12 mars 2013",
        "12 mars 2013 à 18 h 00",
    ]


def test_days_of_the_archive_are_those_of_paris() -> None:
    assert french.day("2026-02-06T23:05:00+00:00") == "7 février 2026"


@pytest.mark.parametrize(("text", "told"), [("2013-03", "mars 2013"), ("2013", "2013"), (None, "date inconnue")])
def test_months(text: str | None, told: str) -> None:
    assert french.month(text) == told


def test_numbers() -> None:
    assert french.number(1234567) == "1\u202f234\u202f567"
    assert french.number(0.5) == "0,5"
    assert french.count(0, "article") == "0\u00a0article"
    assert french.count(1200, "article") == "1\u202f200\u00a0articles"
    assert french.count(2, "a changé", "ont changé") == "2\u00a0ont changé"


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0"), (0.0001, "0,1"), (0.5, "50"), (0.9744, "97,4"), (0.99999, "99,9"), (1, "100")],
)
def test_shares_that_are_not_all_are_not_told_as_all(share: float, told: str) -> None:
    assert french.percent(share) == f"{told}\u00a0%"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 seconde"),
        (59, "59 secondes"),
        (60, "1 minute"),
        (119, "1 minute"),
        (3600, "60 minutes"),
        (7200, "2 heures"),
        (86400, "24 heures"),
        (3 * 86400 + 3600, "3 jours"),
    ],
)
def test_durations(seconds: float, told: str) -> None:
    assert french.duration(seconds) == told.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("length", "told"),
    [(1, "1 octet"), (999, "999 octets"), (1000, "1,0 ko"), (4_410_000_000, "4,4 Go"), (3 * 10**15, "3\u202f000,0 To")],
)
def test_sizes(length: int, told: str) -> None:
    assert french.size(length) == told.replace(" ", "\u00a0")


def test_every_kind_of_change_has_a_name() -> None:
    for kind in ChangeKind:
        if kind is not ChangeKind.UNCHANGED:
            assert french.named(str(kind), french.CHANGES) != str(kind)
            assert french.CHANGE_MEANINGS[str(kind)]
    assert french.named("jamais vu", french.CHANGES) == "jamais vu"


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 jour"), (59, "59 jours"), (60, "2 mois"), (643, "21 mois"), (729, "24 mois"), (730, "2 ans")],
)
def test_lapses(days: int, said: str) -> None:
    assert french.lapse(days).replace("\u00a0", " ") == said


def _named(kind: type[Exception]) -> set[str]:
    return {kind.__name__}.union(*(_named(narrower) for narrower in kind.__subclasses__()))


def test_every_kind_of_problem_is_said_in_french() -> None:
    """Those a stage names, and the errors a page is given up with."""
    sources = [path.read_text("utf-8") for path in Path(browse.__path__[0]).parent.rglob("*.py")]
    said = {name for text in sources for name in re.findall(r'\b(?:_problem\(|error=)"([A-Z][A-Za-z]+)"', text)}
    assert len(said) > 8
    assert said | _named(UnreadablePage) <= set(french.PROBLEMS)


@pytest.mark.parametrize(
    ("error", "said"),
    [("HTTP503", "réponse HTTP 503"), ("KeyError", "erreur imprévue (KeyError)"), ("", "erreur imprévue ()")],
)
def test_problems_that_have_no_name(error: str, said: str) -> None:
    assert french.problem(error) == said
