"""Monitors as users meet them: real crawls of a site that changes, what they print, store, send and exit with."""

from __future__ import annotations

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from newsarchive.demo import Replica, running
from tests.crawling.running import COMMAND, ROOT, Reply, Run, Script, article, column, crawl, rows, run, scripted

PATHS = tuple(f"/article-{number}/" for number in range(30))
LOST = "date_published was found on 0 of 30 pages read again that had it; in the last 2 runs it was on 60 of 60."


Drifted = tuple[Path, Run, list[tuple[str, Any]]]


def site(*, dated: bool = True, paths: tuple[str, ...] = PATHS) -> Script:
    pages: Script = {path: page(path, dated=dated) for path in paths}
    return {"/": "".join(f"<a href='{path}'>x</a>" for path in paths).encode(), **pages}


def page(path: str, *, dated: bool) -> bytes:
    whole = article(f"Titre {path}").decode()
    return (whole if dated else re.sub(r"<p>(Publié|Mis à jour) le .*?</p>", "", whole)).encode()


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a site that was crawled three times, and nothing was found."""
    archive = tmp_path_factory.mktemp("order")
    with scripted(site()) as (url, _):
        for _ in range(3):
            done = crawl(archive, url, "--full", "--quiet")
            assert (done.code, done.out, done.err) == (0, "", "")
    return archive


@pytest.fixture
def archive(in_order: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    return Path(shutil.copytree(in_order, tmp_path / "archive"))


@contextmanager
def receiver(status: int = 200) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """A web address that takes alerts; yields it, and (content type, JSON) of each."""
    taken: list[tuple[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["Content-Type"], json.loads(body)))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook/secret", taken
    finally:
        server.shutdown()
        server.server_close()


def scrapy_crawl(archive: Path, url: str, settings: Mapping[str, object], env: Mapping[str, str] | None = None) -> Run:
    """`scrapy crawl macommune`, from the checkout."""
    given = {"ARCHIVE_DIR": archive, "DOWNLOAD_DELAY": 0, **settings}
    options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    return run(
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "macommune",
        "-a",
        f"base_url={url}",
        "-a",
        "full=1",
        *options,
        cwd=ROOT,
        env=env,
    )


@pytest.fixture(scope="module")
def drifted(in_order: Path, tmp_path_factory: pytest.TempPathFactory) -> Drifted:
    """The archive of a site whose layout lost its dates, how that crawl ended, and what the alerts brought."""
    archive = Path(shutil.copytree(in_order, tmp_path_factory.mktemp("drifted") / "archive"))
    command = f'cat > {archive}/alert.json; printf \'%s|\' "$NEWSARCHIVE_SITE" "$NEWSARCHIVE_ARCHIVE" > {archive}/env'
    with scripted(site(dated=False)) as (url, _), receiver() as (hook, taken):
        where = ("--archive", str(archive), "--base-url", url, "--delay", "0")
        options = ("--full", "--quiet", "--json", "--alert-command", command, "--alert-url", hook)
        # As cron starts it: with next to no environment.
        bare = ("env", "-i", "PATH=/usr/bin:/bin", f"PYTHONPATH={ROOT}")
        return archive, run(*bare, *COMMAND, *where, *options, cwd=Path("/")), taken


def test_a_layout_without_dates_is_told(drifted: Drifted) -> None:
    archive, done, _ = drifted
    assert done.code == 3
    assert [line.partition(" WARNING ")[2] for line in done.err.splitlines()] == [
        LOST,
        LOST.replace("date_published", "date_modified"),
    ]
    told = [{"monitor": row["monitor"], "message": row["message"]} for row in rows(archive, "SELECT * FROM findings")]
    assert told == done.counts["findings"]
    assert told[0]["message"] == LOST
    assert column(archive, "SELECT DISTINCT crawl_id FROM findings") == [4]
    assert column(archive, "SELECT finish_reason FROM crawls") == ["finished"] * 4


def test_the_command_and_the_address_got_the_findings(drifted: Drifted) -> None:
    archive, done, taken = drifted
    alert = json.loads((archive / "alert.json").read_text("utf-8"))
    assert alert["findings"] == done.counts["findings"]
    assert (alert["site"], alert["archive"], alert["crawl_id"]) == ("macommune", str(archive), 4)
    assert LOST in alert["text"]
    assert (archive / "env").read_text("utf-8") == f"macommune|{archive}|"
    assert taken == [("application/json; charset=utf-8", alert)]


def test_a_field_can_be_charted(drifted: Drifted) -> None:
    archive, *_ = drifted
    sql = "SELECT value FROM crawl_figures WHERE name = ? ORDER BY crawl_id"
    assert column(archive, sql, "reread pages with date_published before") == [30, 30, 30]
    assert column(archive, sql, "reread pages still with date_published") == [30, 30]


def test_a_run_that_reads_nothing_overwrites_nothing(archive: Path) -> None:
    kept = "SELECT * FROM articles", "SELECT * FROM revisions", "SELECT * FROM list_items", "SELECT * FROM article_tags"
    before = [[tuple(row) for row in rows(archive, sql)] for sql in kept]
    script = site()
    script.update(dict.fromkeys(PATHS, b"<html><body><div id=app></div></body></html>"))
    with scripted(script) as (url, _):
        done = crawl(archive, url, "--full", "--json")
    assert done.code == 3
    told = "Nothing could be read from 30 of 30 pages asked for; in the last 3 runs it was so for 0 of 90."
    assert [finding["message"] for finding in done.counts["findings"]] == [told]
    assert [[tuple(row) for row in rows(archive, sql)] for sql in kept] == before
    assert len(before[0]) == len(before[1]) == 30


def test_alerts_that_fail_are_sentences_and_change_nothing(archive: Path) -> None:
    with scripted(site(dated=False)) as (url, _), receiver(status=302) as (hook, _):
        options = (
            "--full",
            "--quiet",
            "--json",
            "--alert-command",
            "echo no mail here >&2; exit 7",
            "--alert-url",
            hook,
        )
        done = crawl(archive, url, *options)
    assert done.code == 3
    assert len(done.counts["findings"]) == len(rows(archive, "SELECT * FROM findings")) == 2
    last = [line.partition(" WARNING ")[2] for line in done.err.splitlines()][2:]
    assert last == [
        "The alert command failed: it ended with 7, saying 'no mail here'.",
        "The alert could not be posted to 127.0.0.1: it answered 302 Found.",
    ]
    assert "secret" not in done.err


def test_a_site_that_cannot_be_reached_is_an_alert_and_exit_5(tmp_path: Path) -> None:
    with receiver() as (hook, taken):
        done = crawl(tmp_path, "http://127.0.0.1:9", "--quiet", "--alert-url", hook)
    assert done.code == 5
    assert done.err.count("could not be crawled") == 1
    ((_, alert),) = taken
    assert [finding["monitor"] for finding in alert["findings"]] == ["unreachable"]
    assert column(tmp_path, "SELECT monitor FROM findings") == ["unreachable"]


def test_an_archive_that_cannot_be_written_is_an_alert_and_exit_1(tmp_path: Path) -> None:
    def fill_up() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6))

    pages: Script = {path: article(path, "mot " * 10_000) for path in PATHS}
    with scripted({**site(), **pages}) as (url, _), receiver() as (hook, taken):
        options = ("--archive", str(tmp_path), "--base-url", url, "--delay", "0", "--quiet", "--alert-url", hook)
        done = subprocess.run(
            [*COMMAND, *options], capture_output=True, text=True, check=False, timeout=60, preexec_fn=fill_up
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    ((_, alert),) = taken
    assert f"newsarchive: {alert['findings'][0]['message']}\n" == done.stderr


def test_a_steady_site_sends_nothing(archive: Path) -> None:
    with scripted(site()) as (url, _), receiver() as (hook, taken):
        done = crawl(archive, url, "--quiet", "--alert-url", hook, "--alert-command", f"touch {archive}/sent")
    assert (done.code, done.out, done.err, taken) == (0, "", "", [])
    assert not (archive / "sent").exists()
    assert column(archive, "SELECT count(*) FROM findings") == [0]


OWN = """
from spidermon import Monitor, MonitorSuite, monitors
from spidermon.contrib.scrapy.monitors import FinishReasonMonitor, ItemCountMonitor

