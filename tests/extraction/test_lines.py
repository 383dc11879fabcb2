import pytest

from newsarchive.extraction.lines import (
    closing_byline,
    date_lines,
    is_credit,
    split_caption,
    split_kicker,
)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Publié le 12/03/2013 - 17:32", [("12/03/2013 - 17:32", "published")]),
        ("Mis à jour le 13/03/2013 - 11:59", [("13/03/2013 - 11:59", "modified")]),
        (
            "Publié le 2 nov. 2023 à 16:00Mis à jour le 2 nov. 2023 à 16:16",
            [("2 nov. 2023 à 16:00", "published"), ("2 nov. 2023 à 16:16", "modified")],
        ),
        ("Par Ana Roux, le mercredi 15 mai 2019 à 09h23", [("mercredi 15 mai 2019 à 09h23", None)]),
        ("Le Monde | 12.04.2015 à 22h23 • Mis à jour le 13.04.2015 à 12h28", None),
        ("Publié le 1er novembre 2023 à 16 heures 28", [("1er novembre 2023 à 16 heures 28", "published")]),
        ("Publié le jeudi 2 novembre 2023 • 14h30", [("jeudi 2 novembre 2023 • 14h30", "published")]),
        ("17h37, le 02 novembre 2023", [("17h37, le 02 novembre 2023", None)]),
        ("Jeudi 6 Février 2026", [("Jeudi 6 Février 2026", None)]),
        ("le 06/02 à 18h00", []),
        ("Rendez-vous en mars 2026", []),
        ("1er août 2024 à 7 h", [("1er août 2024 à 7 h", None)]),
        ("Du 1 au 31 mars 2026", [("31 mars 2026", None)]),
    ],
)
def test_date_lines(line: str, found: list[tuple[str, str | None]] | None) -> None:
    if found is None:
        found = [("12.04.2015 à 22h23", None), ("13.04.2015 à 12h28", "modified")]
    assert [(each.text, each.role) for each in date_lines(line)] == found


def test_has_time() -> None:
    lines = ("12/03/2013 - 17:32", "4 mai 2020", "4 mai 2020 à 18h", "17h37, le 4 mai 2020")
    assert [date_lines(line)[0].has_time for line in lines] == [True, False, True, True]


def test_closing_byline() -> None:
    assert closing_byline("Publié le 12 novembre à 19h24 par Élodie") == ("le 12 novembre à 19h24", "Élodie")
    assert closing_byline("Publié le 12/03/2013 - 17:32") is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("© Jean Dupont", (None, "Jean Dupont")),
        ("La place © Jean Dupont", ("La place", "Jean Dupont")),
        ("©", (None, None)),
        ("1/6 - © Jean Dupont", (None, "Jean Dupont")),
        ("La place © Jean Dupont ©", ("La place", "Jean Dupont")),
        ("La place de nuit", ("La place de nuit", None)),
        ("Le pont. Crédits photo : AFP", ("Le pont.", "AFP")),
    ],
)
def test_split_caption(line: str, parts: tuple[str | None, str | None]) -> None:
    assert split_caption(line) == parts


def test_is_credit() -> None:
    assert is_credit("2/6 - © Nom")
    assert not is_credit("Un paragraphe sans photographie")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("VIDÉO • Le texte", ("VIDÉO", "Le texte")),
        (
            "offre d’emploi, infirmier(e) • La CPAM recrute • vite",
            ("offre d’emploi, infirmier(e)", "La CPAM recrute • vite"),
        ),
        ("Sans surtitre", (None, "Sans surtitre")),
        ("• Une puce", (None, "• Une puce")),
    ],
)
def test_split_kicker(text: str, parts: tuple[str | None, str]) -> None:
    assert split_kicker(text) == parts
