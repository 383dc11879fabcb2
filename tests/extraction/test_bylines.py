import pytest

from newsarchive.extraction.bylines import byline_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Par Jeanne Martin et Paul Petit, publié le 3 mai 2020", ("Jeanne Martin", "Paul Petit")),
        ("Par Jeanne Martin", ("Jeanne Martin",)),
        ("par Ana Roux | 12/03/2013", ("Ana Roux",)),
        ("Un texte de Luc Noir d'Enquête", ("Luc Noir",)),
        ("Par Luc Noir, correspondant à Pékin et Ana Roux, à New York", ("Luc Noir", "Ana Roux")),
        ("par LUC NOIR et ANA ROUX Envoyés spéciaux à Toulouse", ("LUC NOIR", "ANA ROUX")),
        ("jeudi 13 juin 2019, par Attac France", ("Attac France",)),
        ("Par Luc Noir\nLe 17/02/2020", ("Luc Noir",)),
        ("Auteur : Ana Roux", ("Ana Roux",)),
        ("Partager sur les réseaux", ()),
        ("Paris, le 3 mai", ()),
    ],
)
def test_byline_names(line: str, names: tuple[str, ...]) -> None:
    assert byline_names(line) == names
