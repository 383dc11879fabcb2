"""Values as tables show them."""

from __future__ import annotations

import pytest

from newsarchive.browse.tables.columns import SHOWN, arranged, heading, schema_column
from newsarchive.browse.tables.values import address_html, named_value, short, time_html, value_html


@pytest.mark.parametrize(
    ("column", "value", "html"),
    [
        ("headline", "Unis <b>", "Unis &lt;b&gt;"),
        ("headline", None, ""),
        ("headline", "", ""),
        ("word_count", 12345, "12\u202f345"),
        ("word_count", 0, "0"),
        ("id", 12345, "12345"),
        ("year", 2013, "2013"),
        ("value", 12.0, "12"),
        ("value", 1234.5, "1\u202f234,5"),
        ("value", float("inf"), "inf"),
        ("change", "silent-edit", '<span title="silent-edit">modification silencieuse</span>'),
        ("change", "<i>", "&lt;i&gt;"),
        ("status", 404, "404"),
        ("status", "gone", '<span title="gone">retiré du site</span>'),
        ("authors", '["Élodie", "D. P."]', "Élodie, D. P."),
        ("authors", "[oups", "[oups"),
        ("picture", b"\x00" * 1500, "1,5\u00a0ko"),
        (
            "at",
            "2026-02-06T12:00:30+00:00",
            '<time datetime="2026-02-06T12:00:30+00:00" title="2026-02-06T12:00:30+00:00">06/02/2026 13:00</time>',
        ),
        ("at", "2013-03-12", '<time datetime="2013-03-12" title="2013-03-12">12/03/2013</time>'),
        ("at", "2013-02-31", "2013-02-31"),
        (
            "at",
            "9999-12-31T23:59:59-12:00",
            '<time datetime="9999-12-31T23:59:59-12:00" title="9999-12-31T23:59:59-12:00">31/12/9999 23:59</time>',
        ),
        ("text", "javascript:alert(1)", "javascript:alert(1)"),
        ("text", "voir https://a.example/ ici", "voir https://a.example/ ici"),
    ],
)
def test_value(column: str, value: object, html: str) -> None:
    assert value_html(column, value) == html


def test_addresses_lead_away_safely() -> None:
    link = address_html('https://www.exemple.fr/"x"&y=1')
    assert link == (
        '<a class="outside" href="https://www.exemple.fr/&#34;x&#34;&amp;y=1" rel="noreferrer nofollow external">'
        "exemple.fr/&#34;x&#34;&amp;y=1</a>"
    )
    assert len(address_html("https://exemple.fr/" + "x" * 500).striptags()) == 60
    assert address_html("https://exemple.fr/" + "x" * 500, whole=True).striptags().endswith("x" * 500)


def test_long_texts_are_cut_unless_they_are_wanted_whole() -> None:
    assert len(value_html("text", "mot " * 500)) <= 200
    assert value_html("text", "un\n\ndeux", whole=True) == '<div class="prose">un\n\ndeux</div>'
    assert value_html("blocks", '[{"é": 1}]', whole=True) == ("<pre>[\n  {\n    &#34;é&#34;: 1\n  }\n]</pre>")
    assert value_html("text", "[sic]", whole=True) == "[sic]"
    assert short("mot mot", 5) == "mot…"


def test_times_without_a_zone_stay_as_they_are() -> None:
    assert ">12/03/2013 17:32<" in time_html("2013-03-12T17:32:00")
    assert named_value("state", "missing") == "introuvable"
    assert named_value("section", "Sport") == "Sport"


@pytest.mark.parametrize("table", SHOWN)
def test_what_is_shown_of_a_table_is_there(table: str) -> None:
    names = SHOWN[table].split()
    assert len(set(names)) == len(names)
    assert all(schema_column(table, name) for name in names)


def test_columns_are_in_order_unless_the_reader_chose_them() -> None:
    columns = ["id", "key", "url", "headline", "note"]
    assert [columns[place] for place in arranged("articles", columns, everything=False)] == ["id", "headline", "url"]
    assert arranged("articles", columns, everything=True) == (0, 1, 2, 3, 4)
    assert arranged("brouillon", columns, everything=False) == (0, 1, 2, 3, 4)


def test_headings_say_what_is_counted() -> None:
    counted = heading("captures", "payload_size", [1, None])
    assert (counted.label, counted.kind) == ("taille", "number")
    assert counted.meaning.endswith("Unité\u00a0: octets.")
    assert heading("captures", "article_id", [1]).kind == "wide"
    assert heading("tags", "name", ["un", None]).kind == "plain"
    assert heading("tags", "name", ["un mot-clé qui demande de la place"]).kind == "wide"
    assert heading(None, "headline_before", []).label == "titre d’avant"


def test_bytes_are_counted_in_larger_units() -> None:
    assert value_html("warc_length", 12_345_678, unit="bytes") == "12,3\u00a0Mo"
