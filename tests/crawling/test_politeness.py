"""What a site asks for, and what a run does when a site struggles."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count, takewhile
from pathlib import Path
from time import monotonic

import pytest

from tests.crawling.running import ROOT, SITE, Reply, Script, article, column, crawl, run, scripted
from tests.crawling.running import sitemap as sitemap_of

NAMED = f"User-agent: *\nSitemap: {SITE}/plan.xml\n"


def site(pages: Script, *, robots: str = "") -> Script:
    """A site whose sitemap names all of these pages."""
    return {
        "/robots.txt": (NAMED + robots).encode(),
        "/plan.xml": Reply(body=sitemap_of(*pages), headers={"Content-Type": "application/xml"}),
        **pages,
    }


def pages(number: int, reply: Reply | None = None) -> Script:
    return {f"/article-{n}/": reply or article(f"Numéro {n}") for n in range(number)}


def timed(reply: bytes | Reply, times: list[float]) -> Callable[[], Reply]:
    """Notes when it was asked for."""

    def answer() -> Reply:
        times.append(monotonic())
        return reply if isinstance(reply, Reply) else Reply(body=reply)

    return answer


def reasons(archive: Path) -> list[str]:
    return column(archive, "SELECT finish_reason FROM crawls ORDER BY id")


def test_crawl_delay_is_kept_on_a_mirror_too(tmp_path: Path) -> None:
    times: list[float] = []
    script: Script = {path: timed(page, times) for path, page in pages(6).items() if isinstance(page, bytes)}
    with scripted(site(script, robots="Crawl-delay: 0.4\n")) as (url, _):
        assert crawl(tmp_path, url, "--delay", "0.01").code == 0
    assert len(times) == 6
    assert times[-1] - times[0] >= 5 * 0.3


def test_a_delay_of_nought_is_for_a_mirror_of_ones_own(tmp_path: Path) -> None:
    with scripted(site(pages(5), robots="Crawl-delay: 60\n")) as (url, asked):
        assert crawl(tmp_path, url).code == 0
    assert sum(path.startswith("/article") for path in asked) == 5


def test_an_endless_crawl_delay_is_capped_in_a_sentence(tmp_path: Path) -> None:
    with scripted(site(pages(5), robots="Crawl-delay: 86400\n")) as (url, asked):
        done = crawl(tmp_path, url, "--delay", "0.01", "--max-time", "2s", "--json")
    assert done.code == 0
    assert re.search(r"robots.txt of 127\.0\.0\.1:\d+ asks for 86400 s between requests: it gets 60 s\.", done.err)
    assert asked == ["/robots.txt"]
    assert done.counts["finish_reason"] == "max-time"


@pytest.mark.parametrize("as_date", [False, True])
def test_a_short_pause_is_waited_for_and_the_request_made_again(tmp_path: Path, as_date: bool) -> None:
    visit, times = count(), list[float]()

    def robots() -> Reply:
        times.append(monotonic())
        if next(visit):
            return Reply(body=NAMED.encode())
        until = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True) if as_date else "2"
        return Reply(status=503, headers={"Retry-After": until})

    with scripted(site(pages(3)) | {"/robots.txt": robots}) as (url, asked):
        assert crawl(tmp_path, url).code == 0
    assert asked[:2] == ["/robots.txt"] * 2
    assert times[1] - times[0] >= (1.9 if as_date else 2)
    assert len(column(tmp_path, "SELECT url FROM articles")) == 3
    assert reasons(tmp_path) == ["finished"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_long_pause_ends_the_run_and_the_next_one_waits(tmp_path: Path, status: int) -> None:
    tired = Reply(status=status, headers={"Retry-After": "3600"})
    before = datetime.now(UTC)
    with scripted(site({**pages(20, tired), "/une/": article("Une")})) as (url, asked):
        first = crawl(tmp_path, url, "--json")
        number = len(asked)
        second = crawl(tmp_path, url)
        assert len(asked) == number
    assert sum(path.startswith("/article") for path in asked) <= 2
    assert first.counts["finish_reason"] == "asked to wait"
    assert "asks not to be crawled before" in first.err
    assert (first.code, second.code, second.out) == (0, 5, "")
    assert re.fullmatch(r"newsarchive: macommune asked not to be crawled before .* UTC: wait\.\n", second.err)
    assert len(column(tmp_path, "SELECT id FROM crawls")) == 1
    (until,) = column(tmp_path, "SELECT max(resume_at) FROM crawls")
    assert timedelta(hours=1) <= datetime.fromisoformat(until) - before


def test_a_pause_is_that_of_the_mirror_that_asked_for_it(tmp_path: Path) -> None:
    with scripted({"/robots.txt": Reply(status=503, headers={"Retry-After": "3600"})}) as (url, asked):
        refused = crawl(tmp_path, url)
    with scripted(site(pages(1))) as (url, _):
        assert crawl(tmp_path, url).code == 0
    assert refused.code == 5
    assert re.search(r"asks not to be crawled before .* Nothing was archived", refused.err)
    assert asked == ["/robots.txt"]


@pytest.mark.parametrize(
    ("status", "reason", "sentence"),
    [
        (500, "site struggling", "answered 10 addresses in a row with errors or not at all"),
        (403, "refused", "refused 10 addresses in a row"),
    ],
)
def test_a_site_that_answers_nothing_good_is_left_alone(
    tmp_path: Path, status: int, reason: str, sentence: str
) -> None:
    script = site({**{f"/panne-{n}/": Reply(status=status) for n in range(60)}, **pages(2)})
    with scripted(script) as (url, asked):
        some = crawl(tmp_path / "some", url, "--json")
        in_a_row = len(list(takewhile(lambda path: path.startswith("/panne"), reversed(asked))))
        script |= pages(2, Reply(status=status))
        nothing = crawl(tmp_path / "nothing", url)
    assert 9 <= in_a_row <= 9 + 10 + 2
    assert (some.code, some.counts["first"], some.counts["finish_reason"]) == (0, 2, reason)
    assert sentence in some.err
    assert (nothing.code, nothing.out) == (5, "")
    assert sentence in nothing.err.splitlines()[-1]
    assert reasons(tmp_path / "some") == reasons(tmp_path / "nothing") == [reason]


def test_connections_that_break_off_count_as_failures(tmp_path: Path) -> None:
    whole = article("Coupée")
    script = site(pages(60, Reply(body=whole[:100], length=len(whole))))
    with scripted(script) as (url, asked):
        assert crawl(tmp_path, url).code == 5
    assert sum(path.startswith("/article") for path in asked) <= 9 + 10 + 2


def test_a_few_broken_pages_tried_again_say_nothing_of_the_site(tmp_path: Path) -> None:
    with scripted(site({**pages(6, Reply(status=500)), "/une/": article("Une")})) as (url, asked):
        done = crawl(tmp_path, url, "--json")
    assert done.counts["finish_reason"] == "finished"
    assert sum(path.startswith("/article") for path in asked) == 18


def test_retries_wait_longer_and_longer(tmp_path: Path) -> None:
    times: list[float] = []
    script: Script = {path: timed(Reply(status=503), times) for path in pages(3)}
    with scripted(site({"/une/": article("Une"), **script})) as (url, _):
        assert crawl(tmp_path, url, "--delay", "0.02").code == 0
    assert len(times) == 9
    assert times[-1] - times[0] >= 0.75 * 0.02 * sum(2**n for n in range(1, 7))


def test_a_run_ends_when_its_time_is_over(tmp_path: Path) -> None:
    def link(place: int) -> bytes:
        return article(f"Maillon {place}", teasers=(f"/maillon-{place + 1}/",))

    chain: Script = {f"/maillon-{place}/": link(place) for place in range(1, 5000)}
    with scripted({"/": b"<a href='/maillon-1/'>x</a>", **chain}) as (url, asked):
        done = crawl(tmp_path, url, "--max-time", "3", "--json")
    assert done.code == 0, done.err
    assert done.counts["finish_reason"] == "max-time"
    assert column(tmp_path, "SELECT count(*) FROM captures") == [len(asked)]
    assert len(column(tmp_path, "SELECT id FROM articles")) == sum(path.startswith("/maillon") for path in asked) > 0


def test_scrapy_crawl_takes_a_time_too(tmp_path: Path) -> None:
    options = ("-a", "max_time=1s", "-s", f"ARCHIVE_DIR={tmp_path}", "-s", "DOWNLOAD_DELAY=30")
    with scripted(site(pages(1))) as (url, asked):
        done = run(sys.executable, "-m", "scrapy", "crawl", "macommune", "-a", f"base_url={url}", *options, cwd=ROOT)
    assert done.code == 0, done.err
    assert asked == ["/robots.txt"]
    assert reasons(tmp_path) == ["max-time"]


def test_a_time_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    done = crawl(tmp_path, "http://127.0.0.1:1", "--max-time", "a while")
    assert done.code == 2
    assert "give seconds, or 30s, 45m, 2h" in done.err


@pytest.mark.parametrize(("status", "reason"), [(403, "refused"), (500, "site struggling"), (503, "site struggling")])
def test_nothing_is_asked_for_while_nobody_knows_what_robots_allows(tmp_path: Path, status: int, reason: str) -> None:
    with scripted({**site(pages(3)), "/robots.txt": Reply(status=status)}) as (url, asked):
        done = crawl(tmp_path, url)
    assert set(asked) == {"/robots.txt"}
    assert (done.code, done.out) == (5, "")
    assert f"/robots.txt answered {status}" in done.err.splitlines()[-1]
    assert reasons(tmp_path) == [reason]
    assert column(tmp_path, "SELECT count(*) FROM urls WHERE visits = 0 AND kind <> 'robots'")[0] > 0


def test_a_robots_file_that_recovers_is_obeyed(tmp_path: Path) -> None:
    visit = count()
    rules = f"User-agent: *\nDisallow: /article-1/\nSitemap: {SITE}/plan.xml\n".encode()
    robots: Script = {"/robots.txt": lambda: Reply(status=503) if next(visit) == 0 else Reply(body=rules)}
    with scripted({**site(pages(3)), **robots}) as (url, asked):
        assert crawl(tmp_path, url).code == 0
    assert "/article-1/" not in asked
    assert {"/article-0/", "/article-2/"} <= set(asked)
