"""What large archives ask of a crawl: `make bench-large`, some ten minutes.

- A crawl of a site where nothing has changed: how much of the first crawl it downloads again.
- Memory: whether a crawl of ten times the pages needs more of it.
- A sitemap of half a million addresses: whether it is read in bounded memory.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from bench import report
from bench.measure import ROOT, Child, Measure, run_child

_ARTICLES = {"unchanged": 2_000, "small": 2_000, "large": 20_000, "sitemap": 500_000}


class Traffic(NamedTuple):
    """What the replica sent in one crawl."""

    bodies: int
    """Responses with a whole body."""
    articles: int
    """Those of them that are articles."""
    size: int
    """Bytes of all bodies, as sent."""
    requests: int


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Base URL of a replica in a process of its own, with its door open."""
    command = [sys.executable, "-m", "newsarchive.demo", "--port", "0", "--control", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield next(word for word in line.split() if word.startswith("http")).rstrip("/")
        finally:
            process.terminate()


def unchanged(folder: Path, articles: int) -> list[Measure]:
    """The crawl after a finished one, as it comes, and one of everything, beside the first."""
    with served("--articles", str(articles)) as base_url:
        archive = folder / "unchanged"
        first, _ = _crawled(archive, base_url)
        names = {"soon after": (), "of everything (--full)": ("--full",)}
        again = {name: _crawled(archive, base_url, *options)[0] for name, options in names.items()}
    return [
        Measure(
            question=f"Crawl of {articles} unchanged articles, {name}",
            unit="bytes of bodies",
            ours=traffic.size,
            against=f"the first crawl, {first.requests} requests",
            theirs=first.size,
            ratio=traffic.size / first.size,
            target="at most 2 %, and 1 % of articles whole",
            met=traffic.size <= 0.02 * first.size and traffic.articles <= 0.01 * articles,
            note=f"{traffic.requests} requests, {traffic.bodies} whole bodies, {traffic.articles} of them of articles.",
        )
        for name, traffic in again.items()
    ]


def memory(folder: Path, small: int, large: int) -> Measure:
    """Peak memory of a first crawl, beside that of one of a smaller site."""
    peaks = {}
    for number in (small, large):
        with served("--articles", str(number)) as base_url:
            _, child = _crawled(folder / f"memory-{number}", base_url)
            peaks[number] = child.peak
    return _peaks(
        f"Crawl of {large} pages", peaks[large], f"a crawl of {small}", peaks[small], "at most 1.2 times", 1.2
    )


def sitemap(folder: Path, entries: int) -> list[Measure]:
    """Peak memory of reading a giant sitemap, beside that of a crawl without it."""
    measures = []
    with served("--articles", "90") as base_url:
        bare = _crawled(folder / "bare", base_url)[1].peak
    for form in ("plain", "gzip", "index"):
        options = ("--articles", "90", "--giant-sitemap", str(entries), "--giant-form", form)
        with served(*options) as base_url:
            archive = folder / f"giant-{form}"
            peak = _crawled(archive, base_url, "--limit", "300")[1].peak
        known = _count(archive, "SELECT count(*) FROM urls WHERE discovered_via = 'sitemap'")
        question = f"Sitemap of {entries} addresses ({form})"
        measure = _peaks(question, peak, "a crawl of 90 articles without it", bare, "bounded", 5.0)
        measures.append(measure if known >= entries else _incomplete(measure, known))
    return measures


def _crawled(archive: Path, base_url: str, *options: str) -> tuple[Traffic, Child]:
    command = [sys.executable, "-m", "newsarchive", "crawl", "macommune", "--archive", str(archive)]
    child = run_child([*command, "--base-url", base_url, "--delay", "0", "--quiet", *options])
    articles = {url.partition(".info")[2] for url in _urls(archive)}
    with urlopen(f"{base_url}/__replica__/log?reset") as answer:
        log: list[Mapping[str, Any]] = json.load(answer)
    whole = [request for request in log if request["status"] == 200]
    size = sum(request["bytes"] for request in log)
    return Traffic(len(whole), sum(request["path"] in articles for request in whole), size, len(log)), child


def _urls(archive: Path) -> Iterator[str]:
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        yield from (url for (url,) in db.execute("SELECT url FROM articles"))


def _count(archive: Path, sql: str) -> int:
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        return int(db.execute(sql).fetchone()[0])


def _peaks(question: str, ours: float, against: str, theirs: float, target: str, most: float) -> Measure:
    return Measure(
        question=question,
        unit="peak MB",
        ours=ours,
        against=against,
        theirs=theirs,
        ratio=ours / theirs,
        target=target,
        met=ours <= most * theirs,
    )


def _incomplete(measure: Measure, known: int) -> Measure:
    return replace(measure, met=False, note=f"{known} addresses were recorded, not all of them.")


def main() -> int:
    """Print the report; 0 also where a target is missed: figures are to be read."""
    parser = argparse.ArgumentParser(prog="python -m bench.large", description=__doc__)
    parser.add_argument("--only", action="append", choices=("unchanged", "memory", "sitemap"))
    parser.add_argument("--scale", type=float, default=1.0, help="a part of the sizes, for a short try (default 1)")
    options = parser.parse_args()
    size = {name: max(90, int(number * options.scale)) for name, number in _ARTICLES.items()}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        questions: dict[str, Callable[[], list[Measure]]] = {
            "unchanged": lambda: unchanged(folder, size["unchanged"]),
            "memory": lambda: [memory(folder, size["small"], size["large"])],
            "sitemap": lambda: sitemap(folder, max(500, size["sitemap"])),
        }
        measures: list[Measure] = []
        for name in options.only or questions:
            print(f"{name} …", file=sys.stderr)
            measures += questions[name]()
    print(report.render(measures, datetime.now(UTC)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
