"""What later crawls ask for, and what they make of the answers: nothing new, moves, removals, hidden articles."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bench.years.passing import let_pass
from newsarchive.demo import Replica, running
from tests.crawling.conftest import Visits
from tests.crawling.running import SITE, Reply, Run, Script, article, column, crawl, rows, run, scripted, sitemap


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A replica that was crawled once."""

    replica: Replica
    archive: Path
    base_url: str

    def crawl(self, *arguments: str) -> Run:
        done = crawl(self.archive, self.base_url, "--json", *arguments)
        assert done.code == 0, done.err
        return done

    def status(self, path: str) -> str:
        found: str = column(self.archive, "SELECT status FROM articles WHERE url = ?", SITE + path)[0]
        return found

    def an_article(self) -> str:
        return next(iter(self.replica.truth())).removeprefix(SITE)


@pytest.fixture
def archived(tmp_path: Path) -> Iterator[Archived]:
    replica = Replica(articles=90)
    with running(replica) as base_url:
        found = Archived(replica=replica, archive=tmp_path, base_url=base_url)
        found.crawl("--quiet")
        replica.take_log()
        yield found


def test_what_has_not_changed_is_not_sent_again(visits: Visits) -> None:
    statuses = Counter(status for path, status in visits.second.requests if path != "/robots.txt")
    assert set(statuses) == {304, 404}
    assert statuses[404] == 1
    assert visits.second.run.counts["not_modified"] == statuses[304]
    assert visits.second.run.counts["unchanged"] == len(visits.second.truth)


def test_a_crawl_soon_after_asks_where_news_would_be_and_for_no_article(archived: Archived) -> None:
    archived.crawl()
    asked = {request.path: request.status for request in archived.replica.take_log()}
    assert not {SITE + path for path in asked} & set(archived.replica.truth())
    assert {"/", "/feed/", "/wp-sitemap.xml"} <= set(asked)


def test_news_are_found_without_asking_for_everything(archived: Archived) -> None:
    edits = archived.replica.publish_round().changes
    counts = archived.crawl().counts
    stamped = {"first", "update", "restamp"}
    assert counts["first"] == Counter(edits.values())["first"]
    asked = {SITE + request.path for request in archived.replica.take_log()}
    assert {url for url, kind in edits.items() if kind in stamped} <= asked
    assert len(asked & set(archived.replica.truth())) < len(archived.replica.truth()) / 2


def test_articles_come_due_by_their_age(archived: Archived) -> None:
    let_pass(archived.archive, timedelta(days=1))
    archived.crawl()
    after_a_day = {SITE + request.path for request in archived.replica.take_log()} & set(archived.replica.truth())
    let_pass(archived.archive, timedelta(days=400))
    archived.crawl()
    after_a_year = {SITE + request.path for request in archived.replica.take_log()} & set(archived.replica.truth())
    assert len(after_a_day) < len(after_a_year) == len(archived.replica.truth())


def test_a_site_without_validators_is_read_again_and_nothing_is_new(archived: Archived) -> None:
    archived.replica.validators = False
    archived.replica.tick(timedelta(days=1))
    counts = archived.crawl("--full").counts
    assert (counts["unchanged"], counts["not_modified"]) == (len(archived.replica.truth()), 0)
    assert column(archived.archive, "SELECT count(*) FROM revisions") == [len(archived.replica.truth())]


def test_teasers_alone_make_no_version_and_are_seen(archived: Archived) -> None:
    before = column(archived.archive, "SELECT count(*) FROM teaser_sightings")[0]
    changed = archived.replica.publish_teasers()
    counts = archived.crawl("--full").counts
    assert changed
    assert counts["unchanged"] == len(archived.replica.truth())
    assert column(archived.archive, "SELECT count(*) FROM revisions") == [len(archived.replica.truth())]
    assert column(archived.archive, "SELECT count(*) FROM teaser_sightings")[0] > before


@pytest.mark.parametrize("status", [301, 308])
def test_a_moved_article_is_joined_to_its_new_address(archived: Archived, status: int) -> None:
    old = archived.an_article()
    new = archived.replica.move(old, status=status)
    assert archived.crawl("--full").counts["redirected"] == 1
    [row] = rows(archived.archive, "SELECT * FROM articles WHERE url = ?", SITE + old)
    target = column(archived.archive, "SELECT url FROM articles WHERE id = ?", row["redirect_article_id"])
    assert (row["status"], row["redirect_url"], target) == ("redirected", SITE + new, [SITE + new])
    assert archived.status(new) == "live"


