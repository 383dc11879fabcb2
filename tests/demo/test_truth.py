"""The truth agrees with the pages, and the site is as varied as promised."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from itertools import chain
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from lxml.html import HtmlElement

from newsarchive.demo import ArticleTruth, Replica
from newsarchive.items import PageType

SITE = "https://www.macommune.info"
SEED = f"{SITE}/le-grand-besancon-et-le-grand-dijon-bientot-officiellement-unis-80896/"


def page_of(replica: Replica, truth: ArticleTruth) -> HtmlElement:
    return html.fromstring(replica.serve(truth.paths[0]).answer.body)


def words_of(page: HtmlElement) -> str:
    return " ".join("".join(page.itertext()).split())


def test_every_page_type_is_there_and_every_dress_wears_the_common_ones(replica: Replica) -> None:
    truths = replica.truth().values()
    assert len(truths) == 130
    assert {truth.page_type for truth in truths} == set(get_args(PageType)) - {"amp"}
    dresses = Counter(truth.dress for truth in truths)
    assert set(dresses) == {"wordpress", "drupal", "bare"}
    assert min(dresses.values()) > 35
    agendas = {truth.dress for truth in truths if truth.page_type == "agenda"}
    assert agendas == set(dresses)


def test_no_address_belongs_to_two_articles(replica: Replica) -> None:
    paths = list(chain.from_iterable(truth.paths for truth in replica.truth().values()))
    assert len(paths) == len(set(paths))


def test_pages_print_everything_their_truth_names(replica: Replica) -> None:
    for truth in replica.truth().values():
        words = words_of(page_of(replica, truth)).replace("\\'", "'")
        texts = [truth.headline, truth.kicker, truth.section, truth.place, truth.date_published_raw]
        texts += [truth.date_modified_raw, truth.event_dates, truth.event_place, *truth.tags, *truth.authors]
        texts += [text for image in truth.images for text in (image.caption, image.credit)]
        texts += [comment.text for comment in truth.comments]
        texts += [item.text for block in truth.blocks for item in block.items]
        texts += [block.text for block in truth.blocks if block.kind != "list"]
        texts += [text for teaser in truth.teasers for text in (teaser.headline, teaser.kicker)]
        missing = [text for text in texts if text and text not in words]
        assert not missing, truth.url


def test_dates_printed_and_dates_meant_are_the_same_moment(replica: Replica) -> None:
    paris = ZoneInfo("Europe/Paris")
    for truth in replica.truth().values():
        for raw, iso in (
            (truth.date_published_raw, truth.date_published),
            (truth.date_modified_raw, truth.date_modified),
        ):
            if raw is None or iso is None:
                assert raw is iso
                assert truth.page_type == "sponsored"
                continue
            meant = datetime.fromisoformat(iso)
            assert meant.astimezone(paris).strftime("%d/%m/%Y - %H:%M") == raw
            assert meant <= replica.now


def test_stamps_are_later_equal_and_earlier_and_some_fall_on_days_clocks_change(replica: Replica) -> None:
    truths = [truth for truth in replica.truth().values() if truth.date_modified]
    pairs = [
        (datetime.fromisoformat(str(truth.date_modified)), datetime.fromisoformat(truth.date_published))
        for truth in truths
    ]
    orders = Counter((modified > published) - (modified < published) for modified, published in pairs)
    assert min(orders[order] for order in (-1, 0, 1)) >= 8
    assert {"31/03/2019 - 01:55", "27/10/2013 - 02:40"} <= {truth.date_published_raw for truth in truths}
    ambiguous = next(truth for truth in truths if truth.date_published_raw == "27/10/2013 - 02:40")
    assert ambiguous.date_published == "2013-10-27T02:40:00+02:00"


def test_the_pitfalls_of_french_news_pages_occur(replica: Replica) -> None:
    truths = replica.truth().values()
    text = "\n".join(block.text for truth in truths for block in truth.blocks)
    pages = [replica.serve(truth.paths[0]).answer.body.decode() for truth in truths]
    assert all(mark in text for mark in ("’", "'", "“", "«", '"', "?"))
    assert any(item.depth == 2 for truth in truths for block in truth.blocks for item in block.items)
    assert any(item.ordered for truth in truths for block in truth.blocks for item in block.items)
    assert {"quote", "strap", "heading"} <= {block.kind for truth in truths for block in truth.blocks}
    for phrase in ("\\&#39;", "PUBLICITÉ", "Lire aussi : ", "<p>&nbsp;</p>", ">©<", "1/6 - ", "Laisser un commentaire"):
        assert any(phrase in page for page in pages), phrase
    assert any("Soyez le premier à commenter..." not in page for page in pages)


def test_metadata_is_on_some_pages_and_lies_on_the_ones_named(replica: Replica) -> None:
    seen = Counter[str]()
    for truth in replica.truth().values():
        scripts = page_of(replica, truth).xpath('//script[@type="application/ld+json"]/text()')
        seen["with" if scripts else "without"] += 1
        if not scripts:
            assert not truth.metadata_disagrees
            continue
        document = json.loads(scripts[0])
        node = next(node for node in document.get("@graph", [document]) if node["@type"] == "NewsArticle")
        seen["graph"] += "@graph" in document
        lies = node["datePublished"] != truth.date_published
        seen["lying"] += lies
        assert truth.metadata_disagrees == (("date_published",) if lies else ())
    assert min(seen[kind] for kind in ("with", "without", "graph", "lying")) >= 4


def test_surveys_have_no_body_and_digests_ten_links(replica: Replica) -> None:
    truths = replica.truth()
    for truth in truths.values():
        if truth.page_type == "survey":
            assert truth.blocks == ()
            assert truth.description
        if truth.page_type == "digest":
            assert len(truth.links) == 10
            assert all(link.url in truths for link in truth.links)


def test_teasers_lead_to_articles_and_say_what_these_say(replica: Replica) -> None:
    truths = replica.truth()
    for truth in truths.values():
        assert 1 <= len(truth.teasers) <= 7
        for teaser in truth.teasers:
            target = truths[teaser.target_url]
            assert (teaser.headline, teaser.kicker, teaser.description) == (
                target.headline,
                target.kicker,
                target.description,
            )
            assert teaser.target_url != truth.url


def test_the_seed_article_is_complete(replica: Replica) -> None:
    truth = replica.truth()[SEED]
    assert truth.headline == "Le Grand Besançon et le Grand Dijon bientôt officiellement unis"
    assert (truth.date_published, truth.date_modified) == ("2013-03-12T17:32:00+01:00", "2013-03-13T11:59:00+01:00")
    assert [block.kind for block in truth.blocks] == [
        *("strap", "paragraph", "paragraph", "paragraph", "heading", "paragraph", "list"),
    ]
    assert len(truth.blocks[-1].items) == 4
    assert truth.blocks[-1].items[-1].text.endswith('inévitablement confrontés."')
    assert [teaser.headline[:20] for teaser in truth.teasers] == [
        *("La CPAM du Doubs rec", "Le Coin des Talents,", "“Production, préserv"),
        *("Produits locaux et d", "Vélo parade et boom ", "Baptiste Clerin, nou"),
    ]
    assert truth.teasers[0].kicker == "offre d’emploi, infirmier(e)"
    assert truth.section == "Economie" == truth.teasers[0].heading


def test_the_seed_page_glues_the_prompt_to_the_last_bullet_and_ends_in_the_weather(replica: Replica) -> None:
    page = page_of(replica, replica.truth()[SEED])
    (last,) = page.xpath('//div[@class="entry-content"]//li[last()]')
    assert " ".join(last.text_content().split()).endswith('confrontés." Soyez le premier à commenter...')
    words = words_of(page)
    order = [
        "Vendredi 6 Février 2026",
        "Laisser un commentaire",
        "Baptiste Clerin",
        "Devenez membre",
        "le 06/02 à 18h00",
    ]
    assert sorted(order, key=words.index) == order


def test_truth_goes_into_json(replica: Replica) -> None:
    truth = replica.truth()[SEED]
    copy = json.loads(json.dumps(truth.as_json()))
    assert copy["blocks"][-1]["items"][0]["text"] == truth.blocks[-1].items[0].text


@pytest.mark.parametrize("articles", [90, 300])
def test_other_sizes_work(articles: int) -> None:
    assert len(Replica(articles=articles).truth()) == articles


def test_too_small_a_site_is_refused() -> None:
    with pytest.raises(ValueError, match="90 articles or more, not 12"):
        Replica(articles=12)
