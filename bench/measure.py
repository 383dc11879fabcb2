"""Measuring side by side: rounds that alternate, medians, CPU time of this process or of a child."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: ours, what it is held against, and whether that is good enough."""

    question: str
    unit: str
    ours: float
    against: str
    theirs: float
    ratio: float
    target: str
    met: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A question that could not be asked on this machine, and why."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A finished table of scores, in Markdown."""

    question: str
    text: str
    target: str
    met: bool
    note: str = ""


Answer = Measure | Skipped | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Medians over the rounds: each side, and ours / theirs within a round."""

    ours: float
    theirs: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What a command printed, and its CPU time (user and system, seconds), that of its children included."""

    stdout: str
    cpu: float
    peak: float
    """Most memory it held at a time, in MB (2**20 bytes)."""


def side_by_side(ours: Callable[[int], float], theirs: Callable[[int], float], rounds: int) -> Pair:
    """Ask both in turn, `rounds` times; each is given the number of the round and returns what it cost."""
    pairs = [(ours(number), theirs(number)) for number in range(rounds)]
    return Pair(
        ours=statistics.median(mine for mine, _ in pairs),
        theirs=statistics.median(other for _, other in pairs),
        ratio=statistics.median(mine / other for mine, other in pairs),
    )


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU milliseconds of this process that a call takes."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def run_child(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> Child:
    """Run a command from the project's folder; RuntimeError with its last words where it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        arguments = [str(part) for part in command]
        process = subprocess.Popen(arguments, stdout=out, stderr=err, cwd=ROOT, env={**os.environ, **(env or {})})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(arguments)} exited with {process.returncode}: {err.read()[-2000:]}")
        return Child(stdout=out.read(), cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss / 1024)