@pytest.mark.parametrize("how", [404, 410, "soft", "home"])
def test_an_article_is_gone_when_it_is_missing_for_a_day_and_live_when_it_is_back(
    archived: Archived, how: int | str
) -> None:
    path = archived.an_article()
    archived.replica.remove(path, how)  # type: ignore[arg-type]
    let_pass(archived.archive, timedelta(days=400))
    assert archived.crawl().counts["gone"] == 0
    assert archived.status(path) == "live"
    let_pass(archived.archive, timedelta(days=2))
    assert archived.crawl().counts["gone"] == 1
    assert archived.status(path) == "gone"
    assert column(archived.archive, "SELECT count(*) FROM revisions WHERE change <> 'first'") == [0]
    archived.replica.restore(path)
    let_pass(archived.archive, timedelta(days=400))
    archived.crawl()
    assert archived.status(path) == "live"
    assert column(archived.archive, "SELECT gone_at FROM articles WHERE url = ?", SITE + path) == [None]


@pytest.mark.parametrize("kind", ["challenge-200", "consent"])
def test_what_hides_every_article_overwrites_none(archived: Archived, kind: str) -> None:
    def kept() -> list[tuple[object, ...]]:
        found = rows(archived.archive, "SELECT id, content_sha256, article_body, last_seen_at FROM revisions")
        return [tuple(row) for row in found]

    before = kept()
    archived.replica.obstruct(kind)  # type: ignore[arg-type]
    crawl(archived.archive, archived.base_url, "--full", "--quiet")
    assert kept() == before
    assert set(column(archived.archive, "SELECT status FROM articles")) == {"live"}


def test_every_address_is_accounted_for(archived: Archived) -> None:
    archived.replica.publish_round()
    archived.crawl("--full")
    heard = column(archived.archive, "SELECT count(*) FROM urls WHERE kind IN ('article', 'other')")[0]
    coverage = [dict(row) for row in rows(archived.archive, "SELECT * FROM coverage")]
    assert sum(row["discovered"] for row in coverage) == heard
    for row in coverage:
        outcomes = [count for name, count in row.items() if name not in ("site", "month", "discovered")]
        assert sum(outcomes) == row["discovered"]
    assert sum(row["archived"] for row in coverage) == len(archived.replica.truth())
    assert (
        sum(row["gone"] for row in coverage)
        == column(archived.archive, "SELECT count(*) FROM articles WHERE status = 'gone'")[0]
    )
    assert sum(row["pending"] for row in coverage) == 0
    tags = [url for url in column(archived.archive, "SELECT url FROM urls WHERE state = 'excluded'") if "/tags/" in url]
    assert tags


def test_a_sitemap_of_several_pieces_is_known_whole_and_visited_once(tmp_path: Path) -> None:
    paths = [f"/article-{number}/" for number in range(1800)]
    script: Script = {
        "/robots.txt": f"Sitemap: {SITE}/plan.xml\n".encode(),
        "/plan.xml": Reply(body=sitemap(*paths), headers={"Content-Type": "application/xml"}),
        paths[-1]: article("Le dernier"),
    }
    with scripted(script) as (url, _):
        crawl(tmp_path, url, "--limit", "1")
    assert column(tmp_path, "SELECT count(*) FROM urls WHERE kind = 'article'") == [1800]
    assert column(tmp_path, "SELECT visits FROM urls WHERE url = ?", f"{SITE}/plan.xml") == [1]


def test_a_feed_that_moved_is_read_where_it_is(tmp_path: Path) -> None:
    feed = f"<rss><channel><item><link>{SITE}/une/</link></item></channel></rss>".encode()
    script: Script = {
        "/feed/": Reply(status=301, headers={"Location": "/?feed=tout"}),
        "/?feed=tout": feed,
        "/une/": article("Une"),
    }
    with scripted(script) as (url, _):
        assert crawl(tmp_path, url).code == 0
    assert column(tmp_path, "SELECT url FROM articles") == [f"{SITE}/une/"]
    assert column(tmp_path, "SELECT redirect_url FROM urls WHERE url = ?", f"{SITE}/feed/") == [f"{SITE}/?feed=tout"]


def test_an_archive_killed_again_and_again_loses_nothing() -> None:
    command = (sys.executable, "-m", "bench.kills", "--kills", "50", "--articles", "150")
    done = run(*command, timeout=600)
    assert done.code == 0, done.out + done.err
    assert "Nothing was lost." in done.out


