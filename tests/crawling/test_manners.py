"""How a crawl behaves towards sites that forbid, move, break off or never end."""

from __future__ import annotations

import gzip
import re
import resource
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from newsarchive.archive import archive_lock
from tests.crawling.running import COMMAND, ROOT, SITE, Reply, Script, article, column, crawl, rows, run, scripted
from tests.crawling.running import sitemap as sitemap_of

XML = {"Content-Type": "application/xml"}


def site(pages: Script, *, robots: bytes = b"") -> Script:
    """A site whose sitemap names all of these pages."""
    return {
        "/robots.txt": robots or b"User-agent: *\nSitemap: " + f"{SITE}/plan.xml\n".encode(),
        "/plan.xml": Reply(body=sitemap_of(*pages), headers=XML),
        **pages,
    }


def problems(archive: Path) -> dict[str, tuple[str, str]]:
    """Path -> (error, message)."""
    found = rows(archive, "SELECT url, error, message FROM problems")
    return {row["url"].removeprefix(SITE): (row["error"], row["message"]) for row in found}


def articles(archive: Path) -> list[str]:
    """Paths of the articles kept."""
    return [url.removeprefix(SITE) for url in column(archive, "SELECT url FROM articles ORDER BY url")]


def test_what_robots_forbids_is_not_asked_for(tmp_path: Path) -> None:
    robots = f"User-agent: newsarchive\nDisallow: /secret/\nSitemap: {SITE}/plan.xml\n".encode()
    with scripted(site({"/secret/x/": article("Secret"), "/public/": article("Public")}, robots=robots)) as (
        url,
        asked,
    ):
        assert crawl(tmp_path, url).code == 0
    assert "/secret/x/" not in asked
    assert articles(tmp_path) == ["/public/"]
    assert column(tmp_path, "SELECT visits FROM urls WHERE url = ?", f"{SITE}/secret/x/") == [0]
    assert problems(tmp_path) == {}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ({"/robots.txt": b"User-agent: *\nDisallow: /\n"}, "robots.txt of 127.0.0.1:[0-9]+ forbids it"),
        ({"/": Reply(status=403), "/feed/": Reply(status=403)}, "answered 40[34]"),
    ],
)
def test_a_site_that_refuses_everything_is_unreachable(tmp_path: Path, script: Script, reason: str) -> None:
    with scripted(script) as (url, _):
        done = crawl(tmp_path, url)
    assert done.code == 5
    assert done.out == ""
    assert re.search(reason, done.err)
    assert column(tmp_path, "SELECT finish_reason FROM crawls") == ["refused"]


def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with scripted({}) as (url, _):
        pass
    done = crawl(tmp_path, url, "--quiet")
    assert done.code == 5
    assert "refused the connection" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
    assert column(tmp_path, "SELECT finish_reason FROM crawls") == ["unreachable"]


def test_a_second_crawl_has_to_wait(tmp_path: Path) -> None:
    with archive_lock(tmp_path), scripted({}) as (url, asked):
        done = crawl(tmp_path, url)
    assert done.code == 4
    assert len(done.err.splitlines()) == 1
    assert "since" in done.err
    assert asked == []


def test_redirects_are_joined_and_stay_on_the_mirror(tmp_path: Path) -> None:
    pages: Script = {
        "/ancien/": Reply(status=301, headers={"Location": f"{SITE}/nouveau/"}),
        "/nouveau/": article("Nouveau"),
        "/oblique/": Reply(status=302, headers={"Location": "/oblique"}),
        "/oblique": article("Oblique"),
        "/dehors/": Reply(status=301, headers={"Location": "https://elsewhere.example/"}),
        "/pub/": Reply(status=302, headers={"Location": "https://pub.macommune.info/x"}),
        "/retire/": Reply(status=301, headers={"Location": "/"}),
        "/": b"<a href='/nouveau'>x</a>",
    }
    with scripted(site(pages)) as (url, asked):
        done = crawl(tmp_path, url)
    assert done.code == 0, done.err
    assert articles(tmp_path) == ["/nouveau/", "/oblique/"]
    assert [asked.count(path) for path in ("/ancien/", "/nouveau/", "/oblique/", "/oblique", "/")] == [1, 1, 1, 1, 1]
    assert problems(tmp_path) == {}
    moved = column(tmp_path, "SELECT redirect_url FROM captures WHERE canonical_url = ?", f"{SITE}/ancien/")
    assert moved == [f"{SITE}/nouveau/"]
    assert len(asked) == column(tmp_path, "SELECT count(*) FROM captures")[0]


