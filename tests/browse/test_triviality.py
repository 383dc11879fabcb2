"""What is a slip of the pen put right, and what says something else."""

from __future__ import annotations

import pytest

from newsarchive.browse.triviality import is_trivial

TEXT = "Le conseil municipal a voté {} mercredi soir."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("le budget", "le budget"),
        ("le budget annexe", "annexe le budget"),
        ("le bugdet", "le budget"),
        ("le budjet", "le budget"),
        ("le buget", "le budget"),
        ("les budgets", "les budget"),
        ("le budget", "le budget,"),
        ("l'agglomération", "l’agglomération"),
        ("agglomération", "l’agglomération"),
        ("metropole", "métropole"),
        ("et budget", "le budget"),
        ("le le budget", "le budget"),
        ("budget", "de ce budget"),
        ("coeur", "cœur"),
    ],
)
def test_trivial(before: str, after: str) -> None:
    assert is_trivial(TEXT.format(before), TEXT.format(after))
    assert is_trivial(TEXT.format(after), TEXT.format(before))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3 budgets", "4 budgets"),
        ("le budget", "le budget 2026"),
        ("Planoise", "Palente"),
        ("la maire", "la Maire"),
        ("le budget", "contre le budget"),
        ("le budget rejeté", "le budget accepté"),
        ("le meurtrier", "le meurtrier présumé"),
        ("un accord", "pas un accord"),
        ("rien", "bien"),
        ("six budgets", "dix budgets"),
        ("plus", "moins"),
        ("le bugdet metropolitain", "le budget métropolitain"),
        ("le budget", "les budgets, en cours"),
        ("", "le budget"),
    ],
)
def test_not_trivial(before: str, after: str) -> None:
    assert not is_trivial(TEXT.format(before), TEXT.format(after))
    assert not is_trivial(TEXT.format(after), TEXT.format(before))
