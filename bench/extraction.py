"""What reading a page costs, against trafilatura on the same bytes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.request import urlopen

import trafilatura

from bench.measure import Measure, cpu_ms, side_by_side
from newsarchive import sites
from newsarchive.demo import Replica, running
from newsarchive.items import Page

SITE = "macommune"


def replica_pages(count: int) -> list[Page]:
    """The first `count` article pages that the replica's sitemaps name, evenly over all of them."""
    with running(Replica()) as base_url:
        found = [
            url
            for sitemap in re.findall(r"Sitemap: (\S+)", _get(base_url + "/robots.txt"))
            for url in _locations(sitemap)
        ]
        step = max(1, len(found) // count)
        return [_page(url) for url in found[::step][:count]]


def _locations(sitemap: str) -> list[str]:
    """Addresses of a sitemap, those of the sitemaps it names included."""
    text = _get(sitemap)
    locations = re.findall(r"<loc>(.*?)</loc>", text)
    return [url for inner in locations for url in _locations(inner)] if "<sitemapindex" in text else locations


def _get(url: str) -> str:
    with urlopen(url) as response:
        text: str = response.read().decode()
        return text


def _page(url: str) -> Page:
    with urlopen(url) as response:
        return Page(
            url=url,
            final_url=response.url,
            fetched_at=datetime.now(UTC),
            status=response.status,
            body=response.read(),
            encoding=response.headers.get_content_charset(),
            site=SITE,
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
