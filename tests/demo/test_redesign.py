"""After the redesign pages print less, and what they still print is what the articles mean."""

from __future__ import annotations

import re

import pytest
from lxml import html
from lxml.html import HtmlElement

from newsarchive.demo import Replica
from tests.demo.client import article_paths, text


@pytest.fixture(scope="module")
def redesigned() -> Replica:
    replica = Replica(articles=90)
    replica.redesign()
    return replica


def page_of(replica: Replica, path: str) -> HtmlElement:
    return html.fromstring(replica.serve(path).answer.body)


def words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).replace("\\'", "'").split())


def test_no_article_says_when_it_was_published_or_changed(redesigned: Replica) -> None:
    for url, truth in redesigned.truth().items():
        page = text(redesigned, truth.paths[0])
        assert not re.search(r"Publié le|Mis à jour le|\d\d/\d\d/\d{4}|<time|application/ld\+json", page), url
        for moment in filter(None, (truth.date_published, truth.date_modified)):
            assert moment not in page, url


def test_lists_have_become_paragraphs_with_dashes(redesigned: Replica) -> None:
    breaks = set()
    for url, truth in redesigned.truth().items():
        items = [item.text for block in truth.blocks for item in block.items]
        (body,) = page_of(redesigned, truth.paths[0]).iterfind('.//div[@class="c-article__text"]')
        assert not list(body.iter("ul", "ol", "li")), url
        printed = words(body)
        assert all(f"– {item}" in printed for item in items), url
        if len(items) > 1:
            breaks.add(bool(list(body.iter("br"))))
    assert breaks == {True, False}


def test_headline_chapo_text_and_pictures_are_still_there(redesigned: Replica) -> None:
    for url, truth in redesigned.truth().items():
        page = page_of(redesigned, truth.paths[0])
        assert words(next(page.iter("h1"))) == truth.headline
        printed = words(next(page.iter("article")))
        expected = [truth.kicker, *(truth.description or "").split("\n")]
        expected += [block.text for block in truth.blocks if not block.items]
        expected += [image.caption for image in truth.images]
        assert [wanted for wanted in expected if wanted and wanted not in printed] == [], url
        assert len(page.findall('.//div[@class="c-card"]')) == len(truth.teasers)


def test_all_article_pages_change_and_no_listing_does() -> None:
    replica = Replica(articles=90)
    paths = article_paths(replica)
    lists = ("/", "/actualite/economie/", "/contact/", "/wp-sitemap-posts-post-1.xml", f"{paths[0]}amp/")
    before = {path: replica.serve(path).etag for path in (*paths, *lists)}
    truth = replica.truth()
    replica.redesign()
    changed = {path for path, etag in before.items() if replica.serve(path).etag != etag}
    assert changed == set(paths)
    assert replica.truth() == truth
