"""References in every format, read back by other people's parsers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.browse.citing import Reference, bibtex, csl_json, plain, ris, tags
from newsarchive.browse.citing.reference import one_line, person

REFERENCE = Reference(
    site="lapresse",
    key="ab2cd3ef4g",
    stamp="20260206233000",
    headline="Pôle métropolitain : les élus d’accord",
    publication="La Presse du Doubs",
    authors=("Anne Martin", "La rédaction"),
    section="Politique",
    description="Un pôle est né.",
    published="2013-03-12T17:32:00+01:00",
    updated="2013-03-13T11:59:00+01:00",
    url="https://www.lapresse.example/pole-80896/?a=1&b=50%25",
    archive="Archives de presse",
    permalink="https://archives.example/article/ab2cd3ef4g/v/20260206233000",
    archived_at="2026-02-06T23:30:00+00:00",
)
BARE = replace(REFERENCE, authors=(), section=None, description=None, published="2013-03-12", updated=None)
HOSTILE = (
    "}{ @online{x, title={y}} \\end{document} \\",
    "a\nER  - \r\nTY  - BOOK\u2028TI  - b",
    "\u202egnp.exe\u2066\u200f\x00\x07",
    '"quoted" & 50% of $5 #1 _a_ ^b^ ~c~',
    "«" * 50,
    "Titre " * 200_000,
    "",
    "{" * 5_000,
)


def entry(text: str) -> dict[str, str]:
    library = parse_string(text)
    assert not library.failed_blocks
    (found,) = library.entries
    assert len(library.blocks) == 1
    return {"ENTRYTYPE": found.entry_type, "ID": found.key} | {field.key: field.value for field in found.fields}


def record(text: str) -> dict[str, Any]:
    (found,) = rispy.loads(text)
    return dict(found)


def item(text: str) -> dict[str, Any]:
    (found,) = json.loads(text)
    return dict(found)


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_sentence() -> None:
    assert spaced(plain(REFERENCE)) == (
        "Anne Martin et La rédaction, « Pôle métropolitain : les élus d’accord », La Presse du Doubs, 12 mars 2013"
        " à 17 h 32, mis à jour le 13 mars 2013 à 11 h 59, <https://www.lapresse.example/pole-80896/?a=1&b=50%25>."
        " Version archivée le 7 février 2026 à 0 h 30 (heure de Paris), Archives de presse :"
        " <https://archives.example/article/ab2cd3ef4g/v/20260206233000>"
    )


def test_a_sentence_of_an_article_without_names_or_times() -> None:
    assert spaced(plain(BARE)).startswith(
        "« Pôle métropolitain : les élus d’accord », La Presse du Doubs, 12 mars 2013, <"
    )
    assert ", sans date, <" in plain(replace(BARE, published=None))


def test_what_is_no_article_of_the_site_any_more_and_what_was_paid_for_is_said_in_every_format() -> None:
    marked = replace(BARE, is_sponsored=True, gone_at="2026-02-08T12:00:00+00:00")
    removed = "retiré du site, suppression constatée le 8 février 2026 à 13 h 00"
    text = spaced(plain(marked))
    assert "d’accord » [contenu sponsorisé], La Presse du Doubs" in text
    assert f"b=50%25> ({removed}). Version archivée" in text
    assert spaced(entry(bibtex(marked))["note"]).startswith(f"Contenu sponsorisé, {removed}, archivé le")
    assert [spaced(note) for note in record(ris(marked))["notes"]][:2] == [
        "Contenu sponsorisé.",
        f"{removed[0].upper()}{removed[1:]}.",
    ]
    told = item(csl_json(marked))
    assert told["genre"] == "contenu sponsorisé"
    assert removed in spaced(told["note"])


def test_quotes_within_quotes() -> None:
    assert "«\u00a0Le “non” des élus\u00a0»" in plain(replace(REFERENCE, headline="Le «\u00a0non » des élus"))


def test_bibtex() -> None:
    told = entry(bibtex(REFERENCE))
    note = told.pop("note")
    assert told == {
        "ENTRYTYPE": "online",
        "ID": "lapresse-ab2cd3ef4g-20260206233000",
        "author": "Martin, Anne and {La rédaction}",
        "title": "Pôle métropolitain : les élus d’accord",
        "date": "2013-03-12",
        "organization": "La Presse du Doubs",
        "url": REFERENCE.url,
        "urldate": "2026-02-07",
        "langid": "french",
    }
    assert spaced(note) == (
        "Publié le 12 mars 2013 à 17 h 32, mis à jour le 13 mars 2013 à 11 h 59,"
        " archivé le 7 février 2026 à 0 h 30 (heure de Paris), Archives de presse"
        f" : {REFERENCE.permalink}"
    )


def test_ris() -> None:
    text = ris(REFERENCE)
    assert text.startswith("TY  - NEWS\r\n")
    assert text.endswith("\r\nER  - \r\n")
    assert text.count("\n") == text.count("\r\n")
    told = record(text)
    assert told["type_of_reference"] == "NEWS"
    assert told["id"] == "lapresse-ab2cd3ef4g-20260206233000"
    assert told["authors"] == ["Martin, Anne", "La rédaction"]
    assert (told["title"], told["secondary_title"]) == (REFERENCE.headline, REFERENCE.publication)
    assert (told["year"], told["date"], told["access_date"]) == ("2013", "2013/03/12", "2026/02/07")
    assert (told["urls"], told["name_of_database"]) == ([REFERENCE.url], "Archives de presse")
    assert told["accession_number"] == REFERENCE.permalink
    assert (told["section"], told["abstract"], told["language"]) == ("Politique", "Un pôle est né.", "fr")
    assert [spaced(note) for note in told["notes"]] == [
        "Publié le 12 mars 2013 à 17 h 32.",
        "Mis à jour le 13 mars 2013 à 11 h 59.",
        "Archivé le 7 février 2026 à 0 h 30 (heure de Paris).",
    ]


def test_csl_json() -> None:
    told = item(csl_json(REFERENCE))
    assert spaced(told.pop("note")) == (
        "Publié le 12 mars 2013 à 17 h 32, mis à jour le 13 mars 2013 à 11 h 59,"
        " archivé le 7 février 2026 à 0 h 30 (heure de Paris)."
    )
    assert told == {
        "id": "lapresse-ab2cd3ef4g-20260206233000",
        "type": "article-newspaper",
        "title": REFERENCE.headline,
        "author": [{"given": "Anne", "family": "Martin"}, {"literal": "La rédaction"}],
        "container-title": REFERENCE.publication,
        "section": "Politique",
        "abstract": "Un pôle est né.",
        "issued": {"date-parts": [[2013, 3, 12]]},
        "accessed": {"date-parts": [[2026, 2, 7]]},
        "URL": REFERENCE.url,
        "archive": "Archives de presse",
        "archive_location": REFERENCE.permalink,
        "language": "fr",
    }


def test_tags() -> None:
    told = tags(REFERENCE)
    assert told[0] == ("z:itemType", "newspaperArticle")
    assert [content for name, content in told if name == "citation_author"] == ["Anne Martin", "La rédaction"]
    values = dict(told)
    assert values["citation_title"] == REFERENCE.headline
    assert values["citation_publication_date"] == "2013/03/12"
    assert values["citation_public_url"] == REFERENCE.url
    assert values["prism.publicationName"] == REFERENCE.publication
    assert (values["z:archive"], values["z:archiveLocation"]) == (REFERENCE.archive, REFERENCE.permalink)
    assert not {"citation_journal_title", "dc.description", "dc.identifier"} & values.keys()


def test_what_is_not_known_is_not_told() -> None:
    undated = replace(BARE, published=None)
    assert {"author", "date"}.isdisjoint(entry(bibtex(undated)))
    assert {"authors", "date", "year", "section", "abstract"}.isdisjoint(record(ris(undated)))
    assert {"author", "issued", "section", "abstract"}.isdisjoint(item(csl_json(undated)))
    assert not any(name.startswith("citation_") and "date" in name for name, _ in tags(undated))
    assert all(content for _, content in tags(undated))


def test_a_bare_day_stays_a_day_and_a_time_keeps_the_day_it_was_printed_with() -> None:
    overseas = replace(REFERENCE, published="2013-03-12T22:00:00-04:00")
    assert "12 mars 2013 à 22 h 00" in spaced(plain(overseas))
    assert record(ris(overseas))["date"] == "2013/03/12"
    assert item(csl_json(BARE))["issued"] == {"date-parts": [[2013, 3, 12]]}
    assert entry(bibtex(replace(BARE, published="0203-03-12")))["date"] == "0203-03-12"


def test_the_name_is_stable_and_safe() -> None:
    assert replace(REFERENCE, headline="x", authors=()).name == REFERENCE.name
    assert replace(BARE, site="a b,{é}").name == "a-b-ab2cd3ef4g-20260206233000"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anne Martin", ("Anne", "Martin")),
        ("Jean-Luc O’Neill", ("Jean-Luc", "O’Neill")),
        ("Pierre de Saintignon", ("Pierre", "de Saintignon")),
        ("A. Martin", ("A.", "Martin")),
        ("La rédaction", None),
        ("France Bleu", None),
        ("AFP", None),
        ("Anne", None),
        ("anne martin", None),
        ("Anne Martin Durand", None),
        ("Anne Martin (AFP)", None),
        ("", None),
    ],
)
def test_persons_are_told_from_others(name: str, parts: tuple[str, str] | None) -> None:
    assert person(name) == parts


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_articles_give_valid_files(text: str) -> None:
    hostile = replace(
        REFERENCE, headline=text, authors=(text, text), section=text, description=text, archive=text, publication=text
    )
    _hold(hostile)
    assert max(len(told) for told in (plain(hostile), bibtex(hostile), ris(hostile))) < 200_000


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gives_valid_files(headline: str, author: str, address: str) -> None:
    _hold(replace(REFERENCE, headline=headline, authors=(author,), url=f"https://a.example/{address}"))


def _hold(reference: Reference) -> None:
    """Each file can be read, has one entry and says what the headline is."""
    headline = one_line(reference.headline)
    told = entry(bibtex(reference))
    assert told["ID"] == reference.name
    assert all(_is_balanced(value) for value in told.values())
    assert record(ris(reference)).get("title", "") == headline
    assert record(ris(reference))["type_of_reference"] == "NEWS"
    assert item(csl_json(reference)).get("title", "") == headline
    assert dict(tags(reference)).get("citation_title", "") == headline
    assert "\n" not in plain(reference)


def _is_balanced(value: str) -> bool:
    depth = 0
    for letter in value:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def test_an_address_cannot_leave_its_field() -> None:
    told = entry(bibtex(replace(REFERENCE, url='https://a.example/}{"\\ é')))
    assert told["url"] == "https://a.example/%7D%7B%22%5C%20%C3%A9"


@pytest.mark.parametrize("text", ['"A" & 50% of $5 #1 _a_ ~c~', "\\b \\\\", "Œuvre : l’été"])
def test_latex_shows_what_was_printed(text: str) -> None:
    library = parse_string(bibtex(replace(REFERENCE, headline=text)), append_middleware=[LatexDecodingMiddleware()])
    assert library.entries[0]["title"] == text
