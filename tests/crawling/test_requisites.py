"""`newsarchive crawl --requisites`: what the pages of articles are shown with, beside all else."""

from __future__ import annotations

import re
import signal
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import compress
from pathlib import Path
from threading import Event

import pytest

from bench.likeness import differences
from newsarchive.demo import Replica, running
from tests.crawling.conftest import Visits
from tests.crawling.running import ROOT, Reply, Run, Script, article, column, crawl, rows, run, scripted, sitemap
from tests.crawling.test_stopping import start, stopped

CSS = {"Content-Type": "text/css"}
PICTURES = {"Content-Type": "image/png"}
NAMED = re.compile(
    r"""(?:src|href|content)=["'](?:https://www\.macommune\.info)?(/(?:wp-|sites/)[^"']+\.\w+(?:\?[^"']*)?)["']"""
)
TRAFFIC = {"requests", "responses", "bytes", "seconds", "archive", "crawl_id"}


def site(*shown_with: str, **others: bytes | Reply) -> Script:
    """A site with an article for each, and files by their name."""
    pages = {f"/article-{number}/": article(f"Numéro {number}", html) for number, html in enumerate(shown_with)}
    plan = Reply(body=sitemap(*pages), headers={"Content-Type": "application/xml"})
    files = {f"/{name.replace('_', '.')}": each for name, each in others.items()}
    return {"/sitemap_index.xml": plan, **pages, **files}


def captured(archive: Path) -> list[tuple[str, int]]:
    """(path and query, status) of each requisite, in their order."""
    found = rows(archive, "SELECT url, status FROM captures WHERE kind = 'requisite' ORDER BY id")
    return [(re.sub(r"^https?://[^/]+", "", row["url"]), row["status"]) for row in found]


