"""Every page of the replicas, in all dresses and after rounds of edits, read exactly as it means."""

import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

from newsarchive.demo import HOUSES, ArticleTruth, Replica, SmallReplica
from newsarchive.items import Page
from newsarchive.normalise import normalise
from newsarchive.sites import read

FIELDS = (
    "url page_type headline kicker description section authors tags date_published_raw date_modified_raw"
    " date_published date_modified event_dates event_place blocks images links teasers comments"
).split()


@cache
def pages(rounds: int) -> list[tuple[ArticleTruth, dict[str, Any]]]:
    """Truth and reading of every article after some rounds."""
    replica = Replica()
    for _ in range(rounds):
        replica.publish_round()
    return [(truth, reading(replica, truth.url)) for truth in replica.truth().values()]


def reading(replica: Replica, url: str) -> dict[str, Any]:
    body = replica.serve(urlsplit(url).path).answer.body
    page = Page(url=url, final_url=url, fetched_at=replica.now, status=200, body=body, site="macommune")
    article = normalise(read(page))
    comments = [
        {"author": comment.author, "date_posted_raw": comment.date_posted_raw, "text": comment.text}
        for comment in article.comments
    ]
    return {**article.as_json(), "comments": comments, "errors": {problem.error for problem in article.problems}}


@pytest.mark.parametrize("rounds", [0, 3])
@pytest.mark.parametrize("field", FIELDS)
def test_field_is_exact_on_every_page(field: str, rounds: int) -> None:
    wrong = [
        (truth.dress, truth.url, article[field], truth.as_json()[field])
        for truth, article in pages(rounds)
        if article[field] != json.loads(json.dumps(truth.as_json()[field]))
    ]
    assert wrong == []


@cache
def small_pages(site: str) -> list[tuple[ArticleTruth, dict[str, Any]]]:
    """The same of a small replica; where articles print no date, they were found in a listing that does."""
    replica = SmallReplica(site)
    found = []
    for truth in replica.truth().values():
        body = replica.serve(urlsplit(truth.url).path).answer.body
        listed = {"date_published": truth.date_published_raw} if site == "pleinair" else {}
        page = Page(
            url=truth.url, final_url=truth.url, fetched_at=replica.now, status=200, body=body, site=site, listed=listed
        )
        found.append((truth, normalise(read(page)).as_json()))
    return found


@pytest.mark.parametrize("site", HOUSES)
@pytest.mark.parametrize("field", [*FIELDS, "problems"])
def test_field_is_exact_on_every_page_of_a_small_replica(field: str, site: str) -> None:
    wanted = [json.loads(json.dumps({**truth.as_json(), "problems": []}))[field] for truth, _ in small_pages(site)]
    assert [article[field] for _, article in small_pages(site)] == wanted


def test_what_is_special_to_a_small_replica_occurs() -> None:
    headlines = [truth.headline for truth, _ in small_pages("hebdo25")]
    assert any(". " in text and text.split(". ")[0].isupper() for text in headlines)
    assert any(" – " in text for text in headlines)
    rules = {article["provenance"]["date_published"]["rule"] for _, article in small_pages("hebdo25")}
    assert len(rules) == 5
    assert {article["provenance"]["date_published"]["rule"] for _, article in small_pages("pleinair")} == {"listing"}


def test_disagreement_with_metadata_is_a_problem_on_exactly_the_pages_that_have_it() -> None:
    disagreeing = {truth.url for truth, article in pages(0) if "DatesDisagree" in article["errors"]}
    assert disagreeing == {truth.url for truth, _ in pages(0) if truth.metadata_disagrees}
    assert disagreeing


def test_every_dress_and_form_is_among_them() -> None:
    assert {truth.dress for truth, _ in pages(0)} == {"drupal", "wordpress", "bare"}
    assert len({truth.page_type for truth, _ in pages(0)}) >= 10


def test_amp_copy_is_read_as_its_article() -> None:
    replica = Replica()
    url = next(truth.url for truth in replica.truth().values() if truth.dress == "wordpress")
    amp = reading(replica, f"{url}amp/")
    assert (amp["url"], amp["page_type"]) == (url, "amp")
    assert amp["headline"] == replica.truth()[url].headline
