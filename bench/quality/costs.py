"""What readings take: CPU milliseconds a page, and our share of trafilatura's."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence

from bench.quality.pages import Sample
from bench.quality.reading import OURS, Reading
from bench.quality.tables import Readings, table

AGAINST = "trafilatura"
SITE_TARGET, GENERIC_TARGET = 1 / 5, 1 / 2
"""What our median may be of trafilatura's, by a site's own rules and by the generic reader's."""


def cost_table(samples: Sequence[Sample], readings: Readings) -> str:
    """One row a site: median and 95th percentile of every tool, and the ratio of the medians."""
    rows = []
    for site, pages in _by_site(samples).items():
        size = f"{statistics.mean(len(page.html) for page in pages) / 1000:.0f}"
        times = [_median_and_p95(read, pages) for read in readings.values()]
        rows.append([site, str(len(pages)), size, *times, f"{ratio(readings, pages):.2f}", f"{_target(site):.2f}"])
    return table(["site", "pages", "kB", *readings, f"{OURS} / {AGAINST}", "target"], rows)


def too_dear(samples: Sequence[Sample], readings: Readings) -> Iterator[str]:
    """A sentence for each site whose pages cost more than they may."""
    for site, pages in _by_site(samples).items():
        if ratio(readings, pages) > _target(site):
            yield f"CPU time: {site}: {ratio(readings, pages):.2f} of {AGAINST}'s, target {_target(site):.2f}"


def ratio(readings: Readings, pages: Sequence[Sample]) -> float:
    """Our median to trafilatura's."""
    return statistics.median(_times(readings[OURS], pages)) / statistics.median(_times(readings[AGAINST], pages))


def _by_site(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    """Site to its pages; the generic reader's come last."""
    sites = sorted(dict.fromkeys(sample.site for sample in samples), key=lambda site: site == "generic")
    return {site: [sample for sample in samples if sample.site == site] for site in sites}


def _target(site: str) -> float:
    return GENERIC_TARGET if site == "generic" else SITE_TARGET


def _median_and_p95(readings: Mapping[str, Reading], pages: Sequence[Sample]) -> str:
    times = _times(readings, pages)
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return f"{statistics.median(times):.1f} / {p95:.1f}"


def _times(readings: Mapping[str, Reading], pages: Sequence[Sample]) -> list[float]:
    return [readings[page.id].cpu_ms for page in pages]