def paths(archive: Path) -> set[str]:
    return {path for path, _ in captured(archive)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """A replica crawled twice."""

    replica: Replica
    archive: Path
    first: Run
    asked: list[str]
    asked_again: list[str]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    archive, replica = tmp_path_factory.mktemp("twice"), Replica(articles=90)
    with running(replica) as url:
        first = crawl(archive, url, "--requisites", "--json")
        assert first.code == 0, first.err
        asked = [request.path for request in replica.take_log()]
        assert crawl(archive, url, "--requisites", "--full").code == 0
        asked_again = [request.path for request in replica.take_log()]
        yield Twice(replica=replica, archive=archive, first=first, asked=asked, asked_again=asked_again)


def test_all_that_the_replicas_pages_name_is_captured_once(twice: Twice) -> None:
    pages = (twice.replica.serve(url.partition(".info")[2]).answer.body.decode() for url in twice.replica.truth())
    named = {path for page in pages for path in NAMED.findall(page) if not path.endswith((".mp4", "stats.js"))}
    theme = "/wp-content/themes/macommune"
    of_stylesheets = {
        f"{theme}/{name}" for name in ("fonts.css", "img/header.png", "img/loading.png?v=2", "fonts/lato.woff2")
    }
    assert len(named) > 60
    assert Counter(
        path for path in twice.asked if path.startswith(("/wp-content", "/wp-includes", "/sites"))
    ) == Counter(named | of_stylesheets)
    assert paths(twice.archive) == named | of_stylesheets
    assert set(column(twice.archive, "SELECT article_id FROM captures WHERE kind = 'requisite'")) == {None}
    assert column(twice.archive, "SELECT count(*) FROM captures WHERE kind = 'requisite' AND warc_file IS NULL") == [0]


def test_a_second_run_asks_for_none_again(twice: Twice) -> None:
    assert len(twice.asked_again) > 90
    assert not [path for path in twice.asked_again if path.startswith(("/wp-content", "/sites"))]


def test_nothing_else_of_the_run_is_another(twice: Twice, visits: Visits) -> None:
    with_them, without = twice.first.counts, visits.first.run.counts
    assert {name: with_them[name] for name in with_them.keys() - TRAFFIC - {"next_due"}} == {
        name: without[name] for name in without.keys() - TRAFFIC - {"next_due"}
    }
    for query in ("SELECT url, kind, state FROM urls", "SELECT * FROM coverage"):
        mine, theirs = (Counter(map(tuple, rows(archive, query))) for archive in (twice.archive, visits.second.archive))
        assert mine == theirs
    figures = "SELECT name FROM crawl_figures WHERE crawl_id = 1 AND name NOT LIKE '%bytes%' ORDER BY name"
    assert column(twice.archive, figures) == column(visits.first.archive, figures)
    assert column(twice.archive, "SELECT json_extract(options, '$.requisites') FROM crawls") == [1, 1]


def test_the_database_can_be_built_anew_with_them(twice: Twice, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "newsarchive", "reextract", "--archive", str(twice.archive))
    built = run(*command, "--into", str(tmp_path / "new"))
    assert built.code == 0, built.err
    assert list(differences(twice.archive, tmp_path / "new")) == []
    again = run(*command, "--json")
    assert (again.code, again.counts["changed"]) == (0, 0)


def test_without_the_option_none_is_asked_for_and_later_ones_make_up_for_it(tmp_path: Path) -> None:
    with scripted(site("<img src=/a.png>", a_png=Reply(body=b"a", headers=PICTURES))) as (url, asked):
        assert crawl(tmp_path, url).code == 0
        assert "/a.png" not in asked
        assert crawl(tmp_path, url, "--requisites", "--limit", "1").code == 0
        assert "/a.png" not in asked
        assert crawl(tmp_path, url, "--requisites").code == 0
    assert captured(tmp_path) == [("/a.png", 200)]


def test_stylesheets_lead_on_and_so_do_redirects(tmp_path: Path) -> None:
    script = site(
        "<link rel=stylesheet href=/a.css><img src=/r.png><img src=/loop.png><script src=/article-0/></script>",
        a_css=Reply(
            body=compress(b"@import 'b.css'; a{background:url(c.png)}"), headers={**CSS, "Content-Encoding": "gzip"}
        ),
        b_css=Reply(body=b"@import 'd.css'; @font-face{src:url(e.woff2)}", headers=CSS),
        c_png=Reply(body=b"c", headers=PICTURES),
        r_png=Reply(status=302, headers={"Location": "/c.png"}),
        loop_png=Reply(status=301, headers={"Location": "/loop.png"}),
    )
    with scripted(script) as (url, asked):
        done = crawl(tmp_path, url, "--requisites", "--json")
    assert Counter(captured(tmp_path)) == Counter(
        [("/a.css", 200), ("/b.css", 200), ("/c.png", 200), ("/e.woff2", 404), ("/r.png", 302), ("/loop.png", 301)]
    )
    assert asked.count("/article-0/") == 1
    assert (done.code, done.counts["failed"], done.counts["finish_reason"]) == (0, 0, "finished")
    assert column(tmp_path, "SELECT message FROM problems WHERE error <> 'NoDescription'") == []


def test_what_is_too_large_or_broken_is_left(tmp_path: Path) -> None:
    script = site(
        "<img src=/huge.png><img src=/cut.png><img src=/bad.png><img src=/last.png>",
        huge_png=Reply(body=b"x", length=11 * 2**20, headers=PICTURES),
        cut_png=Reply(body=b"x", length=1000, headers=PICTURES),
        bad_png=Reply(body=b"no gzip", headers={**PICTURES, "Content-Encoding": "gzip"}),
        last_png=Reply(body=b"x", headers=PICTURES),
    )
    with scripted(script) as (url, asked):
        done = crawl(tmp_path, url, "--requisites", "--json")
    assert asked.count("/cut.png") == 1
    assert sorted(captured(tmp_path)) == [("/bad.png", 200), ("/last.png", 200)]
    assert (done.code, done.counts["failed"], done.counts["findings"]) == (0, 0, [])
    assert "Traceback" not in done.err


def test_other_hosts_have_a_say_of_their_own(tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /no/\nSitemap: https://www.macommune.info/x.xml\n"
    closed: Script = {"/robots.txt": Reply(status=301, headers={"Location": "/rules.txt"}), "/rules.txt": rules}
    with scripted({**closed, "/a.png": b"a", "/no/b.png": b"b"}) as (cdn, asked):
        script = site(f"<img src={cdn}/a.png><img src={cdn}/no/b.png>")
        with scripted(script) as (url, _):
            done = crawl(tmp_path, url, "--requisites", "--json")
    assert asked == ["/robots.txt", "/rules.txt", "/a.png"]
    assert captured(tmp_path) == [("/a.png", 200)]
    assert done.counts["finish_reason"] == "finished"
    assert column(tmp_path, "SELECT url FROM urls WHERE url LIKE ? OR url LIKE '%/x.xml'", f"{cdn}%") == []
    assert column(tmp_path, "SELECT status FROM captures WHERE kind = 'robots' ORDER BY id") == [404, 301, 200]


@pytest.mark.parametrize(
    ("robots", "picture", "most"),
    [
        (Reply(status=500), Reply(), 0),
        (Reply(status=403), Reply(), 0),
        (Reply(status=404), Reply(status=403), 4),
        (Reply(status=404), Reply(status=503, headers={"Retry-After": "3600"}), 2),
    ],
)
def test_a_host_that_refuses_or_struggles_is_given_up_and_the_site_is_not(
    tmp_path: Path, robots: Reply, picture: Reply, most: int
) -> None:
    pictures = "".join(f"<img src=CDN/{number}.png>" for number in range(20))
    with scripted({"/robots.txt": robots, **{f"/{number}.png": picture for number in range(20)}}) as (cdn, asked):
        script = site(pictures.replace("CDN", cdn) + "<img src=/own.png>", own_png=Reply(body=b"x", headers=PICTURES))
        with scripted(script) as (url, _):
            done = crawl(tmp_path, url, "--requisites", "--json")
            again = crawl(tmp_path, url)
    assert asked.count("/robots.txt") == 1
    assert len(asked) - 1 <= most
    assert ("/own.png", 200) in captured(tmp_path)
    assert (done.code, done.counts["finish_reason"], done.counts["failed"]) == (0, "finished", 0)
    assert again.code == 0


def test_no_page_has_us_ask_a_private_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.2", 0)) as private:
        private.setblocking(False)
        port = private.getsockname()[1]
        hosts = ("127.0.0.2", "2130706434", "[::ffff:127.0.0.2]", "169.254.169.254", "nowhere.invalid")
        shown_with = "".join(f"<img src=http://{host}:{port}/a.png>" for host in hosts)
        away = Reply(status=302, headers={"Location": f"http://127.0.0.2:{port}/a.png"})
        with scripted(site(shown_with + "<img src=/r.png>", r_png=away)) as (url, _):
            done = crawl(tmp_path, url, "--requisites", "--json")
        with pytest.raises(BlockingIOError):
            private.accept()
    assert captured(tmp_path) == [("/r.png", 302)]
    assert (done.code, done.counts["finish_reason"]) == (0, "finished")


def settled(archive: Path, base_url: str, *more: str, **settings: object) -> list[str]:
    """`scrapy crawl` with these settings."""
    chosen = {"ARCHIVE_DIR": archive, "DOWNLOAD_DELAY": 0, **settings}
    options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
    return [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "macommune",
        "-a",
        f"base_url={base_url}",
        "-a",
        "requisites=1",
        *more,
        *options,
    ]


@pytest.mark.parametrize("path", ["/robots.txt", "/a.png"])
def test_a_signal_ends_what_hangs_and_the_next_run_asks_for_it(tmp_path: Path, path: str) -> None:
    reached, released = Event(), Event()

    def never() -> Reply:
        reached.set()
        return Reply(status=404 if path == "/robots.txt" else 200, wait_for=released)

    with scripted({"/a.png": b"a", path: never}) as (cdn, _), scripted(site(f"<img src={cdn}/a.png>")) as (url, _):
        process = start(*settled(tmp_path, url, REQUISITE_TIMEOUT=600, STOP_TIMEOUT=600))
        assert reached.wait(60)
        stopped(process, signal.SIGTERM)
        released.set()
        assert len(column(tmp_path, "SELECT id FROM articles")) == 1
        assert captured(tmp_path) == []
        again = crawl(tmp_path, url, "--requisites", "--json")
    assert column(tmp_path, "SELECT finish_reason FROM crawls") == ["shutdown", "finished"]
    assert again.counts["unchanged"] == 0
    assert captured(tmp_path) == [("/a.png", 200)]


def test_a_run_that_asks_for_requisites_alone_has_come_to_something(tmp_path: Path) -> None:
    reached, released = Event(), Event()

    def never() -> Reply:
        reached.set()
        return Reply(body=b"x", headers=PICTURES, wait_for=released)

    script = {**site("<img src=/own.png>"), "/own.png": never}
    with scripted(script) as (url, _):
        process = start(*settled(tmp_path, url, REQUISITE_TIMEOUT=600, STOP_TIMEOUT=600))
        assert reached.wait(60)
        process.kill()
        process.communicate(timeout=60)
        released.set()
        again = crawl(tmp_path, url, "--requisites")
    assert again.code == 0, again.err
    assert captured(tmp_path) == [("/own.png", 200)]


def test_a_host_that_hangs_does_not_keep_a_run_from_its_end(tmp_path: Path) -> None:
    released = Event()
    with scripted({"/robots.txt": lambda: Reply(wait_for=released)}) as (cdn, asked):
        pictures = "".join(f"<img src={cdn}/{number}.png>" for number in range(20))
        with scripted(site(pictures + "<img src=/own.png>", own_png=Reply(body=b"x", headers=PICTURES))) as (url, _):
            done = run(*settled(tmp_path, url, REQUISITE_TIMEOUT=0.5), cwd=ROOT)
        released.set()
    assert done.code == 0, done.err
    assert asked == ["/robots.txt"]
    assert captured(tmp_path) == [("/own.png", 200)]
    assert column(tmp_path, "SELECT finish_reason FROM crawls") == ["finished"]
