"""Versions field by field, with their pictures and links."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from newsarchive.browse.differing import Link, Picture, Version, difference
from newsarchive.items import Block

MAYOR = Picture(url="https://a.example/maire.jpg", alt="Le maire", caption="Le maire à Belfort", credit="Anne Martin")
SQUARE = Picture(url="https://a.example/place.jpg", caption="La place")
LINK = Link(url="https://a.example/projet", text="le projet")
VERSION = Version(
    headline="Les travaux commencent lundi",
    kicker="Belfort",
    description="La place du marché fermera six mois.",
    section="Économie",
    authors=("Anne Martin", "Paul Durand"),
    date_published="2013-03-12",
    date_published_raw="12 mars 2013",
    date_modified="2013-03-12T17:32:00+01:00",
    date_modified_raw="12 mars 2013 à 17h32",
    blocks=(Block(kind="paragraph", text="Le maire a présenté les travaux."),),
    pictures=(MAYOR, SQUARE),
    links=(LINK,),
)


def test_equal_versions_have_no_difference() -> None:
    told = difference(VERSION, replace(VERSION))
    assert told.is_nothing
    assert (told.fields, told.pictures, told.links) == ((), (), ())
    assert (told.words_added, told.words_removed) == (0, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headline", "Les travaux commencent mardi"),
        ("kicker", None),
        ("description", "La place du marché fermera un an."),
        ("section", "Politique"),
        ("page_type", "rolling"),
        ("event_dates", "du 12 au 14 mars"),
        ("event_place", "Maison du peuple"),
    ],
)
def test_a_field_that_changed_is_named(name: str, value: str | None) -> None:
    changed = replace(VERSION, **{name: value})  # type: ignore[arg-type]
    (field,) = difference(VERSION, changed).fields
    assert (field.name, field.before, field.after) == (name, getattr(VERSION, name), value)
    assert "".join(s.text for s in field.segments if s.kind != "insert") == (getattr(VERSION, name) or "")
    assert "".join(s.text for s in field.segments if s.kind != "delete") == (value or "")


def test_an_author_who_is_no_longer_named() -> None:
    (field,) = difference(VERSION, replace(VERSION, authors=("Anne Martin",))).fields
    assert [(segment.kind, segment.text) for segment in field.segments] == [
        ("equal", "Anne Martin"),
        ("delete", ", Paul Durand"),
    ]


def test_a_date_is_told_as_printed() -> None:
    later = replace(VERSION, date_modified="2013-03-13T08:00:00+01:00", date_modified_raw="13 mars 2013 à 8h")
    (field,) = difference(VERSION, later).fields
    assert (field.name, field.before, field.after) == ("date_modified_raw", "12 mars 2013 à 17h32", "13 mars 2013 à 8h")


def test_a_date_printed_alike_is_told_as_understood() -> None:
    (field,) = difference(VERSION, replace(VERSION, date_published="2013-03-13")).fields
    assert (field.name, field.before, field.after) == ("date_published", "2013-03-12", "2013-03-13")


def test_a_date_that_was_not_printed_before() -> None:
    undated = replace(VERSION, date_modified=None, date_modified_raw=None)
    (field,) = difference(undated, VERSION).fields
    assert (field.before, field.after) == (None, "12 mars 2013 à 17h32")


def test_a_caption_and_a_credit_that_changed_are_named() -> None:
    reworded = replace(MAYOR, caption="Le maire à Vesoul", credit="Paul Durand")
    (part,) = difference(VERSION, replace(VERSION, pictures=(reworded, SQUARE))).pictures
    assert part.status == "changed"
    assert [field.name for field in part.fields] == ["caption", "credit"]


def test_another_picture_under_the_same_caption_is_a_replacement() -> None:
    other = replace(SQUARE, url="https://a.example/place-2.jpg")
    (part,) = difference(VERSION, replace(VERSION, pictures=(MAYOR, other))).pictures
    assert (part.status, [field.name for field in part.fields]) == ("changed", ["url"])


def test_pictures_that_came_went_or_moved() -> None:
    new = Picture(url="https://a.example/neige.jpg")
    assert [(part.status, part.before, part.after) for part in _pictures(MAYOR, new)] == [
        ("removed", SQUARE, None),
        ("added", None, new),
    ]
    (moved,) = _pictures(SQUARE, MAYOR)
    assert (moved.status, moved.before, moved.after) in {
        ("moved-here", MAYOR, MAYOR),
        ("moved-here", SQUARE, SQUARE),
    }


def _pictures(*pictures: Picture):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return difference(VERSION, replace(VERSION, pictures=pictures)).pictures


def test_links_that_lead_elsewhere_or_are_worded_otherwise() -> None:
    elsewhere = Link(url="https://a.example/autre", text="le projet")
    (part,) = difference(VERSION, replace(VERSION, links=(elsewhere,))).links
    assert (part.status, [field.name for field in part.fields]) == ("changed", ["url"])
    (gone,) = difference(VERSION, replace(VERSION, links=())).links
    assert (gone.status, gone.before, gone.after) == ("removed", LINK, None)


def test_links_in_another_order_are_no_difference() -> None:
    other = Link(url="https://a.example/carte", text="la carte")
    assert difference(replace(VERSION, links=(LINK, other)), replace(VERSION, links=(other, LINK))).is_nothing


def test_words_are_counted_as_the_archive_counts_them() -> None:
    later = replace(VERSION, blocks=(Block(kind="paragraph", text="Les travaux, le maire a hier présenté."),))
    told = difference(VERSION, later)
    assert (told.words_added, told.words_removed) == (5, 4)
    assert not told.is_nothing


def test_a_difference_is_plain_json() -> None:
    later = replace(VERSION, headline="Autre titre", pictures=(SQUARE,), blocks=())
    assert json.loads(json.dumps(asdict(difference(VERSION, later))))["fields"][0]["name"] == "headline"
