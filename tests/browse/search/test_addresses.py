"""What of the things people type is an address, and under which spellings it may be known."""

from __future__ import annotations

import pytest

from newsarchive.browse.search import address_spellings, pasted_address, pasted_key

KNOWN = "https://www.exemple.fr/le-pont-rouvre/"


@pytest.mark.parametrize(
    "typed",
    [
        KNOWN,
        "http://exemple.fr/le-pont-rouvre",
        "//www.exemple.fr/le-pont-rouvre/",
        "HTTPS://WWW.Exemple.FR/le-pont-rouvre/#suite",
        "exemple.fr/le-pont-rouvre",
        "/le-pont-rouvre",
        "/le-pont-rouvre/?utm_source=lettre&fbclid=x",
        f"« {KNOWN}?page=2 »",
        f"<{KNOWN}>",
    ],
)
def test_an_address_however_it_is_pasted(typed: str) -> None:
    address = pasted_address(typed)
    assert address is not None
    assert KNOWN in address_spellings(address, ["https://www.exemple.fr"])


def test_letters_beyond_ascii_and_queries_that_tell() -> None:
    origins = ["https://www.exemple.fr"]
    assert "https://www.exemple.fr/fête/" in address_spellings("/f%C3%AAte", origins)
    assert "https://www.exemple.fr/f%C3%AAte/" in address_spellings("/fête", origins)
    first, second = "https://www.exemple.fr/?p=12", "https://www.exemple.fr/"
    spelled = address_spellings("exemple.fr?p=12".replace("?", "/?") + "&utm_medium=x", origins)
    assert spelled.index(first) < spelled.index(second)


def test_few_spellings_are_looked_up() -> None:
    assert len(address_spellings("http://exemple.fr/f%C3%AAte?a=1&b=2", [])) <= 65


@pytest.mark.parametrize("typed", ["", "/", "pont / viaduc", "km/h", "12/03/2013", "St.Vit", "/" + "a" * 3_000])
def test_no_address(typed: str) -> None:
    assert pasted_address(typed) is None


@pytest.mark.parametrize("typed", ["https://[x/", "//", "http:///", "https://a.fr:port/x", "//\ud83d/", "/\0a"])
def test_broken_addresses(typed: str) -> None:
    assert typed in address_spellings(typed, ["https://www.exemple.fr"])


def test_keys() -> None:
    assert pasted_key(" f7v7ujmnak ") == "f7v7ujmnak"
    assert pasted_key("http://127.0.0.1:8001/article/f7v7ujmnak/v/20260301000000") == "f7v7ujmnak"
    assert pasted_key("/archive/article/f7v7ujmnak.json") == "f7v7ujmnak"
    assert [pasted_key(other) for other in ("f7v7ujmna", "f7v7ujmnakx", "le f7v7ujmnak", "F7V7UJMNAK")] == [None] * 4
