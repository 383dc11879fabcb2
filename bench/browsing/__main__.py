"""How quickly pages of a large archive come: `make bench-browse`, or `python -m bench.browsing [--articles N]`.

The archive is made up, once (some seven minutes, and 3 GB below bench-results/archives/). Requests are sequential, over
loopback, to `newsarchive browse` and to stock Datasette in turn.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.browsing import filling, serving
from bench.browsing.asking import PAGES, samples
from bench.browsing.timing import Timed, Times, timed
from newsarchive.archive.database import FILE_NAME


def measure(archive: Path, requests: int, names: Sequence[str]) -> list[Timed]:
    """The named pages, in their order."""
    chosen = samples(archive / FILE_NAME, requests + 3)
    with serving.ours(archive) as ours, serving.stock(archive) as stock:
        return [timed(page, chosen, ours, stock) for page in PAGES if page.name in names]


def render(measured: Sequence[Timed], archive: Path, requests: int, at: datetime) -> str:
    """A table in Markdown; in brackets what 19 of 20 answers took at most, and may.

    Stock Datasette answers with status 400 where a page takes it longer than its time limit for a query, one second.
    """
    size = (archive / FILE_NAME).stat().st_size / 1e9
    head = [
        f"# Browsing, measured {at:%Y-%m-%d %H:%M} UTC",
        "",
        f"{archive.name}, {size:.2f} GB; {requests} requests for each page; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, Datasette {version('datasette')}, {os.cpu_count()} processors",
        "",
        "| page | ours (ms) | stock Datasette | ratio | limit | met |",
        "|---|---:|---:|---:|---:|---|",
    ]
    return "\n".join([*head, *map(_row, measured)]) + "\n"


def _row(found: Timed) -> str:
    there = found.ours.status == found.stock.status == 200
    ratio = _ratio(found.ours.median / found.stock.median) if there else ""
    limit = f"{found.page.limit:.0f} ({2 * found.page.limit:.0f})" if found.page.limit else ""
    met = {True: "yes", False: "**no**", None: ""}[found.met]
    return f"| {found.page.name} | {_cell(found.ours)} | {_cell(found.stock)} | {ratio} | {limit} | {met} |"


def _cell(times: Times) -> str:
    if times.status == 404:
        return "no such page"
    return f"{times.median:.1f} ({times.p95:.1f})" + (f", status {times.status}" if times.status != 200 else "")


def _ratio(ratio: float) -> str:
    return f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:.2f}"


def main() -> int:
    """Print the report; 0 also where a limit is missed: figures are to be read."""
    parser = argparse.ArgumentParser(prog="python -m bench.browsing", description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000, help="how large the archive is (default 200000)")
    parser.add_argument("--archive", type=Path, help="measure this archive instead")
    parser.add_argument("--requests", type=int, default=50, help="for each page (default 50)")
    parser.add_argument("--only", action="append", choices=[page.name for page in PAGES], help="this page alone")
    options = parser.parse_args()
    archive = options.archive or filling.kept(options.articles)
    measured = measure(archive, options.requests, options.only or [page.name for page in PAGES])
    print(render(measured, archive, options.requests, datetime.now(UTC)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