def test_what_breaks_ends_in_a_sentence_and_the_crawl_goes_on(tmp_path: Path) -> None:
    good = article("Bonne page")
    pages: Script = {
        "/boucle-a/": Reply(status=302, headers={"Location": "/boucle-b/"}),
        "/boucle-b/": Reply(status=302, headers={"Location": "/boucle-a/"}),
        "/panne/": Reply(status=503),
        "/interdit/": Reply(status=403),
        "/geant/": Reply(body=b"<p>" + b"x" * (9 * 2**20)),
        "/bombe/": Reply(body=gzip.compress(b"\0" * (9 * 2**20)), headers={"Content-Encoding": "gzip"}),
        "/tronque/": Reply(body=gzip.compress(good)[:-30], headers={"Content-Encoding": "gzip"}),
        "/coupe/": Reply(body=good[:200], length=len(good)),
        "/vide/": b"",
        "/gzip/": Reply(body=gzip.compress(good), headers={"Content-Encoding": "gzip"}),
        "/bonne/": good,
    }
    with scripted(site(pages)) as (url, asked):
        done = crawl(tmp_path, url, "--json")
    assert done.code == 0, done.err
    assert articles(tmp_path) == ["/bonne/", "/gzip/"]
    found = problems(tmp_path)
    loops = {path for path, (error, _) in found.items() if error == "RedirectLoop"}
    assert len(loops & {"/boucle-a/", "/boucle-b/"}) == 1
    assert {path: error for path, (error, _) in found.items() if path not in loops} == {
        "/panne/": "HTTP503",
        "/interdit/": "HTTP403",
        "/geant/": "DownloadCancelled",
        "/bombe/": "UnreadableBody",
        "/tronque/": "UnreadableBody",
        "/coupe/": "ResponseDataLoss",
        "/vide/": "EmptyPage",
    }
    assert re.fullmatch(r"127\.0\.0\.1:\d+ answered 503 Service Unavailable\.", found["/panne/"][1])
    assert "cut off" in found["/tronque/"][1]
    assert "more than" in found["/bombe/"][1]
    assert "more than the limit" in found["/geant/"][1]
    assert asked.count("/panne/") == asked.count("/coupe/") == 3
    assert done.counts["failed"] == len(found)
    quarantined = {text.parent.name for text in (tmp_path / "quarantine").glob("*/error.txt")}
    assert len(quarantined) == 3


def test_a_page_that_comes_back_after_a_failure_is_no_problem(tmp_path: Path) -> None:
    visit = count()
    pages: Script = {"/panne/": lambda: Reply(status=503) if next(visit) == 0 else Reply(body=article("De retour"))}
    with scripted(site(pages)) as (url, _):
        crawl(tmp_path, url)
    assert articles(tmp_path) == ["/panne/"]
    assert problems(tmp_path) == {}
    assert column(tmp_path, "SELECT status FROM captures WHERE canonical_url = ?", f"{SITE}/panne/") == [503, 200]


def test_a_missing_article_is_gone_on_the_second_day_or_at_once_in_full(tmp_path: Path) -> None:
    script = site({"/une/": article("Une"), "/deux/": article("Deux")})
    with scripted(script) as (url, _):
        crawl(tmp_path, url)
        script["/une/"] = Reply(status=404)
        script["/plan.xml"] = Reply(body=sitemap_of("/deux/"), headers=XML)
        assert crawl(tmp_path, url, "--json").counts["gone"] == 0
        assert crawl(tmp_path, url, "--json", "--full").counts["gone"] == 1
    assert column(tmp_path, "SELECT url FROM articles WHERE status = 'gone'") == [f"{SITE}/une/"]


def test_teasers_and_links_lead_on_and_lists_without_end_end(tmp_path: Path) -> None:
    endless = b"<a href='/une/'>x</a><a href='/page/%d/'>suite</a>"
    script: Script = {"/": endless % 2, "/une/": article("Une", '<a href="/liee">lien</a>', teasers=("/promue/",))}
    script |= {f"/page/{number}/": endless % (number + 1) for number in range(2, 50)}
    script |= {"/liee/": article("Liée"), "/promue/": article("Promue")}
    with scripted(script) as (url, asked):
        crawl(tmp_path, url)
    assert articles(tmp_path) == ["/liee/", "/promue/", "/une/"]
    assert "/page/4/" not in asked
    heard = rows(tmp_path, "SELECT url, discovered_via FROM urls WHERE kind = 'article'")
    assert {row["url"].removeprefix(SITE): row["discovered_via"] for row in heard} == {
        "/une/": "listing",
        "/liee/": "link",
        "/promue/": "teaser",
    }


def test_a_friendly_page_is_no_sitemap_and_a_broken_feed_is_said(tmp_path: Path) -> None:
    friendly = b"<html><body><h1>Rien ici</h1></body></html>"
    pages: Script = {"/une/": article("Une")}
    with scripted(site(pages) | {"/wp-sitemap.xml": friendly, "/feed/": friendly}) as (url, _):
        crawl(tmp_path, url)
    assert articles(tmp_path) == ["/une/"]
    assert {path: error for path, (error, _) in problems(tmp_path).items()} == {"/feed/": "UnreadableBody"}


