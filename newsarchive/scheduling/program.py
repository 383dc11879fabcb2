"""How newsarchive is started from nowhere: without PATH, working directory or variables to rely on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
"""The folder that the newsarchive running now is imported from."""


def program() -> tuple[str, ...]:
    """The interpreter that runs now, speaking UTF-8 in any locale and importing nothing from where it is started."""
    return (sys.executable, "-P", "-X", "utf8", "-m", "newsarchive")


def environment() -> dict[str, str]:
    """What it takes to import the newsarchive that runs now: nothing where it is installed, else its folder."""
    probe = "import newsarchive, sys; sys.stdout.write(newsarchive.__path__[0])"
    command = [sys.executable, "-P", "-X", "utf8", "-c", probe]
    found = subprocess.run(command, env={}, cwd="/", capture_output=True, encoding="utf-8", check=False).stdout
    return {} if found == str(_ROOT / "newsarchive") else {"PYTHONPATH": str(_ROOT)}
