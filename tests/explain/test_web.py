"""The page that marks what each piece became: complete, escaped, self-contained, readable without colour."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from newsarchive.errors import FileUnusable
from newsarchive.explain import Report, examine
from newsarchive.explain.labels import ROLES, VERDICTS
from newsarchive.explain.web import as_html, write
from newsarchive.extraction.text import tidy
from tests.explain.pages import DISPUTED, HOSTILE, page, replica_reports

Tree = Any
"""An element, of which the stubs know too little."""
ALLOWED = set(
    "html head meta title style body a header p h1 ul li b span strong main section h2 h3 nav input label ol details"
    " summary dl dt dd code br aside".split()
)


@pytest.fixture(scope="module")
def report() -> Report:
    return max((each for _, each in replica_reports()), key=lambda each: len(set(each.roles)))


@pytest.fixture(scope="module")
def document(report: Report) -> Tree:
    return parsed(as_html(report))


def parsed(written: str) -> Tree:
    return html.document_fromstring(written)


def words(elements: list[Tree]) -> list[str]:
    return [tidy(element.text_content()) for element in elements]


def test_every_piece_is_there_in_reading_order_under_its_label(document: Tree, report: Report) -> None:
    pieces = document.xpath("//li[starts-with(@id, 'p')]")
    assert [piece.get("id") for piece in pieces] == [f"p{n}" for n, _ in enumerate(report.view.printed, start=1)]
    labels = words([piece.find(".//summary") for piece in pieces])
    assert labels == [ROLES[role.name].text for role in report.roles if role]
    for element, piece in zip(pieces, report.view.printed, strict=True):
        if piece.kind != "image":
            assert words(element.xpath("./p")) == [tidy(piece.text)]


def test_legend_counts_the_labels_and_leads_to_them(document: Tree, report: Report) -> None:
    entries = document.xpath("//ul[@class='legend']//a")
    counts = Counter(ROLES[role.name].text for role in report.roles if role)
    assert {tidy(entry.text): int(entry.find("span").text) for entry in entries} == counts
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in document.xpath("//a/@href")} <= set(ids)


def test_nothing_is_loaded_and_nothing_runs(document: Tree) -> None:
    assert {element.tag for element in document.iter() if isinstance(element.tag, str)} <= ALLOWED
    assert not document.xpath("//@src | //@srcset | //@style | //@onclick | //@onload | //@onerror")
    assert all(href.startswith("#") for href in document.xpath("//@href"))
    assert not re.search(r"url\(|@import", document.findtext(".//style"))
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_hostile_texts_stay_texts() -> None:
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    bad = DISPUTED.replace("<h1>Un pont rouvre", f"<h1>{escaped} pont rouvre")
    bad = bad.replace("Les travaux ont", f"{escaped} ont").replace("/ancien/", 'javascript:alert("x")')
    bad = bad.replace('"Un autre titre"', '"&lt;script&gt;alert(3)&lt;/script&gt;"').replace(
        "<ul>", "<ul class='&lt;b>'>"
    )
    report = examine(page(bad))
    assert report.article
    assert HOSTILE in report.article.headline
    written = as_html(report)
    document = parsed(written)
    assert not document.xpath("//script | //img")
    assert HOSTILE in document.findtext(".//h1")
    assert {element.tag for element in document.iter() if isinstance(element.tag, str)} <= ALLOWED
    assert not re.search("<(?:script|img)", written)
    assert all(href.startswith("#") for href in document.xpath("//@href"))


def test_fields_stand_beside_with_every_rule(document: Tree, report: Report) -> None:
    fields = document.xpath("//section[contains(@class, 'field')]")
    assert [field.find("h3/code").text for field in fields] == [each.name for each in report.fields]
    for field, each in zip(fields, report.fields, strict=True):
        rules = [(li.find("code").text, li.find("b").text) for li in field.xpath(".//ol/li")]
        assert rules == [(trial.rule, VERDICTS[trial.verdict]) for trial in each.trials]


def test_disagreement_is_open_and_named() -> None:
    document = parsed(as_html(examine(page(DISPUTED))))
    (disputed,) = document.xpath("//section[h3/code='date_modified']")
    assert disputed.find("details").get("open") is not None
    assert "désaccord" in disputed.findtext("details/summary")
    assert "DatesDisagree" in disputed.text_content()
    assert "2013-03-14T08:00:00+01:00" in disputed.text_content()


def test_it_is_french_and_made_for_every_screen(document: Tree) -> None:
    assert document.get("lang") == "fr"
    assert document.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    style = document.findtext(".//style")
    assert "prefers-color-scheme: dark" in style
    assert ":focus-visible" in style
    for control in document.xpath("//input"):
        assert document.xpath(f"//label[@for='{control.get('id')}']")


def test_page_without_article_shows_its_pieces_unread(tmp_path: Path) -> None:
    report = examine(page("<title>Oups</title><h1>Page introuvable</h1><p>Elle n'existe plus.</p>"))
    write(report, tmp_path / "report.html")
    document = parsed((tmp_path / "report.html").read_text("utf-8"))
    assert words(document.xpath("//li[starts-with(@id, 'p')]//summary")) == ["non lu", "non lu"]
    assert "Page introuvable" in words(document.xpath("//header"))[0]
    assert document.xpath("//section[contains(@class, 'field')]") == []


def test_every_role_has_a_label_of_its_own() -> None:
    texts = [label.text for label in ROLES.values()]
    assert len(set(texts)) == len(texts)
    assert all(label.text.startswith("ignoré : ") == (label.group in ("passed", "end")) for label in ROLES.values())


def test_file_that_cannot_be_written_is_told(report: Report, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"cannot write .*absent"):
        write(report, tmp_path / "absent" / "report.html")
