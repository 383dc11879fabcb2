"""What a crawl shows of itself: on a terminal, and in a log."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections import Counter
from pathlib import Path
from time import monotonic

from newsarchive.crawling.display import figures_of
from newsarchive.intake.tally import Tally
from newsarchive.items import ChangeKind
from tests.crawling.running import COMMAND, SITE, article, crawl, scripted


def test_figures_tell_new_from_changed() -> None:
    changes = Counter({ChangeKind.FIRST: 3, ChangeKind.UPDATE: 2, ChangeKind.RESTAMP: 1, ChangeKind.UNCHANGED: 4})
    figures = figures_of(Tally(found=20, changes=changes, gone=1, failed=2), started=monotonic() - 60)
    assert {name: int(figures[name]) for name in ("found", "fetched", "new", "changed", "gone", "failed")} == {
        "found": 20,
        "fetched": 10,
        "new": 3,
        "changed": 3,
        "gone": 1,
        "failed": 2,
    }
    assert figures["per minute"] == "10"


def test_a_terminal_gets_a_live_display_and_the_summary(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with scripted({"/": b"<a href='/une/'>x</a>", "/une/": article("Une")}) as (url, _):
        command = [*COMMAND, "--archive", str(tmp_path), "--base-url", url, "--delay", "0"]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment)
        os.close(theirs)
        drawn = b"".join(iter(lambda: _read(ours), b"")).decode()
        out, _ = process.communicate(timeout=60)
    os.close(ours)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", drawn)
    assert process.returncode == 0, drawn
    assert re.search(r"macommune +found \d+ +fetched \d+ +new \d+ +changed \d+", plain)
    assert "INFO" not in plain
    assert out.startswith("macommune: 1 new.")


def _read(descriptor: int) -> bytes:
    """What a terminal was sent; nothing once its other side is closed."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


def test_elsewhere_a_line_says_what_became_of_each_article(tmp_path: Path) -> None:
    with scripted({"/": b"<a href='/une/'>x</a>", "/une/": article("Une")}) as (url, _):
        first, second = crawl(tmp_path, url), crawl(tmp_path, url, "--full")
    assert [line.partition(" INFO ")[2] for line in first.err.splitlines()] == [f"first {SITE}/une/"]
    assert second.err == ""
    assert second.out.startswith("macommune: 1 unchanged.")
