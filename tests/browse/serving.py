"""`newsarchive browse` in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BROWSE = (sys.executable, "-m", "newsarchive", "browse")


@contextmanager
def served(archive: Path, *arguments: str) -> Iterator[str]:
    """Where the archive is served, without a slash at the end; the line is printed once connections are taken."""
    command = [*BROWSE, "--archive", str(archive), "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        try:
            assert said.startswith(f"The archive in {archive} is at http://127.0.0.1:"), said
            yield said.split(" is at ")[1].split()[0].rstrip("/")
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
