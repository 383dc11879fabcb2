"""The replay tools of other people, in a virtual environment apart (`tests/replay-tools.txt`)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("NEWSARCHIVE_REPLAY_TOOLS", ROOT / ".venv-replay")) / "bin"


def require_tools() -> None:
    """Skip where the tools are missing; on a build server, which has them made, fail."""
    if (FOLDER / "wayback").exists():
        return
    reason = f"no replay tools in {FOLDER}: `make test` installs them, NEWSARCHIVE_REPLAY_TOOLS names another place"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What one of them says of some files."""
    command = [FOLDER / name, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
