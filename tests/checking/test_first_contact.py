"""The worked example of docs/first-contact.md, run as it is printed, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from newsarchive.demo import Replica, running
from tests.crawling.running import ROOT, Run, run
from tests.proposal.test_new_site import copy_of_the_project

SERVE = "python -m newsarchive.demo --port 8765 &"


def blocks() -> Iterator[tuple[str, str]]:
    """(language, text) of each block of the example."""
    example = (ROOT / "docs/first-contact.md").read_text("utf-8").partition("## A worked example")[2]
    yield from re.findall(r"^```(\w+)\n(.*?)^```", example, re.M | re.S)


def with_our_python(folder: Path) -> dict[str, str]:
    """An environment in which `python` and `newsarchive` are those of the tests."""
    for name, command in (("python", '"$@"'), ("newsarchive", '-m newsarchive "$@"')):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {command}\n')
        (folder / name).chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}


def edit(path: Path, diff: str) -> None:
    """What somebody does at `$EDITOR`: the change the example shows, or a truth that was read and found right."""
    text = path.read_text("utf-8")
    before = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in " -")
    after = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in " +")
    old, new = (before, after) if path.suffix == ".py" else ('"reviewed": false', '"reviewed": true')
    assert text.count(old) == 1, f"{path.name} has {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")


BY_HAND = ("env", "-u", "CI", "-u", "BUILD_NUMBER")
"""Where these are set, pytest prints the end of its lines too, as nobody at a terminal sees them."""


def test_the_worked_example_runs_as_it_is_printed(tmp_path: Path) -> None:
    checkout = copy_of_the_project(tmp_path / "checkout")
    shutil.copytree(ROOT / "tests/fixtures/macommune", checkout / "tests/fixtures/macommune")
    (tmp_path / "bin").mkdir()
    environment = with_our_python(tmp_path / "bin")
    diff = next(text for language, text in blocks() if language == "diff")
    done: list[Run] = []
    with running(Replica()) as base_url:
        for language, text in blocks():
            for line in text.splitlines():
                if language == "sh" and line.startswith("$EDITOR "):
                    edit(checkout / line.partition(" ")[2], diff)
                elif language == "sh" and line != SERVE:
                    command = line.replace("http://127.0.0.1:8765", base_url)
                    done.append(run(*BY_HAND, "sh", "-c", command, cwd=checkout, env=environment))
                elif language == "text":
                    assert line in "".join(each.out for each in done[-1:]).splitlines(), (line, done[-1])
    assert [each.code for each in done] == [0, 0, 0, 0, 0, 0, 0, 1, 0], [each.err for each in done]
    assert (checkout / "report.html").exists()
    assert SERVE in (ROOT / "docs/first-contact.md").read_text("utf-8")
