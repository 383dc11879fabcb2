"""What keeping every exchange in WARC files costs: the whole crawl of a replica with them, and without."""

from __future__ import annotations

from pathlib import Path

from bench.crawl import cost, served
from bench.measure import Measure, side_by_side

WEIGHT = 61_000
"""Bytes of a page before it is compressed, as those of the site weigh."""
LIMIT = 2.5
"""CPU milliseconds that a page may cost more."""


def measure(folder: Path, rounds: int = 3, articles: int = 130) -> Measure:
    """CPU milliseconds per response, start-up of Python and imports apart on both sides; archives go into `folder`."""
    with served(articles, WEIGHT) as base_url:
        pair = side_by_side(
            lambda number: cost("ours", base_url, folder / f"with-{number}"),
            lambda number: cost("ours", base_url, folder / f"without-{number}", "-s", "WARC_ENABLED=False"),
            rounds,
        )
    more = pair.ours - pair.theirs
    return Measure(
        question="WARC capture",
        unit=f"CPU ms/page of {WEIGHT / 1000:.0f} kB",
        ours=pair.ours,
        against="the same crawl without WARC files",
        theirs=pair.theirs,
        ratio=pair.ratio,
        target=f"at most {LIMIT:g} ms more",
        met=more <= LIMIT,
        note=f"{more:.2f} ms more a page; the replica's pages, filled up to that weight and sent gzipped.",
    )
