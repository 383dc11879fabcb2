"""Our browser and stock Datasette, each in a process of its own, over the same file."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final, TextIO

from bench.measure import ROOT
from newsarchive.archive.database import FILE_NAME

_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:(\d+)")


@contextmanager
def ours(folder: Path) -> Iterator[HTTPConnection]:
    """A connection to `newsarchive browse` over an archive."""
    with _served(["newsarchive", "browse", "--archive", str(folder), "--port", "0"]) as connection:
        yield connection


@contextmanager
def stock(folder: Path) -> Iterator[HTTPConnection]:
    """A connection to Datasette as it comes over the archive's database."""
    with _served(["datasette", "serve", str(folder / FILE_NAME), "--port", "0"]) as connection:
        yield connection


def ask(connection: HTTPConnection, path: str) -> tuple[int, float]:
    """Status of the answer, and milliseconds from connecting until all of it was here."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Connection": "close"})
    answer = connection.getresponse()
    answer.read()
    taken = 1000 * (time.perf_counter() - start)
    connection.close()
    return answer.status, taken


@contextmanager
def _served(command: Sequence[str]) -> Iterator[HTTPConnection]:
    """What a server says goes to a file: nobody reads it, and a pipe that nobody reads would stop it when full."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen([sys.executable, "-m", *command], stdout=said, stderr=said, cwd=ROOT)
        try:
            yield HTTPConnection("127.0.0.1", _port(process, said), timeout=60)
        finally:
            process.terminate()
            process.wait()


def _port(process: subprocess.Popen[bytes], said: TextIO) -> int:
    """The port of the address that a server tells once it takes connections; RuntimeError where it ends instead."""
    while True:
        said.seek(0)
        text = said.read()
        if found := _ADDRESS.search(text):
            return int(found[1])
        if process.poll() is not None:
            raise RuntimeError(f"A server ended before it served anything: {text[-2000:]}")
        time.sleep(0.05)
