"""What reading a page costs, against trafilatura on the same bytes."""

from __future__ import annotations

from urllib.parse import urlsplit

import trafilatura

from bench.measure import Measure, cpu_ms, side_by_side
from newsarchive import sites
from newsarchive.demo import Replica
from newsarchive.items import Page


def replica_pages(count: int) -> list[Page]:
    """Pages of `count` articles of the replica, evenly over all it has, under their canonical addresses."""
    replica = Replica()
    addresses = list(replica.truth())
    return [_page(replica, url) for url in addresses[:: max(1, len(addresses) // count)][:count]]


def _page(replica: Replica, url: str) -> Page:
    answer = replica.serve(urlsplit(url).path).answer
    return Page(
        url=url,
        final_url=url,
        fetched_at=replica.now,
        status=answer.status,
        body=answer.body,
        encoding="utf-8",
        site="macommune",
    )


def measure(rounds: int = 3, count: int = 40) -> Measure:
    """CPU milliseconds per page, over article pages of all dresses and types."""
    pages = replica_pages(count)

    def ours(_: int) -> float:
        return cpu_ms(lambda: [sites.read(page) for page in pages]) / len(pages)

    def theirs(_: int) -> float:
        return cpu_ms(
            lambda: [trafilatura.bare_extraction(p.body, url=p.url, with_metadata=True) for p in pages]
        ) / len(pages)

    side_by_side(ours, theirs, 1)
    pair = side_by_side(ours, theirs, rounds)
    return Measure(
        question="Extraction of a page of the replica",
        unit="CPU ms/page",
        ours=pair.ours,
        against="trafilatura.bare_extraction(with_metadata=True)",
        theirs=pair.theirs,
        ratio=pair.ratio,
        target="at most one third",
        met=pair.ratio <= 1 / 3,
        note=f"{len(pages)} pages of {sum(len(p.body) for p in pages) / len(pages) / 1000:.0f} kB on average.",
    )
