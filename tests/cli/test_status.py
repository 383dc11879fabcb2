"""`newsarchive status`: what it prints, to whom, and what it says where there is nothing."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.cli.main import main
from tests.archive.making import NOON, archived, article, begin


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Archive(tmp_path / "archive") as archive:
        crawl_id = begin(archive)
        archived(archive, crawl_id, article())
        archive.finish_crawl(crawl_id, reason="finished", requests=1, responses=1, size=5, at=NOON)
    return tmp_path / "archive"


def test_plain_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--archive", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{folder}: 1 article in 1 version, 1 capture, published 2013-03-12 to 2013-03-12"
    run = lines[lines.index("Last runs") + 2].split()
    assert run == ["02-06", "12:00", "macommune", "finished", *"1 1 0 0 0 0 0".split()]
    assert lines[lines.index("Articles by section") + 2].split() == ["Politique", "1"]
    assert not any("\x1b" in line for line in lines)


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--archive", str(folder), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["tables"]["articles"] == 1
    assert said["crawls"][0]["finish_reason"] == "finished"
    assert said["years"] == {"2013": 1}


def test_tables_on_a_terminal(folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "newsarchive.cli.main", "status", "--archive", str(folder)]
    program = f"import sys; from newsarchive.cli.main import main; sys.exit(main({command[3:]!r}))"
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen([sys.executable, "-c", program], stdout=theirs, env=environment) as process:
        os.close(theirs)
        shown = read_all(ours)
    assert process.returncode == 0
    assert "\x1b[1m" in shown
    assert "Politique" in shown
    assert "─" in shown


def test_where_there_is_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--archive", str(tmp_path / "absent")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "There is no archive in" in said.err
    assert list(tmp_path.iterdir()) == []


def read_all(terminal: int) -> str:
    """Everything written to a pseudo-terminal until its other end is closed, which Linux reports as an error."""
    read = b""
    try:
        while chunk := os.read(terminal, 4096):
            read += chunk
    except OSError:
        pass
    os.close(terminal)
    return read.decode("utf-8")
