"""What it costs to ask the command line for help, which every cron line and shell completion pays."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.measure import Measure, run_child, side_by_side

LIMIT = 0.3
COMMAND = Path(sys.executable).parent / "newsarchive"


def measure(rounds: int = 3) -> Measure:
    """CPU seconds of `newsarchive --help`, beside those of loading what it must not load."""
    pair = side_by_side(
        lambda _: run_child([COMMAND, "--help"]).cpu,
        lambda _: run_child([sys.executable, "-c", "import scrapy.crawler, dateparser"]).cpu,
        rounds,
    )
    return Measure(
        question="newsarchive --help",
        unit="CPU s",
        ours=pair.ours,
        against="importing Scrapy and dateparser",
        theirs=pair.theirs,
        ratio=pair.ratio,
        target=f"at most {LIMIT} s",
        met=pair.ours <= LIMIT,
    )
