"""SIGTERM and Ctrl-C end a crawl whatever holds it up, and what was stored stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from select import select
from threading import Event

import pytest

from tests.crawling.running import COMMAND, ROOT, SITE, Reply, Script, article, column, scripted

BUSY = """
import sys
from newsarchive import sites
from newsarchive.cli.main import main

def read(page):
    print("reading", flush=True)
    while True:
        pass

sites.read = read
sys.exit(main(sys.argv[1:]))
"""


def start(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def stopped(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[str, str]:
    """What the process printed after the signal; it ended well."""
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    return out, err


def reasons(archive: Path) -> list[str]:
    return column(archive, "SELECT finish_reason FROM crawls")


def hanging(reached: Event, released: Event) -> Script:
    """A site with one page that comes and one that never does, to whoever asks for anything after it."""

    def never() -> Reply:
        reached.set()
        return Reply(wait_for=released)

    return {"/": b"<a href='/une/'>x</a><a href='/lente/'>x</a>", "/une/": article("Une"), "/lente/": never}


def test_a_server_that_never_answers(tmp_path: Path) -> None:
    reached, released = Event(), Event()
    with scripted(hanging(reached, released)) as (url, asked):
        process = start(*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0", "--json")
        assert reached.wait(60)
        out, _ = stopped(process)
        released.set()
    assert '"finish_reason": "shutdown"' in out.splitlines()[-1]
    assert reasons(tmp_path) == ["shutdown"]
    assert column(tmp_path, "SELECT url FROM articles") == [f"{SITE}/une/"]
    assert asked.count("/lente/") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_waits_out_a_long_delay_is_dropped(tmp_path: Path, number: signal.Signals) -> None:
    reached = Event()

    def robots() -> Reply:
        reached.set()
        return Reply(body=b"User-agent: *\nCrawl-delay: 600\n")

    with scripted({"/robots.txt": robots}) as (url, asked):
        process = start(*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--json")
        assert process.stderr
        assert reached.wait(60)
        assert any("it gets 60 s" in line for line in process.stderr)
        stopped(process, number)
    assert asked == ["/robots.txt"]
    assert reasons(tmp_path) == ["shutdown"]


def test_a_pause_that_the_site_asked_for_is_not_waited_out_but_remembered(tmp_path: Path) -> None:
    with scripted({"/robots.txt": Reply(status=503, headers={"Retry-After": "100"})}) as (url, asked):
        command = (*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0")
        process = start(*command)
        assert process.stderr
        assert any("asks for a pause of 100 s" in line for line in process.stderr)
        stopped(process)
        again = start(*command)
        _, err = again.communicate(timeout=60)
    assert asked == ["/robots.txt"]
    assert reasons(tmp_path) == ["shutdown"]
    assert again.returncode == 5
    assert "asked not to be crawled before" in err


def test_robots_txt_that_never_comes_lets_nothing_through(tmp_path: Path) -> None:
    reached, released = Event(), Event()

    def robots() -> Reply:
        reached.set()
        return Reply(status=404, wait_for=released)

    with scripted({"/robots.txt": robots}) as (url, asked):
        process = start(*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0")
        assert reached.wait(60)
        process.send_signal(signal.SIGTERM)
        assert process.stderr
        assert any("Stopping" in line for line in process.stderr)
        released.set()
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert asked == ["/robots.txt"]


def test_a_page_that_is_being_read_does_not_hold_it_up(tmp_path: Path) -> None:
    with scripted({"/": b"<a href='/une/'>x</a>", "/une/": article("Une")}) as (url, _):
        options = ("--archive", str(tmp_path), "--base-url", url, "--delay", "0", "--json")
        process = start(sys.executable, "-c", BUSY, "crawl", "macommune", *options)
        assert process.stdout
        assert process.stdout.readline() == "reading\n"
        out, _ = stopped(process)
    assert '"finish_reason": "shutdown"' in out.splitlines()[-1]
    assert reasons(tmp_path) == ["shutdown"]
    assert column(tmp_path, "SELECT id FROM articles") == []


def test_scrapy_crawl_too(tmp_path: Path) -> None:
    reached, released = Event(), Event()
    settings = {"ARCHIVE_DIR": tmp_path, "DOWNLOAD_DELAY": 0, "STOP_TIMEOUT": 1}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    with scripted(hanging(reached, released)) as (url, _):
        process = start(sys.executable, "-m", "scrapy", "crawl", "macommune", "-a", f"base_url={url}", *options)
        assert reached.wait(60)
        stopped(process)
        released.set()
    assert reasons(tmp_path) == ["shutdown"]


def test_of_two_crawls_started_together_one_waits(tmp_path: Path) -> None:
    released = Event()
    pages: Script = {"/": b"<a href='/une/'>x</a>", "/une/": article("Une")}
    with scripted({"/robots.txt": Reply(status=404, wait_for=released), **pages}) as (url, _):
        command = (*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0")
        both = {os.pidfd_open(process.pid): process for process in (start(*command), start(*command))}
        (ended,), _, _ = select(both, [], [], 60)
        released.set()
        loser = both.pop(ended)
        (winner,) = both.values()
        _, err = loser.communicate(timeout=60)
        winner.communicate(timeout=60)
    assert (winner.returncode, loser.returncode) == (0, 4)
    assert "is writing to" in err
    assert len(reasons(tmp_path)) == 1
