"""How a crawl shows that it is alive: a display on a terminal, a line a minute otherwise."""

from __future__ import annotations

import atexit
import logging
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from ..intake.tally import Tally
from ..items import ChangeKind
from .recorder import recorder_of

if TYPE_CHECKING:
    from typing import Self

    from rich.console import RenderableType
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
SECONDS_PER_LINE = 60.0


class ProgressLines:
    """Scrapy extension: a log line a minute."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started = monotonic()
        self._clock = create_looping_call(self._line)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        progress = cls(crawler)
        crawler.signals.connect(progress._start, signals.spider_opened)
        crawler.signals.connect(progress._stop, signals.spider_closed)
        return progress

    def _start(self) -> None:
        self._clock.start(SECONDS_PER_LINE, now=False)

    def _stop(self) -> None:
        self._clock.stop()

    def _line(self) -> None:
        figures = figures_of(recorder_of(self._crawler).tally, self._started)
        logger.info(", ".join(f"{name} {value}" for name, value in figures.items()))


class LiveProgress:
    """Scrapy extension: a display on the terminal, redrawn four times a second; off unless LIVE_PROGRESS is set."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._started = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        if not crawler.settings.getbool("LIVE_PROGRESS"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress._start, signals.spider_opened)
        crawler.signals.connect(progress._stop, signals.spider_closed)
        return progress

    def _start(self) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.spinner import Spinner

        self._spinner = Spinner("dots", self._crawler.spidercls.name)
        self._live = Live(get_renderable=self._drawn, console=Console(stderr=True), transient=True)
        self._live.start()
        atexit.register(self._live.stop)  # a crawl that is cut short is not closed, and the cursor is hidden

    def _stop(self) -> None:
        self._live.stop()

    def _drawn(self) -> RenderableType:
        from rich.columns import Columns

        figures = figures_of(recorder_of(self._crawler).tally, self._started)
        texts = [f"{name} [bold]{value}[/]" for name, value in figures.items()]
        return Columns([self._spinner, *texts], padding=(0, 2))


def figures_of(tally: Tally, started: float) -> dict[str, str]:
    """What is said of a run under way: articles found, fetched, new, changed, gone, failed, and how fast it goes."""
    fetched = tally.changes.total()
    new, same = tally.changes[ChangeKind.FIRST], tally.changes[ChangeKind.UNCHANGED]
    minutes = max(monotonic() - started, 1.0) / 60
    beside = {"requisites": str(tally.requisites)} if tally.requisites else {}
    return {
        "found": str(tally.found),
        "fetched": str(fetched),
        "new": str(new),
        "changed": str(fetched - new - same),
        "gone": str(tally.gone),
        "failed": str(tally.failed),
        "per minute": f"{fetched / minutes:.0f}",
        **beside,
    }
