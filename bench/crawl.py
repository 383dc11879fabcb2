"""What archiving costs on top of fetching: a whole crawl of the replica, and a bare Scrapy fetch of the same pages."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.measure import ROOT, Measure, run_child, side_by_side


@contextmanager
def served(articles: int, weight: int = 0) -> Iterator[str]:
    """Base URL of a replica in a process of its own, whose time is nobody's; its pages weigh `weight` bytes or more."""
    command = [sys.executable, "-m", "bench.serve", str(articles), str(weight)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


def measure(folder: Path, rounds: int = 3, articles: int = 130) -> Measure:
    """CPU milliseconds per response, start-up of Python and imports apart on both sides; archives go into `folder`."""
    addresses = folder / "addresses"
    with served(articles) as base_url:

        def ours(number: int) -> float:
            archive = folder / f"archive-{number}"
            spent = cost("ours", base_url, archive)
            addresses.write_text("\n".join(fetched(archive)), "utf-8")
            return spent

        pair = side_by_side(ours, lambda _: cost("bare", addresses), rounds)
        pages = len(addresses.read_text("utf-8").split())
    return Measure(
        question="Whole crawl of the replica",
        unit="CPU ms/page",
        ours=pair.ours,
        against="a bare Scrapy fetch of the same pages",
        theirs=pair.theirs,
        ratio=pair.ratio,
        target="at most 2.5 times",
        met=pair.ratio <= 2.5,
        note=f"{pages} requests each, same reactor and concurrency, no delay; start-up not counted.",
    )


def fetched(archive: Path) -> list[str]:
    """Every address a crawl asked for, as often as it did."""
    with closing(sqlite3.connect(archive / "newsarchive.db")) as database:
        return [url for (url,) in database.execute("select url from captures order by id")]


def cost(*arguments: str | Path) -> float:
    """CPU milliseconds per response of one crawl, as `bench.fetch` is given it."""
    printed = run_child([sys.executable, "-m", "bench.fetch", *arguments]).stdout
    meter = json.loads(printed.splitlines()[-1])
    return 1000 * float(meter["cpu"]) / int(meter["responses"])
