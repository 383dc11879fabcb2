"""`newsarchive check` from beginning to end: bundled replicas are read well, sites with something wrong are told so."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from newsarchive.checking.check import check
from newsarchive.cli.main import main
from newsarchive.demo import Replica, SmallReplica, running
from tests.checking.sites import NAMES, checked, feed, letrois, listing, story, whole
from tests.crawling.running import Reply, Script, scripted

REPLICAS: dict[str, Callable[[], Any]] = {
    "macommune": lambda: Replica(articles=90),
    "pleinair": lambda: SmallReplica("pleinair"),
    "hebdo25": lambda: SmallReplica("hebdo25"),
}


@pytest.mark.parametrize("site", REPLICAS)
def test_a_replica_is_read_well(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    replica = REPLICAS[site]()
    with running(replica) as base_url:
        assert main(["check", site, "--base-url", base_url, "--delay", "0", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "read well"
    assert [finding for finding in said["findings"] if finding["severity"] != "note"] == []
    assert len(said["requests"]) == len(replica.requests) <= 12
    kinds = [article["kind"] for article in said["articles"]]
    assert kinds == ["newest", "old", "from a listing"]
    truth = replica.truth()
    for article in said["articles"]:
        meant = truth[article["identity"]]
        assert article["fields"]["headline"]["value"] == meant.headline
        assert article["fields"]["date_published"]["raw"] == meant.date_published_raw
        assert article["measures"]["words"] == sum(len(block.text.split()) for block in meant.blocks)
        assert article["canonical"] in ("canonical agrees", "no canonical link")
    assert said["conditional"] == 304


def test_the_fixtures_of_a_site_without_a_replica_are_read_well() -> None:
    assessment, asked = checked(letrois(), "letrois")
    assert assessment.verdict.exit_code == 0, assessment.findings
    assert len(asked) <= 12


def test_a_hostile_replica_is_survived() -> None:
    replica = Replica(articles=90, hostile=True)
    with running(replica) as base_url:
        assessment = check("macommune", base_url=base_url, delay=0)
    assert assessment.verdict.exit_code in (0, 3)
    assert len(replica.requests) <= 12


def test_what_is_asked_for_and_in_which_order() -> None:
    assessment, asked = checked(whole())
    assert assessment.verdict.exit_code == 0
    assert assessment.findings == ()
    assert asked == [
        "/robots.txt",
        "/",
        "/feed/",
        "/wp-sitemap.xml",
        "/actualite/economie/",
        "/actualite/economie/page/2/",
        "/un-pont-rouvre/",
        "/une-piste-ouvre/",
        "/une-ecole-ferme/",
        "/?feed=actualite-une",
        "/?feed=actualite-faits-divers",
        "/?feed=actualite-societe",
    ]


BUNDLED = whole()
LINKED = '<p>Voici : <a href="/x/">une longue phrase qui est un lien, et rien d’autre</a>, ou presque.</p>' * 6
SELF = '<article><h3><a href="/un-pont-rouvre/">Encore une fois le pont qui rouvre</a></h3><p>Son chapô.</p></article>'
SAME = "<p>Recevez chaque matin toute l’actualité de la région dans votre boîte.</p>"
LONG = "<p>Un texte propre à cette nouvelle-ci, assez long pour être le sien. </p>" * 6


@pytest.mark.parametrize(
    ("script", "subject", "words"),
    [
        (whole(dates=""), "date_published", "missing on 3 of 3"),
        (whole(dates="<p>Publié le 31/02/2013 - 17:32</p>"), "date_published", "31/02/2013"),
        (whole(dates="<p>Publié le 12/03/2013 - 17:32</p>"), "date_modified", "missing on all 3"),
        (whole(body=""), "body", "missing on 3 of 3"),
        (whole(teasers="<p>Rien de plus.</p>"), "teasers", "missing on all 3"),
        (whole(body=LINKED), "body", "of it stand in links"),
        (whole(body=SAME + LONG), "body", "same block stands in all of them: «"),
        (whole(body="<p>Quatre mots de texte.</p>"), "body", "may be a beginning alone"),
        (whole(teasers=SELF), "teasers", "leads to the article itself, on 1 of 3"),
        (whole(body=f"<h2>L’autre nouvelle, un-pont-rouvre</h2>{LONG}"), "body", "stands in it"),
        (whole(head='<link rel="canonical" href="https://www.macommune.info/x-y/">'), "canonical", "info/x-y/"),
        ({**BUNDLED, "/feed/": listing("/un-pont-rouvre/")}, "feed", "no sitemap or feed but a document"),
        ({**BUNDLED, "/feed/": Reply(status=404)}, "feed", "answered 404 Not Found"),
        ({**BUNDLED, "/feed/": feed("/tags/x/", "/tags/y/")}, "feed", "none of the 2 addresses"),
        ({**BUNDLED, "/": listing("/tags/x/")}, "front page", "none of the 1 addresses"),
        ({**BUNDLED, "/": Reply(status=404)}, "front page", "answered 404"),
        ({"/": listing("/contact/")}, "articles", "no address of an article was found"),
        ({"/": listing("/un-pont-rouvre/")}, "articles", "no article could be read"),
        ({"/": listing("/un-pont-rouvre/"), "/un-pont-rouvre/": story("un-pont-rouvre")}, "articles", "1 of 3"),
        ({"/": listing(*(f"/{name}/" for name in NAMES))}, "old articles", "no sitemap and no second page"),
    ],
)
def test_a_gap_is_named_with_what_to_do(script: Script, subject: str, words: str) -> None:
    assessment, asked = checked(script)
    assert assessment.verdict.exit_code == 3
    assert len(asked) <= 12
    found = [finding for finding in assessment.findings if finding.subject == subject and words in finding.message]
    assert found, assessment.findings
    assert found[0].severity in ("missing", "gap")
    assert found[0].advice
    assert subject in assessment.verdict.sentence


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(body=b"<p>x" * (3 * 2**20)), "weighs more than 10 MiB"),
        (Reply(body=gzip.compress(b"<p>x")[:-9], headers={"Content-Encoding": "gzip"}), "cut off"),
        (Reply(body=gzip.compress(b"\0" * (20 * 2**20)), headers={"Content-Encoding": "gzip"}), "unpacks to more than"),
        (Reply(body=b"<p>x", headers={"Content-Encoding": "compress"}), "encoded as compress"),
        (Reply(body=b"<p>x", headers={"Content-Encoding": "br"}), "damaged"),
        (Reply(body=b"<p>x", length=9), "5 bytes are missing"),
        (Reply(body=b""), "no body"),
        (Reply(body=b"\xff\xfe\x00<<<\0>"), "un-pont-rouvre"),
        (Reply(body=b"<div><a href='/x-y/'>12/03/2013</a>" * 200_000), "un-pont-rouvre"),
        (Reply(body=b"<h1>Page introuvable</h1><p>404</p>"), "error page served as if all were well"),
        (Reply(status=500), "500"),
    ],
)
@pytest.mark.parametrize("path", ["/un-pont-rouvre/", "/feed/", "/wp-sitemap.xml", "/actualite/economie/"])
def test_damaged_answers_cost_no_more_than_themselves(reply: Reply, words: str, path: str) -> None:
    assessment, asked = checked({**whole(), path: reply})
    assert len(asked) <= 12
    assert assessment.verdict.exit_code in (0, 3)
    assert len(assessment.contact.read) == 3, "another article takes the place of a damaged one"
    if path == "/un-pont-rouvre/":
        assert any(words in finding.message for finding in assessment.findings), assessment.findings


@pytest.mark.parametrize(
    ("script", "words", "asked_last"),
    [
        ({"/robots.txt": b"User-agent: *\nDisallow: /\n"}, "robots.txt forbids", "/robots.txt"),
        ({"/robots.txt": Reply(body=b"x", headers={"Content-Encoding": "gzip"})}, "unknown what", "/robots.txt"),
        ({"/robots.txt": Reply(status=403)}, "wants no robots", "/robots.txt"),
        ({"/robots.txt": Reply(status=503)}, "unknown what is allowed", "/robots.txt"),
        ({"/robots.txt": b"User-agent: *\nCrawl-delay: 3600\n"}, "3600 s between requests", "/robots.txt"),
        ({"/": Reply(status=403)}, "answered 403 Forbidden", "/"),
        ({"/": Reply(status=502)}, "answered 502 Bad Gateway", "/"),
        ({"/": Reply(status=403, headers={"cf-mitigated": "challenge"})}, "challenge for browsers (Cloudflare)", "/"),
        ({"/": b"<html><title>Just a moment...</title></html>"}, "challenge for browsers (Cloudflare)", "/"),
        ({"/": Reply(status=302, headers={"Location": "https://elsewhere.example/"})}, "no address of the site", "/"),
        ({"/": Reply(status=302, headers={"Location": "/"})}, "answered 302", "/"),
        ({"/feed/": Reply(status=429, headers={"Retry-After": "120"})}, "Retry-After 120", "/feed/"),
        ({"/feed/": Reply(status=503, headers={"Retry-After": "60"})}, "Retry-After 60", "/feed/"),
        ({f"/{name}/": Reply(status=403) for name in NAMES}, "no article is given", None),
    ],
)
def test_a_refusal_is_said_as_such_and_obeyed(script: Script, words: str, asked_last: str | None) -> None:
    assessment, asked = checked({**whole(), **script})
    assert assessment.verdict.exit_code == 5
    assert words in assessment.verdict.sentence
    assert asked_last is None or asked[-1] == asked_last
    assert len(asked) <= 12


def test_a_field_that_was_declared_as_never_printed_is_told_when_it_is_found() -> None:
    assessment, _ = checked(whole(), "hebdo25")
    told = [finding for finding in assessment.findings if finding.subject == "date_modified"]
    assert [finding.severity for finding in told] == ["note"]
    assert "never_printed" in told[0].message


def test_a_feed_beside_the_first_that_is_not_there_is_worth_a_note() -> None:
    assessment, _ = checked({**whole(), "/?feed=actualite-societe": Reply(status=404)})
    assert [(finding.severity, finding.subject) for finding in assessment.findings] == [("note", "feed")]


def test_a_dead_port_cannot_be_reached(capsys: pytest.CaptureFixture[str]) -> None:
    with scripted({}) as (base_url, _):
        pass
    assert main(["check", "macommune", "--base-url", base_url, "--delay", "0"]) == 5
    said = capsys.readouterr().out.splitlines()
    assert "did not answer" in said[-2]
    assert said[-1].startswith("1 of 12 requests")


def test_a_site_nobody_declared_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere"]) == 2
    assert main(["check", "generic"]) == 2
    assert capsys.readouterr().err.count("\n") >= 2
