"""The real command, run in every manner a machine and its owner have; each run with what the site saw of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Literal, get_args

from bench.measure import ROOT
from bench.years.site import HeldReplica
from newsarchive.demo.exchange import LoggedRequest

Manner = Literal["whole", "killed", "stopped", "limited", "short of time", "twice at once"]
MANNERS: tuple[Manner, ...] = get_args(Manner)
_WAIT = 120.0
"""Seconds that a run of a small replica may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a run ended, and what the site saw of it."""

    manner: Manner
    code: int
    """Exit code; negative for the signal that ended it."""
    requests: tuple[LoggedRequest, ...]
    complaints: tuple[str, ...] = ()
    """What was wrong with the way it ended."""


class Crawler:
    """Crawls a replica into an archive folder."""

    def __init__(self, archive: Path, replica: HeldReplica, base_url: str, random: Random) -> None:
        self._command = [sys.executable, "-m", "newsarchive", "crawl", "macommune", "--quiet", "--delay", "0"]
        self._command += ["--archive", str(archive), "--base-url", base_url]
        self._host = base_url.removeprefix("http://")
        self._said = archive.parent / "said.txt"
        self._replica, self._random = replica, random
        self._usual = 50
        """Requests of a whole run, about."""

    def run(self, manner: Manner, *, good: frozenset[int]) -> Run:
        """A run; an end with an exit code that is not `good`, or with a traceback, is complained of."""
        self._replica.take_log()
        self._said.write_bytes(b"")
        code, complaints = self._in_a_manner(manner)
        said = self._said.read_text("utf-8", "replace")
        if "Traceback" in said:
            complaints.append(f"a crawl ({manner}) printed a traceback: {said[-2000:]}")
        requests = self._seen()
        if manner == "whole" and code in (0, 3):
            self._usual = len(requests)
        ends = good | ({-signal.SIGKILL} if manner == "killed" else set())
        if code not in ends:
            complaints.append(f"a crawl ({manner}) ended with exit code {code}")
        return Run(manner=manner, code=code, requests=requests, complaints=tuple(complaints))

    def _seen(self) -> tuple[LoggedRequest, ...]:
        """What the site saw of the run, what was on its way when it was killed included: that is read before ours."""
        connection = HTTPConnection(self._host, timeout=_WAIT)
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
        connection.close()
        return tuple(self._replica.take_log()[:-1])

    def _in_a_manner(self, manner: Manner) -> tuple[int, list[str]]:
        match manner:
            case "killed":
                return self._signalled(signal.SIGKILL, self._random.randint(1, self._usual))
            case "stopped":
                return self._signalled(signal.SIGTERM, self._random.randint(1, self._usual))
            case "limited":
                return self._finished("--limit", str(self._random.randint(1, 12)))
            case "short of time":
                return self._finished("--max-time", "1")
            case "twice at once":
                return self._twice()
            case "whole":
                return self._finished()

    def _finished(self, *options: str) -> tuple[int, list[str]]:
        return self._started(*options).wait(_WAIT), []

    def _signalled(self, number: signal.Signals, requests: int) -> tuple[int, list[str]]:
        """Ends the run with a signal after so many requests, where there are so many."""
        crawl = self._started()
        self._replica.wait_for(requests, crawl)
        crawl.send_signal(number)
        return crawl.wait(_WAIT), []

    def _twice(self) -> tuple[int, list[str]]:
        """A second crawl of the same archive while the first one waits for an answer."""
        with self._replica.held() as somebody_waits:
            first = self._started()
            while not somebody_waits.wait(0.5) and first.poll() is None:
                pass
            second = self._finished()[0] if first.poll() is None else 4
        wrong = f"a second crawl beside another one ended with exit code {second} instead of 4"
        return first.wait(_WAIT), [wrong] if second != 4 else []

    def _started(self, *options: str) -> subprocess.Popen[bytes]:
        with self._said.open("ab") as said:
            return subprocess.Popen([*self._command, *options], cwd=ROOT, stdout=said, stderr=said)
