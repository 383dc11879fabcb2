"""How cron and systemd read what was written for them, down to the words a program is started with."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.crawling.running import Run

DEBIAN, CRONIE = "%\\", "%"
"""What a backslash is taken off by either cron (do_command.c of both)."""


def as_run_by_cron(line: str, cron: str = DEBIAN) -> str:
    """The text cron gives to the shell for a line of a crontab; fails where a part would become standard input."""
    command = line.rstrip("\n").split(None, 5)[5]
    given, escaped = "", False
    for character in command:
        assert escaped or character != "%", f"cron ends the command at {given}"
        given = given[:-1] + character if escaped and character in cron else given + character
        escaped = not escaped and character == "\\"
    return given


def shell(command: str, cwd: Path) -> Run:
    """A command run as cron runs it, with less around it than cron leaves."""
    done = subprocess.run(
        ["/usr/bin/env", "-i", "HOME=/nonexistent", "/bin/sh", "-c", command],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Run(code=done.returncode, out=done.stdout, err=done.stderr)


def settings(unit: str, section: str) -> dict[str, list[str]]:
    """Values of a section of a unit by their name, as written."""
    body = re.split(r"^\[(\w+)\]\n", unit, flags=re.M)
    found: dict[str, list[str]] = {}
    for line in body[body.index(section) + 1].splitlines():
        name, _, value = line.partition("=")
        found.setdefault(name, []).append(value)
    return found


def argv(exec_start: str) -> list[str]:
    """The words of `ExecStart=`, which systemd reads as systemd.service(5), "Command lines", says."""
    first, *others = words(exec_start)
    assert first.startswith(":"), "without that, $ is special"
    assert not re.search(r"""['"\\]""", first), "systemd refuses such an executable"
    return [first[1:], *others]


def words(value: str) -> list[str]:
    """Words of a setting: unquoted (extract_first_word in systemd's extract-word.c), then `%` expanded."""
    found: list[str] = []
    position = 0
    while position < len(value):
        word, position = _word(value, position)
        assert not re.sub("%%", "", word).count("%"), f"{word} holds a specifier"
        found.append(word.replace("%%", "%"))
        while position < len(value) and value[position] in " \t":
            position += 1
    return found


def _word(value: str, position: int) -> tuple[str, int]:
    word, quote = "", ""
    while position < len(value) and (quote or value[position] not in " \t"):
        character = value[position]
        if character == "\\":
            position += 1
            assert value[position] in "\\\"'", f"\\{value[position]} means something else in ExecStart="
            word += value[position]
        elif character == quote:
            quote = ""
        elif not quote and character in "\"'":
            quote = character
        else:
            word += character
        position += 1
    assert not quote, "an open quote"
    return word, position
