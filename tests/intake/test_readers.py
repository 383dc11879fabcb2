"""Processes that read pages end with the one that writes, and are missed where they end before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from multiprocessing import active_children

import pytest

from newsarchive.errors import ReaderEnded
from newsarchive.intake.readers import readers
from newsarchive.items import Page
from tests.reextraction.simulated import START, story

URL = "https://www.macommune.info/un-titre/"
PAGE = Page(
    url=URL, final_url=URL, fetched_at=START, status=200, headers={}, body=story("Un titre", "A."), site="macommune"
)
WRITER = """
import os, signal
from tests.intake.test_readers import PAGE
from newsarchive.intake.readers import readers

if __name__ == "__main__":
    with readers(2) as begin:
        begin([PAGE])[0]()
        os.kill(os.getpid(), signal.SIGKILL)
"""


def read_without_processes() -> None:
    """Pages are given to processes that are ended meanwhile."""
    with readers(2) as begin:
        begin([PAGE])[0]()
        for process in active_children():
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
        for _ in range(9):
            begin([PAGE])[0]()


def test_one_that_is_killed_is_told_in_a_sentence() -> None:
    with pytest.raises(ReaderEnded, match="run again, with fewer --workers"):
        read_without_processes()


def test_none_is_left_where_the_writer_is_killed() -> None:
    writer = subprocess.run([sys.executable, "-c", WRITER], capture_output=True, timeout=60, check=False)
    assert writer.returncode == -signal.SIGKILL
