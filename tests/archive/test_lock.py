"""One crawl at a time, told by the operating system."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsarchive.archive import archive_lock
from newsarchive.errors import ArchiveLocked, ArchiveUnwritable

HOLD = """
import sys
from pathlib import Path
from newsarchive.archive.lock import archive_lock
with archive_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


LEAVE_A_CHILD = """
import subprocess, sys, time
from pathlib import Path
from newsarchive.archive.lock import archive_lock
with archive_lock(Path(sys.argv[1])):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], close_fds=False)
    print(child.pid, flush=True)
    child.wait()
"""


@contextmanager
def held_elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_crawl_is_told_who_holds_the_archive(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as holder:
        pattern = rf"\(pid {holder.pid} since \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00\) is writing to .*: wait"
        with pytest.raises(ArchiveLocked, match=pattern), archive_lock(tmp_path):
            pass


def test_the_lock_of_a_killed_process_is_no_lock(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as holder:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with archive_lock(tmp_path):
            assert f"pid {os.getpid()} since" in (tmp_path / "lock").read_text()


def test_a_child_of_a_killed_process_does_not_hold_its_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEAVE_A_CHILD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        child = int(holder.stdout.readline())
        holder.kill()
        holder.wait()
        try:
            os.kill(child, 0)
            with archive_lock(tmp_path):
                pass
        finally:
            os.kill(child, signal.SIGKILL)


def test_the_site_that_is_crawled_is_told_too(tmp_path: Path) -> None:
    told = rf"\(macommune, pid {os.getpid()} since "
    with archive_lock(tmp_path, "macommune"), pytest.raises(ArchiveLocked, match=told), archive_lock(tmp_path):
        pass


def test_a_lock_can_be_taken_again_after_it_was_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with archive_lock(tmp_path / "new"):
            assert (tmp_path / "new" / "lock").read_text().count("pid") == 1


def test_within_one_process_too(tmp_path: Path) -> None:
    with archive_lock(tmp_path), pytest.raises(ArchiveLocked), archive_lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveUnwritable, match="choose another"), archive_lock(tmp_path / "file" / "archive"):
        pass