@pytest.mark.parametrize("lastmod", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-01:00", "2099-01-01", "hier"])
def test_an_absurd_lastmod_costs_nothing(tmp_path: Path, lastmod: str) -> None:
    dated = sitemap("/une/", "/deux/", lastmod={"/une/": lastmod})
    script: Script = {"/wp-sitemap.xml": dated, "/une/": article("Une"), "/deux/": article("Deux")}
    with scripted(script) as (url, asked):
        assert crawl(tmp_path, url).code == 0
    assert len(column(tmp_path, "SELECT url FROM articles")) == 2
    assert max(Counter(asked).values()) == 1
    assert column(tmp_path, "SELECT lastmod FROM urls WHERE url = ?", f"{SITE}/une/") == [lastmod]
    assert column(tmp_path, "SELECT lastmod_at FROM urls WHERE url = ?", f"{SITE}/une/") == [None]


@pytest.mark.parametrize(
    "trouble", [Reply(status=302, headers={"Location": "/maintenance/"}), Reply(status=404), Reply(status=503)]
)
def test_the_front_page_is_asked_for_again_after_a_bad_hour(tmp_path: Path, trouble: Reply) -> None:
    front = b"<a href='/une/'>x</a>"
    script: Script = {"/": front, "/une/": article("Une"), "/deux/": article("Deux")}
    with scripted(script) as (url, asked):
        crawl(tmp_path, url)
        script["/"] = trouble
        crawl(tmp_path, url)
        script["/"] = front + b"<a href='/deux/'>x</a>"
        asked.clear()
        assert crawl(tmp_path, url).code == 0
    assert asked.count("/") == 1
    assert len(column(tmp_path, "SELECT url FROM articles")) == 2


def test_a_retried_request_is_one_visit(tmp_path: Path) -> None:
    with scripted({"/": b"<a href='/panne/'>x</a>", "/panne/": Reply(status=503)}) as (url, asked):
        crawl(tmp_path, url)
    [row] = rows(tmp_path, "SELECT * FROM urls WHERE url = ?", f"{SITE}/panne/")
    assert asked.count("/panne/") == 3
    assert (row["visits"], row["failed_visits"], row["state"], row["last_status"]) == (1, 1, "failed", 503)
    assert column(tmp_path, "SELECT count(*) FROM captures WHERE canonical_url = ?", f"{SITE}/panne/") == [3]


def test_a_lastmod_that_moves_on_every_request_is_believed_once_a_day(tmp_path: Path) -> None:
    minute = iter(range(60))

    def moving() -> Reply:
        return Reply(body=sitemap("/une/", lastmod={"/une/": f"2026-02-06T10:{next(minute):02}:00Z"}))

    with scripted({"/wp-sitemap.xml": moving, "/une/": article("Une")}) as (url, asked):
        for _ in range(8):
            crawl(tmp_path, url)
        often = asked.count("/une/")
        let_pass(tmp_path, timedelta(days=2))
        crawl(tmp_path, url)
    assert often == 5
    assert asked.count("/une/") == 6


def test_a_robots_file_that_redirects_to_the_front_page_does_not_stand_in_for_it(tmp_path: Path) -> None:
    script: Script = {
        "/robots.txt": Reply(status=301, headers={"Location": "/"}),
        "/": b"<a href='/une/'>x</a>",
        "/une/": article("Une"),
    }
    with scripted(script) as (url, _):
        assert crawl(tmp_path, url).code == 0
    assert column(tmp_path, "SELECT url FROM articles") == [f"{SITE}/une/"]
    assert column(tmp_path, "SELECT visits FROM urls WHERE url = ?", f"{SITE}/") == [1]


def test_a_part_of_a_page_is_no_article(tmp_path: Path) -> None:
    script: Script = {"/": b"<a href='/une/'>x</a>", "/une/": Reply(status=206, body=article("Une"))}
    with scripted(script) as (url, _):
        crawl(tmp_path, url)
    assert column(tmp_path, "SELECT url FROM articles") == []
    assert column(tmp_path, "SELECT state FROM urls WHERE url = ?", f"{SITE}/une/") == ["failed"]


def test_a_listing_that_shuffles_what_it_shows_comes_to_an_end(tmp_path: Path) -> None:
    links = "".join(f"<a href='/article-{number}/'>x</a>" for number in range(4))
    shuffled = [links[cut * 34 :] for cut in (0, 1, 2, 1, 2, 3)]
    script: Script = {
        f"/page/{page}/": f"{shown}<a href='/page/{page + 1}/'>suite</a>".encode()
        for page, shown in enumerate(shuffled * 5, start=2)
    }
    script |= {f"/article-{number}/": article(f"Numéro {number}") for number in range(4)}
    script["/"] = b"<a href='/page/2/'>suite</a>"
    with scripted(script) as (url, asked):
        assert crawl(tmp_path, url).code == 0
    assert len(column(tmp_path, "SELECT url FROM articles")) == 4
    assert "/page/5/" not in asked


def test_a_canonical_link_to_another_article_overwrites_none(tmp_path: Path) -> None:
    astray = article("Une", "Le texte de la première.").replace(
        b"</title>", b"</title><link rel=canonical href=/deux/>"
    )
    script: Script = {
        "/": b"<a href='/deux/'>x</a><a href='/une/'>x</a>",
        "/une/": astray,
        "/deux/": article("Deux", "Le texte de la seconde."),
    }
    with scripted(script) as (url, _):
        for _ in range(3):
            assert crawl(tmp_path, url, "--full").code == 0
    texts = "SELECT articles.headline, max(number) FROM revisions JOIN articles ON articles.id = article_id GROUP BY 1"
    newest = {row[0]: row[1] for row in rows(tmp_path, texts)}
    assert set(newest) == {"Une", "Deux"}
    assert max(newest.values()) <= 2
    assert "CanonicalElsewhere" in column(tmp_path, "SELECT error FROM problems")