@monitors.name("own")
class Own(Monitor):
    def test_crash(self):
        return 1 / 0
    def test_fail(self):
        self.fail("Own trouble.")

class Suite(MonitorSuite):
    monitors = [ItemCountMonitor, Own, FinishReasonMonitor]
"""


def test_what_goes_wrong_in_a_monitor_is_told_and_silences_no_other(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN)
    settings = {"SPIDERMON_SPIDER_CLOSE_MONITORS": "own.Suite,own.Missing", "MONITOR_NO_NEWS_DAYS": "soon"}
    with scripted(site(dated=False)) as (url, _):
        done = scrapy_crawl(archive, url, settings, env={"PYTHONPATH": str(tmp_path)})
    assert done.code == 0
    found = {row["message"]: row["monitor"] for row in rows(archive, "SELECT * FROM findings")}
    assert found.pop(LOST) == found.pop(LOST.replace("date_published", "date_modified")) == "fields"
    assert found.pop("Own trouble.") == "own"
    assert found.pop("The monitor own failed: ZeroDivisionError: division by zero.") == "own"
    assert found.pop("The setting MONITOR_NO_NEWS_DAYS is 'soon', which is no number; 7 is used.") == "settings"
    missing, unset = sorted(found)
    assert missing.startswith("The monitor Extracted Items Monitor failed: ")
    assert "SPIDERMON_MIN_ITEMS" in missing
    assert unset.startswith("The monitor own.Missing failed: ")
    assert "Deprecat" not in done.err
    assert "Traceback" not in done.err


def test_a_redesign_of_the_site_is_told_with_the_fields_it_lost(tmp_path: Path) -> None:
    replica = Replica(articles=90)
    with running(replica) as url:
        before = [crawl(tmp_path, url, *full) for full in ((), ("--full",))]
        replica.redesign()
        after = crawl(tmp_path, url, "--full", "--quiet")
    assert [done.code for done in before] == [0, 0], before[-1].err
    assert after.code == 3
    found = column(tmp_path, "SELECT message FROM findings WHERE crawl_id = 3 AND monitor = 'fields'")
    assert [message for message in found if message.startswith("date_published was found on ")]
    assert all(message in after.err for message in found)


def test_a_site_without_a_single_article_is_told(tmp_path: Path) -> None:
    with scripted({"/": b"<p>Bient\xc3\xb4t ici</p>"}) as (url, _):
        done = crawl(tmp_path, url, "--quiet")
    assert done.code == 3
    assert "No article of macommune was found: `newsarchive check macommune`" in done.err


def test_a_run_that_is_stopped_does_not_wait_for_its_alert(archive: Path) -> None:
    reached, released = Event(), Event()

    def hanging() -> Reply:
        reached.set()
        released.wait(60)
        return Reply(body=b"")

    with scripted({**site(dated=False), "/": b"<a href='/lente/'>x</a>", "/lente/": hanging}) as (url, _):
        options = ("--archive", str(archive), "--base-url", url, "--delay", "0", "--full", "--quiet")
        command = (*COMMAND, *options, "--alert-command", f"touch {archive}/sent; sleep 60")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert reached.wait(60)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        released.set()
    assert process.returncode in (0, 3)
    assert column(archive, "SELECT finish_reason FROM crawls ORDER BY id DESC LIMIT 1") == ["shutdown"]
    assert not (archive / "sent").exists()
