"""`newsarchive schedule`: what it prints archives, started from nowhere."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.archive.lock import archive_lock
from newsarchive.cli.crawl import LONGEST_CRAWL, _is_under_way
from newsarchive.cli.main import main
from newsarchive.cli.schedule import FLAGS, HANDED_ON
from newsarchive.demo import Replica, running
from newsarchive.errors import ArchiveLocked
from tests.crawling.running import Run, column, run
from tests.scheduling.reading import argv, as_run_by_cron, settings, shell, words

CONTACT = "mailto:l'équipe@example.org?subject=100%"
FOLDER = "l'été à 100 % de $HOME"


def schedule(*arguments: str | Path, contact: str = CONTACT) -> Run:
    command = (sys.executable, "-m", "newsarchive", "schedule", *map(str, arguments))
    return run(*command, env={"NEWSARCHIVE_CONTACT": contact})


@pytest.fixture(scope="module")
def mirror() -> Iterator[str]:
    """Base URL of a site to archive."""
    with running(Replica(articles=90)) as base_url:
        yield base_url


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A working folder whose files are not to be imported."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("newsarchive", "spiders", "pipelines", "random"):
        (folder / f"{name}.py").write_text("raise SystemExit('this is not the module you are looking for')")
    return folder


def test_the_line_for_cron_archives(mirror: str, elsewhere: Path, tmp_path: Path) -> None:
    archive = tmp_path / FOLDER
    printed = schedule(
        "macommune", "--archive", archive, "--base-url", mirror, "--delay", "0", "--limit", "5", "--as", "cron"
    )
    assert (printed.code, printed.err) == (0, "")
    comment, line = printed.out.splitlines()
    assert comment.startswith("#")
    done = shell(as_run_by_cron(line), elsewhere)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert column(archive, "SELECT count(*) FROM articles") == [5]
    assert column(archive, "SELECT finish_reason FROM crawls") == ["finished"]


@pytest.mark.parametrize("manager", ["--user", "--system"])
def test_the_unit_archives(manager: str, mirror: str, elsewhere: Path, tmp_path: Path) -> None:
    archive, into = tmp_path / FOLDER, tmp_path / "units" / "user"
    archive.mkdir()
    options = ("--archive", archive, "--base-url", mirror, "--delay", "0", "--limit", "3")
    printed = schedule("macommune", *options, manager, "--as", "systemd", "--into", into)
    assert (printed.code, printed.err) == (0, "")
    unit, timer = sorted(into.iterdir())
    assert (unit.suffix, timer.suffix, unit.stem) == (".service", ".timer", timer.stem)
    assert f"enable --now {timer.name}" in printed.out
    assert f"cp {into}/{unit.name} {into}/{timer.name} " in printed.out
    found = settings(unit.read_text("utf-8"), "Service")
    variables = [word for value in found["Environment"] for word in words(value)]
    assert f"NEWSARCHIVE_CONTACT={CONTACT}" in variables
    done = shell(shlex.join(["/usr/bin/env", *variables, *argv(found["ExecStart"][0])]), elsewhere)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert column(archive, "SELECT count(*) FROM articles") == [3]


def test_both_are_printed_with_where_to_put_them(tmp_path: Path) -> None:
    printed = schedule("macommune", "--archive", tmp_path / "a")
    assert printed.code == 0
    for told in (
        "crontab -e",
        "~/.config/systemd/user/newsarchive-macommune-",
        "enable-linger",
        "[Timer]",
        "[Service]",
    ):
        assert told in printed.out
    assert not (tmp_path / "a").exists()
    printed = schedule("macommune", "--archive", tmp_path / "a", "--system")
    assert "/etc/systemd/system/newsarchive-macommune-" in printed.out
    assert f"Make {tmp_path / 'a'}" in printed.err


def test_options_are_handed_on_and_no_others(tmp_path: Path) -> None:
    given = {"--max-time": "50m", "--delay": "0.5", "--limit": "7", "--base-url": "http://127.0.0.1:1", "--every": "1d"}
    given |= {"--alert-command": "mail -s '50% off' ann", "--alert-url": "http://127.0.0.1:2/a?b=%20"}
    options = [word for pair in given.items() for word in pair]
    printed = schedule("macommune", "--archive", tmp_path, "--as", "cron", *FLAGS, *options)
    assert printed.code == 0, printed.err
    started = shlex.split(as_run_by_cron(printed.out.splitlines()[1]))
    handed = started[started.index("--archive") + 2 :]
    assert handed == [word for option in HANDED_ON for word in (option, given[option])] + [*FLAGS, "--quiet"]


def test_without_a_contact_it_says_so(tmp_path: Path) -> None:
    printed = schedule("macommune", "--archive", tmp_path, "--as", "cron", contact="")
    assert printed.code == 0
    assert "NEWSARCHIVE_CONTACT" in printed.err
    assert "NEWSARCHIVE_CONTACT" not in printed.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nosuchsite"], "the known ones are"),
        (["generic"], "the known ones are"),
        (["macommune", "--every", "90m"], "fits the clock"),
        (["macommune", "--every", "soon"], "fits the clock"),
        (["macommune", "--into", "units"], "add --as systemd"),
        (["macommune", "--as", "cron", "--system"], "are for systemd"),
        (["macommune", "--archive", "two\nlines"], "rename it"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("wrong", [["--delay", "soon"], ["--limit", "0"], ["--base-url", "site"], ["--as", "at"]])
def test_what_crawl_would_refuse_is_refused_at_once(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["schedule", "macommune", *wrong])
    assert end.value.code == 2
    assert wrong[0] in capsys.readouterr().err


def test_a_file_is_no_archive_and_no_place_for_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["schedule", "macommune", "--archive", str(file)]) == 1
    assert "is a file" in capsys.readouterr().err
    assert main(["schedule", "macommune", "--as", "systemd", "--into", str(file)]) == 1
    assert "choose another --into" in capsys.readouterr().err


def test_a_crawl_under_way_is_no_news_for_a_day(mirror: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    printed = schedule("macommune", "--archive", archive, "--base-url", mirror, "--as", "cron")
    command = as_run_by_cron(printed.out.splitlines()[1])
    with archive_lock(archive):
        done = shell(command, tmp_path)
        assert (done.code, done.out, done.err) == (4, "", "")
        began = (datetime.now(UTC) - timedelta(seconds=LONGEST_CRAWL + 60)).timestamp()
        os.utime(archive / "lock", (began, began))
        done = shell(command, tmp_path)
        assert (done.code, done.out) == (4, "")
        assert "Another crawl" in done.err
        assert len(done.err.splitlines()) == 1


def test_a_database_that_is_locked_is_always_news(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    assert not _is_under_way(ArchiveLocked("newsarchive.db stayed locked"), tmp_path)
