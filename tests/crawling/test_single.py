"""One page from its site: polite, redirected, packed, and what is no page."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from newsarchive.crawling import asking
from newsarchive.crawling.single import page_from_web
from newsarchive.demo import Replica, running
from newsarchive.errors import SiteUnreachable, UnreadablePage
from newsarchive.normalise import normalise
from newsarchive.sites import read
from tests.crawling.running import Reply, Script, article, scripted


def redirect(target: str) -> Reply:
    return Reply(status=302, headers={"Location": target})


def fetched(script: Script, path: str = "/a") -> tuple[Any, list[str]]:
    with scripted(script) as (base_url, asked):
        return page_from_web(base_url + path), asked


def refusal(script: Script, path: str = "/a") -> str:
    with scripted(script) as (base_url, _), pytest.raises((SiteUnreachable, UnreadablePage)) as raised:
        page_from_web(base_url + path)
    return str(raised.value).replace(base_url, "")


def test_page_is_asked_for_once_after_robots_txt() -> None:
    page, asked = fetched({"/a": article("Titre")})
    assert asked == ["/robots.txt", "/a"]
    assert (page.status, page.encoding, page.site) == (200, "utf-8", "generic")
    assert page.body == article("Titre")
    assert page.fetched_at.tzinfo is not None


def test_packed_page_is_unpacked_though_not_asked_for() -> None:
    packed = Reply(body=gzip.compress(article("Titre")), headers={"Content-Encoding": "gzip"})
    assert fetched({"/a": packed})[0].body == article("Titre")


def test_accents_in_an_address_are_quoted() -> None:
    assert fetched({"/%C3%A9t%C3%A9": article("Titre")}, "/été")[0].status == 200


def test_redirect_is_followed_after_robots_txt_is_asked_again() -> None:
    page, asked = fetched({"/a": redirect("/b"), "/b": article("Titre")})
    assert asked == ["/robots.txt", "/a", "/robots.txt", "/b"]
    assert (page.url[-2:], page.final_url[-2:]) == ("/a", "/b")


def test_redirect_to_what_robots_txt_forbids_is_not_followed() -> None:
    script: Script = {"/robots.txt": b"User-agent: *\nDisallow: /b*x$\n", "/a": redirect("/b-x"), "/b-x": b"<p>x"}
    with scripted(script) as (base_url, asked):
        with pytest.raises(SiteUnreachable, match=r"robots\.txt forbids .*/b-x"):
            page_from_web(f"{base_url}/a")
        assert "/b-x" not in asked


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ({}, "/a answered 404 Not Found"),
        ({"/a": Reply(status=503)}, "/a answered 503 Service Unavailable"),
        ({"/a": redirect("/b"), "/b": redirect("/a")}, "/a redirects in a circle"),
        ({"/a": redirect("/a")}, "/a answered 302 Found"),
        ({"/a": redirect("file:///etc/passwd")}, "/a redirects to file:///etc/passwd, which is no web page"),
        ({"/robots.txt": Reply(status=503), "/a": b"<p>x"}, "/robots.txt answered 503: unknown what is allowed"),
        ({"/robots.txt": Reply(status=403), "/a": b"<p>x"}, "/robots.txt answered 403: the site wants no robots"),
        ({"/robots.txt": b"User-agent: newsarchive\nDisallow: /\n", "/a": b"<p>x"}, "robots.txt forbids /a"),
        ({"/a": Reply(body=b"x", headers={"Content-Type": "image/png"})}, "/a is image/png, not an HTML page"),
        ({"/a": b"<p>x" * (3 * 2**20)}, "/a weighs more than 10 MiB"),
        ({"/a": Reply(body=b"<p>x", length=9)}, "/a did not answer in full: 5 bytes are missing"),
        ({"/a": Reply(body=gzip.compress(b"<p>x")[:-9], headers={"Content-Encoding": "gzip"})}, "cut off"),
    ],
)
def test_what_is_no_page_is_one_sentence(script: Script, sentence: str) -> None:
    said = refusal(script)
    assert sentence in said
    assert "\n" not in said


def test_an_answer_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_LONGEST", -1)
    assert "after -1 s there is no end to it" in refusal({"/a": article("Titre")})


def test_robots_txt_for_others_is_no_obstacle() -> None:
    assert fetched({"/robots.txt": b"User-agent: other\nDisallow: /\n", "/a": article("Titre")})[0].status == 200


def test_a_copy_of_a_declared_site_is_read_by_that_sites_rules() -> None:
    replica = Replica(articles=90)
    with running(replica) as base_url:
        page = page_from_web(f"{base_url}/le-grand-besancon-et-le-grand-dijon-bientot-officiellement-unis-80896/")
    assert (page.site, page.mirror) == ("macommune", f"{base_url}/")
    article = normalise(read(page))
    assert article.url.startswith("https://www.macommune.info/le-grand-besancon-")
    assert article.section == "Economie"
    assert {teaser.target_url.split("/")[2] for teaser in article.teasers} == {"www.macommune.info"}
