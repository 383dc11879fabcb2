"""docs/running-for-years.md, run as it stands from an empty home, with a replica for the site."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.demo import Replica, running
from newsarchive.errors import ArchiveLocked, SiteUnreachable, UnknownSite
from newsarchive.scheduling import interval
from tests.crawling.running import column
from tests.scheduling.reading import as_run_by_cron, shell

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/running-for-years.md").read_text("utf-8")
CRONTAB = 'if [ "$1" = -l ]; then cat "$HOME/crontab"; else cat > "$HOME/new" && mv "$HOME/new" "$HOME/crontab"; fi'
"""The one of this machine's user is left alone."""
SQLITE3 = "import sqlite3, sys; [print(*row) for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])]"
"""The program, on a machine without."""
NOTED = ("systemctl", "journalctl", "timedatectl", "sudo", "pip")
"""What needs root, a running systemd or the network: only noted."""


OTHER_JOB = "0 5 * * * /usr/bin/something-else"
CONTACT = "mailto:archives@example.org"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What running the page from top to bottom left behind."""

    home: Path
    out: str

    @property
    def copies(self) -> list[Path]:
        return sorted((self.home / "backups").iterdir())


def _program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def _programs(folder: Path, base_url: str) -> None:
    """The commands of the page, as far as they are not those of any system."""
    folder.mkdir()
    start = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m newsarchive "$@"'
    asks_the_replica = f'case "$1" in crawl|schedule) set -- "$@" --base-url {base_url} --delay 0;; esac'
    _program(folder, "newsarchive", f"{asks_the_replica}\n{start}")
    _program(folder, "python3", f'exec "{sys.executable}" "$@"')
    if not shutil.which("sqlite3"):
        _program(folder, "sqlite3", f"exec '{sys.executable}' -c '{SQLITE3}' \"$@\"")
    _program(folder, "crontab", CRONTAB)
    for name in NOTED:
        _program(folder, name, f'echo "{name} $*" >> "$HOME/noted"')


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """All blocks run, in a shell that ends at the first failure, while a transaction on the archive is open."""
    home = tmp_path_factory.mktemp("home")
    (home / "crontab").write_text(f"{OTHER_JOB}\n")
    with running(Replica(articles=90)) as base_url:
        _programs(home / "bin", base_url)
        first, *others = blocks("sh")
        _run(first, home)
        with closing(sqlite3.connect(home / "macommune/newsarchive.db", isolation_level=None)) as writing:
            writing.execute("BEGIN IMMEDIATE")
            writing.execute("DELETE FROM problems")
            writing.execute("UPDATE articles SET headline = 'half-way'")
            out = _run("".join(others), home)
        yield Server(home=home, out=out)


def _run(script: str, home: Path) -> str:
    environment = {"HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    command = ["/bin/sh", "-e", "-u", "-c", f"export NEWSARCHIVE_CONTACT={CONTACT}\n{script}"]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_backups_are_whole(server: Server) -> None:
    assert len(server.copies) == 2
    assert server.out.count("\nok\n") == 2
    for copy in server.copies:
        assert column(copy, "PRAGMA integrity_check") == ["ok"]
        assert column(copy, "SELECT count(*) FROM articles JOIN revisions ON revisions.article_id = articles.id") == [
            20
        ]
        assert column(copy, "SELECT count(*) FROM articles WHERE headline = 'half-way'") == [0]
        assert f"{copy}: 20 articles" in server.out or copy.name == "macommune-python"


def test_a_backup_is_not_written_over(server: Server) -> None:
    of_sqlite, of_python = (block for block in blocks("sh") if "VACUUM INTO" in block)
    for block in (of_sqlite, of_python):
        with pytest.raises(AssertionError, match="already exists"):
            _run(block, server.home)


def test_what_was_restored_goes_on_by_the_crontab(server: Server, tmp_path: Path) -> None:
    other, _comment, line, *verifying = (server.home / "crontab").read_text("utf-8").splitlines()
    assert other == OTHER_JOB
    assert CONTACT in line
    done = shell(as_run_by_cron(line), tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert column(server.home / "macommune", "SELECT count(*) > 20 FROM articles") == [1]
    assert [line.split()[:5] for line in verifying] == ["40 4 * * *".split(), "10 5 1 * *".split()]
    for line in verifying:
        done = shell(as_run_by_cron(line), tmp_path)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert column(server.home / "macommune.damaged", "SELECT count(*) FROM articles") == [20]


def test_the_units_are_where_systemd_looks(server: Server) -> None:
    names = sorted(path.name for path in (server.home / ".config/systemd/user").iterdir())
    assert [re.sub("[0-9a-f]{6}", "…", name) for name in names] == [
        "newsarchive-macommune-….service",
        "newsarchive-macommune-….timer",
    ]
    assert f"systemctl --user enable --now {names[1]}" in server.out
    assert server.out.count("cp ") == server.out.count("sudo cp units/") == 1, "those in place need no copying"
    noted = (server.home / "noted").read_text("utf-8")
    assert f"sudo cp units/{names[0]} units/{names[1]} /etc/systemd/system/" in noted


def test_logrotate_takes_the_snippet(tmp_path: Path) -> None:
    logrotate = shutil.which("logrotate", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not logrotate:
        pytest.skip("logrotate is not there: it is Debian's package of that name")
    (snippet,) = blocks("conf")
    (tmp_path / "macommune.log").write_text("12:00:00 WARNING …\n")
    (tmp_path / "newsarchive").write_text(snippet.replace("/var/log/newsarchive", str(tmp_path)))
    (tmp_path / "newsarchive").chmod(0o644)
    command = [logrotate, "--debug", "--state", str(tmp_path / "state"), str(tmp_path / "newsarchive")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"considering log {tmp_path}/macommune.log" in done.stdout + done.stderr
    assert "error" not in done.stderr.lower()


def test_every_exit_code_is_explained() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.M)}
    assert {0, 1, 3, *(error.exit_code for error in (UnknownSite, ArchiveLocked, SiteUnreachable))} == explained


def test_the_intervals_named_are_taken() -> None:
    sentence = PAGE[PAGE.index("`--every` takes") :].partition(". ")[0]
    named = re.findall(r"`(\d+[mhd])`", sentence)
    assert {"5m", "1h", "7d"} <= set(named)
    assert all(interval(text) for text in named)