def test_limit_and_since_bound_what_is_asked_for(tmp_path: Path) -> None:
    pages: Script = {f"/article-{number}/": article(f"Numéro {number}") for number in range(1, 6)}
    dates = {f"/article-{number}/": f"2026-02-0{number}" for number in range(1, 6)}
    script = site(pages) | {"/plan.xml": Reply(body=sitemap_of(*pages, lastmod=dates), headers=XML)}
    with scripted(script) as (url, asked):
        limited = crawl(tmp_path / "limited", url, "--limit", "2", "--json")
        asked.clear()
        crawl(tmp_path / "dated", url, "--since", "2026-02-04")
    assert limited.counts["first"] == 2
    assert len(articles(tmp_path / "limited")) == 2
    assert articles(tmp_path / "dated") == ["/article-4/", "/article-5/"]
    assert column(tmp_path / "dated", "SELECT count(*) FROM urls WHERE kind = 'article'") == [5]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_crawl_with_what_is_in_flight_stored(tmp_path: Path, number: signal.Signals) -> None:
    reached = Event()

    def page(place: int) -> Reply:
        if place == 5:
            reached.set()
        return Reply(body=article(f"Maillon {place}", teasers=(f"/maillon-{place + 1}/",)))

    chain: Script = {f"/maillon-{place}/": lambda place=place: page(place) for place in range(1, 5000)}  # type: ignore[misc]
    with scripted({"/": b"<a href='/maillon-1/'>x</a>", **chain}) as (url, asked):
        command = [*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0", "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert reached.wait(60)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert '"finish_reason": "shutdown"' in out.splitlines()[-1]
    assert column(tmp_path, "SELECT finish_reason FROM crawls") == ["shutdown"]
    assert column(tmp_path, "SELECT count(*) FROM captures") == [len(asked)]
    assert len(articles(tmp_path)) == sum(path.startswith("/maillon") for path in asked)


def test_a_second_signal_does_not_wait_for_what_is_in_flight(tmp_path: Path) -> None:
    reached, released = Event(), Event()

    def slow() -> Reply:
        reached.set()
        released.wait(60)
        return Reply(body=article("Trop tard"))

    with scripted(site({"/une/": article("Une")}) | {"/lent/": slow, "/": b"<a href='/lent/'>x</a>"}) as (url, _):
        command = [*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0", "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert reached.wait(60)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        released.set()
    assert "Traceback" not in err
    assert process.returncode == 0, err
    assert '"finish_reason": "shutdown"' in out.splitlines()[-1]
    assert column(tmp_path, "SELECT finish_reason FROM crawls") == ["shutdown"]


def test_a_limit_is_spent_on_what_is_not_archived_yet(tmp_path: Path) -> None:
    pages: Script = {f"/article-{number}/": article(f"Numéro {number}") for number in range(1, 6)}
    with scripted(site(pages)) as (url, _):
        counts = [crawl(tmp_path, url, "--limit", "3", "--json").counts for _ in range(3)]
    assert [(each["first"], each["unchanged"]) for each in counts] == [(3, 0), (2, 0), (0, 0)]


def test_quiet_prints_what_is_wrong_alone(tmp_path: Path) -> None:
    script = site({"/une/": article("Une")})
    with scripted(script) as (url, _):
        well = crawl(tmp_path, url, "--quiet")
        script["/une/"] = b""
        wrong = crawl(tmp_path, url, "--quiet", "--full")
    assert (well.code, well.out, well.err) == (0, "", "")
    assert (wrong.code, wrong.out) == (0, "")
    assert f"{SITE}/une/" in wrong.err
    assert len(wrong.err.splitlines()) == 1


def test_a_full_disk_ends_the_crawl_with_one_sentence(tmp_path: Path) -> None:
    pages: Script = {f"/page-{number}/": article(f"Page {number}", "mot " * 10_000) for number in range(40)}

    def fill_up() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6))

    with scripted(site(pages)) as (url, asked):
        command = [*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, preexec_fn=fill_up)
    assert done.returncode == 1
    assert re.fullmatch(r"newsarchive: .*newsarchive.db .*\n", done.stderr)
    assert len(asked) < len(pages)


def test_scrapy_crawl_works_from_a_checkout(tmp_path: Path) -> None:
    never = Event()
    script = site({"/une/": article("Une"), "/lente/": Reply(wait_for=never)})
    settings = {"ARCHIVE_DIR": tmp_path, "DOWNLOAD_DELAY": 0, "DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    with scripted(script) as (url, _):
        done = run(sys.executable, "-m", "scrapy", "crawl", "macommune", "-a", f"base_url={url}", *options, cwd=ROOT)
        never.set()
    assert done.code == 0, done.err
    assert articles(tmp_path) == ["/une/"]
    assert problems(tmp_path)["/lente/"][0] == "DownloadTimeout"
