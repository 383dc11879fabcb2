"""The delay between two requests, without a network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings

from newsarchive.crawling.throttle import PoliteThrottle


class Downloader:
    """One host's slot, as Scrapy's downloader keeps it."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self.slots = {"site.example": Slot(concurrency=2, delay=delay, jitter=0.25)}

    def get_slot_key(self, request: Request) -> str:
        return urlsplit(request.url).netloc


def throttled(**settings: float) -> tuple[PoliteThrottle, Downloader, Slot]:
    chosen = Settings()
    chosen.setmodule("newsarchive.crawling.settings")
    chosen.update(settings)
    downloader = Downloader(chosen.getfloat("DOWNLOAD_DELAY"))
    crawler: Any = SimpleNamespace(settings=chosen, engine=SimpleNamespace(downloader=downloader))
    return PoliteThrottle(crawler), downloader, downloader.slots["site.example"]


def answer(throttle: PoliteThrottle, status: int, latency: float = 0.0) -> None:
    request = Request("https://site.example/", meta={"download_latency": latency})
    throttle._adjust(Response(request.url, status=status), request)


def obey(throttle: PoliteThrottle, delay: str) -> None:
    robots = ProtegoRobotParser(f"User-agent: newsarchive\nCrawl-delay: {delay}\n".encode(), None)
    throttle._obey_crawl_delay(robots, Request("https://site.example/"))


def test_failures_double_the_delay_and_good_answers_bring_it_down_again() -> None:
    throttle, _, slot = throttled()
    delays = []
    for status in (503, 429, 500, 404, 301, 200, 200):
        answer(throttle, status)
        delays.append(slot.delay)
    assert delays == [2, 4, 8, 8, 8, 4, 2]
    for _ in range(10):
        answer(throttle, 503)
    assert slot.delay == 60
    for _ in range(10):
        answer(throttle, 200)
    assert slot.delay == 1


def test_a_slow_site_is_asked_more_slowly() -> None:
    throttle, _, slot = throttled()
    answer(throttle, 200, latency=5)
    assert slot.delay == 5
    answer(throttle, 200, latency=0.1)
    assert 1 < slot.delay < 5


@pytest.mark.parametrize("asked", ["3", "0.2", "7.5", "60", "86400"])
def test_no_delay_falls_below_what_robots_asks_for(asked: str) -> None:
    throttle, downloader, slot = throttled()
    obey(throttle, asked)
    for status in (200, 503, 200, 200, 200, 200, 200, 200):
        answer(throttle, status)
        gaps = [slot.download_delay() for _ in range(50)]
        assert min(gaps) >= max(min(float(asked), 60), 0.75)
    assert downloader._delay == slot.delay
    assert len(set(gaps)) > 1


def test_what_a_host_of_pictures_asks_for_slows_nobody_else_down() -> None:
    throttle, downloader, slot = throttled()
    pictures = downloader.slots["cdn.example"] = Slot(concurrency=2, delay=1, jitter=0.25)
    robots = ProtegoRobotParser(b"User-agent: *\nCrawl-delay: 6\n", None)
    request = Request("https://cdn.example/a.jpg", meta={"kind": "requisite"})
    throttle._obey_crawl_delay(robots, request)
    for _ in range(3):
        throttle._adjust(Response(request.url, status=200), request)
        assert min(pictures.download_delay() for _ in range(50)) >= 6
    answer(throttle, 200)
    assert (slot.delay, downloader._delay) == (1, 1)
