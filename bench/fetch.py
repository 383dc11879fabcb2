"""One crawl in a process of its own, which prints what it cost: `python -m bench.fetch ours|bare …`."""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

import newsarchive

SAMPLE = "<article><h1>Le pont rouvre</h1><p>Publié le 12/03/2013 - 17:32</p><p>Il rouvre le 1er avril.</p></article>"
HASTE = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "LOG_ENABLED": False,
}
"""Both sides ask the replica as fast as it answers; neither writes a log."""
SHARED = ("TWISTED_REACTOR", "DOWNLOAD_TIMEOUT", "DOWNLOAD_MAXSIZE", "USER_AGENT")
"""What the bare crawl takes over from ours besides; the rest is as Scrapy comes."""


class Meter:
    """Prints a JSON object when the crawl ends: its CPU seconds (start-up apart) and the responses it got."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.start = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        meter = cls(crawler)
        crawler.signals.connect(meter.opened, signal=signals.spider_opened)
        crawler.signals.connect(meter.stopped, signal=signals.engine_stopped)
        return meter

    def opened(self) -> None:
        """Begin to count."""
        self.start = cpu_seconds()

    def stopped(self) -> None:
        """Everything is stored: say what it took."""
        responses = self.crawler.stats.get_value("downloader/response_count", 0) if self.crawler.stats else 0
        print(json.dumps({"cpu": cpu_seconds() - self.start, "responses": responses}))


class BareSpider(Spider):
    """Fetches a list of addresses and looks at none of the answers."""

    name = "bare"
    addresses: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[Request]:
        """One request for each address."""
        for address in self.addresses:
            yield Request(address, meta={"dont_redirect": True, "handle_httpstatus_all": True}, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Leave it."""


def cpu_seconds() -> float:
    """User and system time of this process, threads included."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def our_settings() -> Settings:
    """The project's settings, in haste and with the meter."""
    settings = Settings()
    settings.setmodule("newsarchive.crawling.settings", priority="project")
    settings.setdict(HASTE, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), Meter: 0}, priority="cmdline")
    return settings


def ours(base_url: str, archive: Path, chosen: Mapping[str, str]) -> None:
    """Crawl the replica into a fresh archive: fetch, extract, normalise, decide, store; `chosen` are settings."""
    newsarchive.extract(SAMPLE, "https://www.macommune.info/le-pont-rouvre/")
    settings = our_settings()
    settings.setdict({**chosen, "ARCHIVE_DIR": str(archive)}, priority="cmdline")
    process = CrawlerProcess(settings)
    process.crawl("macommune", base_url=base_url)
    process.start()


def bare(addresses: Path) -> None:
    """Fetch the addresses of a file, one a line."""
    project = our_settings()
    settings = Settings({name: project.get(name) for name in SHARED})
    settings.setdict({**HASTE, "EXTENSIONS": {Meter: 0}}, priority="cmdline")
    process = CrawlerProcess(settings)
    process.crawl(BareSpider, addresses=tuple(addresses.read_text("utf-8").split()))
    process.start()


def main() -> None:
    """Read the arguments and crawl."""
    parser = argparse.ArgumentParser()
    sides = parser.add_subparsers(dest="side", required=True)
    side = sides.add_parser("ours")
    side.add_argument("base_url")
    side.add_argument("archive", type=Path)
    side.add_argument("-s", dest="chosen", action="append", default=[], metavar="NAME=VALUE", help="a setting")
    sides.add_parser("bare").add_argument("addresses", type=Path)
    options = parser.parse_args()
    if options.side == "ours":
        ours(options.base_url, options.archive, dict(choice.split("=", 1) for choice in options.chosen))
    else:
        bare(options.addresses)


if __name__ == "__main__":
    main()
