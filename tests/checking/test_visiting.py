"""Manners: what is counted, how long is waited, which redirects are followed, what robots.txt and challenges mean."""

from __future__ import annotations

import pytest

from newsarchive.checking.challenges import challenge_in
from newsarchive.checking.check import polite
from newsarchive.checking.contact import Contact, make_contact
from newsarchive.checking.visiting import BUDGET
from newsarchive.crawling.declared import declared
from newsarchive.crawling.robots import Robots
from newsarchive.crawling.settings import USER_AGENT
from newsarchive.demo import Replica, running
from tests.checking.sites import NAMES, checked, story, whole
from tests.crawling.running import Reply, Script, scripted


def contact(script: Script, delay: float) -> tuple[Contact, list[float], list[str]]:
    """A contact that does not really wait, with the pauses it would have made."""
    pauses: list[float] = []
    with scripted(script) as (base_url, asked):
        return make_contact(declared("macommune", base_url), delay, base_url, wait=pauses.append), pauses, asked


@pytest.mark.parametrize(("robots", "seconds"), [(b"", 1.5), (b"User-agent: *\nCrawl-delay: 7\n", 7)])
def test_every_request_but_the_first_waits(robots: bytes, seconds: float) -> None:
    _, pauses, asked = contact({**whole(), "/robots.txt": robots}, 1.5)
    assert len(asked) == 12
    assert pauses == [seconds] * 11


@pytest.mark.parametrize(
    ("delay", "base_url", "waits"),
    [(None, None, 1), (0, None, 1), (3, None, 3), (0, "http://x/", 0), (None, "http://x/", 1)],
)
def test_less_than_a_second_is_for_mirrors(delay: float | None, base_url: str | None, waits: float) -> None:
    assert polite(delay, base_url) == waits


def test_an_article_that_redirects_to_the_front_page_is_none() -> None:
    assessment, _ = checked({**whole(), "/un-pont-rouvre/": Reply(status=302, headers={"Location": "/"})})
    assert assessment.verdict.exit_code == 0
    assert len(assessment.contact.read) == 3
    assert any("which is no article's address" in finding.message for finding in assessment.findings)


def test_robots_txt_may_live_elsewhere() -> None:
    rules = b"User-agent: *\nDisallow: /feed/\n"
    with scripted({"/rules.txt": rules}) as (elsewhere, asked_there):
        moved_rules = Reply(status=301, headers={"Location": f"{elsewhere}/rules.txt"})
        assessment, asked = checked({**whole(), "/robots.txt": moved_rules})
    assert asked_there == ["/rules.txt"]
    assert "/feed/" not in asked
    assert len(assessment.contact.visitor.requests) == len(asked) + 1


@pytest.mark.parametrize("delay", ["nan", "inf", "-3", "soon"])
def test_a_crawl_delay_that_is_no_time_is_none(delay: str) -> None:
    assert Robots(f"User-agent: *\nCrawl-delay: {delay}\n".encode()).crawl_delay is None


def test_the_crawl_delay_is_told_to_whoever_crawls() -> None:
    script: Script = {**whole(), "/robots.txt": b"User-agent: newsarchive\nCrawl-delay: 0.01\n"}
    assessment, _ = checked(script)
    assert assessment.verdict.exit_code == 0
    assert "crawl with --delay 0.01" in str(assessment.findings[0].advice)


def moved(script: Script) -> Script:
    """The same site, every address of which redirects once."""
    hop: Script = {path: Reply(status=301, headers={"Location": f"{path}?moved=1"}) for path in script}
    return {**{f"{path}?moved=1": reply for path, reply in script.items()}, **hop}


def test_redirects_count_and_articles_come_first() -> None:
    came, _, asked = contact(moved({**whole(), "/robots.txt": b"User-agent: *\n"}), 0)
    assert len(asked) == len(came.visitor.requests) == BUDGET
    assert len(came.read) == 2
    assert {index.kind for index in came.indexes if not index.fault} >= {"front page", "feed", "sitemap"}


def test_articles_that_all_redirect_are_a_gap() -> None:
    script = whole()
    for name in NAMES:
        script[f"/{name}"] = story(name)
        script[f"/{name}/"] = Reply(status=301, headers={"Location": f"/{name}"})
    assessment, _ = checked(script)
    gap = next(finding for finding in assessment.findings if finding.severity == "gap")
    assert gap.subject == "redirects"
    assert "final_slash" in str(gap.advice)


def test_what_robots_txt_forbids_is_not_asked_for_nor_redirected_to() -> None:
    rules = b"User-agent: *\nDisallow: /feed/\nDisallow: /une-piste\n"
    back = Reply(status=302, headers={"Location": "/une-piste-ouvre/"})
    assessment, asked = checked({**whole(), "/robots.txt": rules, "/un-pont-rouvre/": back})
    assert not {"/feed/", "/une-piste-ouvre/"} & set(asked)
    assert any("robots.txt forbids" in finding.message for finding in assessment.findings)


def test_a_part_of_a_sitemap_index_is_asked_for_that_holds_old_articles() -> None:
    script = whole()
    names = ("wp-sitemap-taxonomies-category-1.xml", "wp-sitemap-posts-post-2.xml", "wp-sitemap-posts-post-1.xml")
    dates = ("2001-01-01", "2013-01-01", "2012-01-01")
    parts = "".join(
        f"<sitemap><loc>https://www.macommune.info/{name}</loc><lastmod>{date}</lastmod></sitemap>"
        for name, date in zip(names, dates, strict=True)
    )
    script["/wp-sitemap-posts-post-1.xml"] = script["/wp-sitemap.xml"]
    script["/wp-sitemap.xml"] = f"<sitemapindex>{parts}</sitemapindex>".encode()
    _, asked = checked(script)
    assert [path for path in asked if "sitemap" in path] == ["/wp-sitemap.xml", "/wp-sitemap-posts-post-1.xml"]


def test_it_says_who_it_is_and_asks_on_condition() -> None:
    replica = Replica(articles=90)
    with running(replica) as base_url:
        came = make_contact(declared("macommune", base_url), 0, base_url)
    assert came.again is not None
    assert came.again.status == 304
    twice = [request.status for request in replica.requests if came.again.url.endswith(request.path)]
    assert [status for status in twice if status != 200] == [304]
    assert USER_AGENT.startswith("newsarchive/")


def test_what_of_robots_txt_holds_for_us() -> None:
    rules = (
        b"User-agent: other\nDisallow: /all/\n\nUser-agent: *\nDisallow: /a/ # why\nDisallow: /*?s=\nDisallow: /b$\n"
    )
    robots = Robots(rules + b"Sitemap: https://x.example/s.xml\n")
    assert robots.forbidden("https://x.example") == ("/a/", "/*?s=", "/b$")
    assert robots.sitemaps == ("https://x.example/s.xml",)
    assert robots.crawl_delay is None
    assert Robots(b"<html>\xff nothing of the kind").forbidden("https://x.example") == ()


@pytest.mark.parametrize(
    ("body", "whose"),
    [
        (b"<title>Just a moment...</title>", "Cloudflare"),
        (b"<script src='https://geo.captcha-delivery.com/captcha/'></script>", "DataDome"),
        (b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD>", "Akamai"),
        (b"<h1>Un pont rouvre</h1><article>x</article><script src='//js.captcha-delivery.com/'></script>", None),
        (b"<title>Besan\xc3\xa7on</title>", None),
        (b"<title>Just a moment...</title>" + b" " * 100_000, None),
    ],
)
def test_challenges_are_told_from_pages(body: bytes, whose: str | None) -> None:
    assert challenge_in({}, body) == whose
