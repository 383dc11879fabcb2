"""Pages weigh what such pages weigh, and their addresses lead back to the site."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml import html

from newsarchive.demo import Replica

SITE = "https://www.macommune.info"


def test_article_pages_weigh_40_to_80_kb_and_600_to_1200_elements(replica: Replica) -> None:
    for truth in replica.truth().values():
        body = replica.serve(truth.paths[0]).answer.body
        assert 40_000 <= len(body) <= 80_000, truth.url
        assert 600 <= sum(1 for _ in html.fromstring(body).iter("*")) <= 1_200, truth.url


def test_the_bare_dress_names_no_classes_at_all(replica: Replica) -> None:
    for truth in replica.truth().values():
        page = html.fromstring(replica.serve(truth.paths[0]).answer.body)
        classes = page.xpath("//@class")
        assert bool(classes) == (truth.dress != "bare"), truth.url


def test_printed_addresses_take_many_forms_and_all_resolve_to_the_site(replica: Replica) -> None:
    forms = set()
    targets = set()
    for truth in replica.truth().values():
        page = html.fromstring(replica.serve(truth.paths[0]).answer.body)
        assert page.xpath('string(//link[@rel="canonical"]/@href)') == truth.url
        for href in (anchor.get("href", "") for anchor in page.iter("a")):
            parts = urlsplit(urljoin(truth.url, href))
            if parts.hostname in ("www.macommune.info", "macommune.info"):
                forms.add(_form(href))
                targets.add(parts.path)
    assert forms == {"absolute", "http", "without scheme", "without host", "relative"}
    statuses = {replica.serve(target).answer.status for target in targets}
    assert statuses == {200, 301}


def _form(href: str) -> str:
    starts = {"https://": "absolute", "http://": "http", "//": "without scheme", "/": "without host"}
    return next((form for start, form in starts.items() if href.startswith(start)), "relative")


def test_amp_copies_have_a_canonical_link_but_neither_dates_nor_lists(replica: Replica) -> None:
    truth = next(truth for truth in replica.truth().values() if truth.page_type == "service")
    body = replica.serve(f"{truth.paths[0]}amp/").answer.body.decode()
    assert f'<link rel="canonical" href="{truth.url}">' in body
    assert truth.date_published_raw not in body
    assert "<li>" not in body
    assert replica.serve(f"{truth.paths[0]}?amp").answer.body.decode() == body


def test_two_replicas_of_one_seed_are_the_same_bytes_after_rounds_too() -> None:
    first, second = Replica(), Replica()
    for replica in (first, second):
        replica.publish_round()
    assert first.truth() == second.truth()
    listings = ("/", "/feed/", "/wp-sitemap.xml", "/actualite/economie/page/2/")
    for target in (*listings, *(truth.paths[0] for truth in first.truth().values())):
        assert first.serve(target).etag == second.serve(target).etag
        assert first.serve(target).answer == second.serve(target).answer


def test_another_seed_is_another_site(replica: Replica) -> None:
    other = Replica(seed=7).truth()
    assert len(set(other) & set(replica.truth())) < 30
