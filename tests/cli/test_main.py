"""The command line: what it lists, how it ends, what it costs to start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive import __version__
from newsarchive.cli import demo, to_type
from newsarchive.cli.crawl import described
from newsarchive.cli.main import main
from newsarchive.errors import ArchiveUnusable


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.partition("COMMAND\n")[2].splitlines()}
    modules = {path.stem for path in Path(demo.__file__).parent.glob("[!_]*.py")} - {"main"}
    assert {"crawl", "demo", "status", "explain", "browse"} <= modules
    assert {name.replace("_", "-") for name in modules} <= listed


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"newsarchive {__version__}\n"


def test_an_unknown_site_is_a_usage_error_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsarchive", "crawl", "nosuchsite", "--archive", str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "macommune" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "wrong", [["--limit", "0"], ["--delay", "-1"], ["--delay", "soon"], ["--since", "2026-02-31"], ["--frobnicate"]]
)
def test_wrong_options_are_usage_errors(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["crawl", "macommune", *wrong])
    assert end.value.code == 2
    assert wrong[0] in capsys.readouterr().err


def test_an_archive_that_is_none_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--archive", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("newsarchive: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["status", "browse", "crawl macommune", "schedule macommune"])
def test_an_archive_without_a_name_is_refused(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*command.split(), "--archive", ""])
    assert end.value.code == 2
    assert "is a variable empty?" in capsys.readouterr().err


def test_counts_are_said_in_words() -> None:
    none = dict.fromkeys(("first", "update", "silent-edit", "restamp", "backdated", "reversion", "unchanged"), 0)
    none |= {"gone": 0, "redirected": 0, "failed": 0}
    assert described(none) == "nothing new"
    assert described({**none, "first": 3, "silent-edit": 1}) == "3 new, 1 silently edited"
    assert described({**none, "first": 3, "redirected": 1}) == "3 new, 1 moved"


def test_the_demo_finds_what_the_replica_says(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    command = [sys.executable, "-m", "newsarchive", "demo", "--archive", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "100"})
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert len(rows) >= 7
    assert all(row[-1] == row[-2] for row in rows)
    assert done.stdout.splitlines()[-1].endswith(f"newsarchive browse --archive {folder}")


def test_the_demo_leaves_other_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ArchiveUnusable, match="in use"):
        demo._fresh(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_commands_are_printed_as_they_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "newsarchive"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", "/usr/bin")
    assert to_type("browse", "--archive", Path("my archive")) == "bin/newsarchive browse --archive 'my archive'"
    monkeypatch.setenv("PATH", str(program.parent))
    assert to_type("browse") == "newsarchive browse"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--base-url", "127.0.0.1:8765"], "begin it with http:// or https://"),
        (["--base-url", "ftp://127.0.0.1/"], "begin it with http:// or https://"),
        (["--since", "hier"], "write 2026-01-31 or 31/01/2026"),
        (["--limit", "abc"], "give one from 1 up"),
        (["--limit", "0"], "give one from 1 up"),
        (["--delay", "-1"], "is no delay"),
        (["--delay", "nan"], "is no delay"),
    ],
)
def test_wrong_options_are_told_in_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["crawl", "macommune", "--archive", str(tmp_path / "a"), *words])
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
