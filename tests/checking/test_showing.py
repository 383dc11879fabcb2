"""How a first contact looks: plain lines in a pipe, tables on a terminal, one object for machines."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path
from typing import Unpack

import pytest

from newsarchive.cli.main import main
from tests.checking.sites import DATED, Changes, whole
from tests.cli.test_status import read_all
from tests.crawling.running import scripted

ROOT = Path(__file__).parents[2]
DISPUTED = '<meta property="article:published_time" content="2013-03-14T09:00:00+01:00">'


def said_of(capsys: pytest.CaptureFixture[str], *arguments: str, **changes: Unpack[Changes]) -> tuple[int, str]:
    with scripted(whole(**changes)) as (base_url, _):
        code = main(["check", "macommune", "--base-url", base_url, "--delay", "0", *arguments])
        return code, capsys.readouterr().out.replace(base_url, "BASE")


def test_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = said_of(capsys, head=DISPUTED)
    assert code == 0
    lines = said.splitlines()
    assert not [line for line in lines if "\x1b" in line or line != line.rstrip()]
    assert lines[0] == "First contact with macommune at BASE/"
    assert "  listing     200     2      1                     /actualite/economie/" in lines
    assert "  feed        200     2      2         2013-03-20  /feed/" in lines
    assert "Article 1: newest, by the feed" in lines
    rows = [re.split(r"  +", line.strip()) for line in lines]
    assert ["date_published", "published line", "2013-03-12 17:32+01:00 «12/03/2013 - 17:32»"] in rows
    assert ["≠ meta article:published_time", "2013-03-14T09:00:00+01:00"] in rows
    assert [line for line in lines if "DatesDisagree" in line]
    assert lines[-2] == "macommune is read well: 3 articles with headline, date and text. It can be crawled."
    assert lines[-1].endswith("Nothing was kept: --save DIR keeps the pages to look at and to test with.")


def test_what_is_missing_stands_out_and_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = said_of(capsys, dates="")
    assert code == 3
    assert re.search(r"^  date_published +MISSING$", said, re.M)
    todo = said[said.index("What to do") :].splitlines()
    assert todo[1].startswith("  date_published: missing on 3 of 3")
    assert "newsarchive explain BASE/un-pont-rouvre/ --html report.html" in todo[2]
    assert todo[-2] == "macommune is read with gaps: date_published, date_modified. 3 articles were read."


@pytest.mark.parametrize("columns", [80, 120])
def test_tables_on_a_terminal(columns: int) -> None:
    own, other = pty.openpty()
    termios.tcsetwinsize(other, (40, columns))
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    with scripted(whole(dates="")) as (base_url, _):
        command = [sys.executable, "-m", "newsarchive", "check", "macommune", "--base-url", base_url, "--delay", "0"]
        run = subprocess.Popen(
            command, cwd=ROOT, stdout=other, stderr=other, env={**environment, "TERM": "xterm-256color"}
        )
        os.close(other)
        printed = read_all(own)
    assert run.wait() == 3
    assert "\x1b[1;31mMISSING" in printed
    asked, _, printed = printed.rpartition("\r\x1b[K")
    assert f"9 of 12 {base_url}/une-ecole-ferme/"[: columns - 1] in asked, "people who wait see what for"
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip() for line in printed.splitlines()]
    assert max(map(len, lines)) <= columns
    assert not [line for line in lines if "…" in line], "columns are not cut"
    assert "/actualite/economie/" in printed


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = said_of(capsys, "--json", dates=DATED + "<p>© 2013</p>")
    assert said.count("\n") == 1
    found = json.loads(said)
    assert code == found["exit_code"] == 0
    assert [request["status"] for request in found["requests"]] == [404, *[200] * 11]
    assert [index["kind"] for index in found["indexes"]] == [
        "front page", "feed", "sitemap", "listing", "page 2", *["feed"] * 3,
    ]  # fmt: skip
    assert found["articles"][0]["fields"]["headline"] == {
        "name": "headline",
        "value": "Un pont rouvre",
        "rule": "h1",
        "raw": None,
        "disagree": [],
        "problems": [],
    }


def test_a_page_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "<p>Publié le 12/03/2013 - 17:32&#155;2J [bold]x[/bold] &#27;[31m</p><p>&#27;[31mRouge</p>"
    _, said = said_of(capsys, dates=hostile)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)
