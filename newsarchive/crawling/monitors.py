"""Measures each page as it is stored, and lets the monitors judge the run at its end."""

from __future__ import annotations

import logging
import shutil
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from ..dates import PARIS
from ..items import ChangeKind, Figures, Finding, Version
from ..monitoring import Evidence, Limits, is_fresh, measured
from ..monitoring.calendar import MONTHS
from ..monitoring.room import ARCHIVE, FREE
from .alerts import Alert, send
from .recorder import recorder_of
from .suite import crash, judged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from scrapy.crawler import Crawler

    from .recorder import Recorder

logger = logging.getLogger(__name__)
MIN_FREE_BYTES = 2**30
NO_NEWS_DAYS = 7
_KNOWN_ARTICLES = 100
"""Articles an archive must hold before a page type that is not among them is news."""


class Monitors:
    """Scrapy extension; what it finds is in `Recorder.findings` and in the archive, and is sent on as an alert."""

    def __init__(self, crawler: Crawler) -> None:
        if not hasattr(crawler.spider, "route"):
            raise NotConfigured
        self._crawler = crawler
        self._started_at = datetime.now(UTC)
        self._values: defaultdict[str, float] = defaultdict(float)
        self._types: Counter[str] = Counter()
        self._known_types: Mapping[str, int] = {}
        self._crash: Finding | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        monitors = cls(crawler)
        crawler.signals.connect(monitors._begin, signals.spider_opened)
        crawler.signals.connect(monitors._measure, signals.item_scraped)
        crawler.signals.connect(monitors._alert, signals.engine_stopped)
        return monitors

    @property
    def _recorder(self) -> Recorder:
        return recorder_of(self._crawler)

    def _begin(self) -> None:
        self._recorder.at_end.append(self._judge)
        self._known_types = self._recorder.archive.ledger.page_types(self._recorder.spider.name)

    def _measure(self, item: Version) -> None:
        """Of a page that was just stored; the version it is compared with is the one before, if it made a new one."""
        article, kind = item.article, item.change.kind
        try:
            first = kind is ChangeKind.FIRST
            before_last = kind is not ChangeKind.UNCHANGED
            kept = None if first else self._recorder.archive.ledger.kept(article.url, before_last=before_last)
            for name, amount in measured(item, kept):
                self._values[name] += amount
            if is_fresh(article):
                self._types[article.page_type] += 1
        except Exception as error:  # noqa: BLE001  # no monitor may cost an article
            self._crash = self._crash or crash("measuring", error)

    def _judge(self) -> None:
        """Tell and store what the monitors find; an archive that takes no more has nothing to be compared with."""
        recorder = self._recorder
        if recorder.fatal is not None:
            return
        values = dict(self._values)
        try:
            values |= self._totals()
            findings, limits = self._limits()
            findings += judged(self._evidence(values, limits), self._crawler, recorder.finish_reason)
        except Exception as error:  # noqa: BLE001  # nor may all of them together
            findings = [crash("evidence", error)]
        findings += [self._crash] if self._crash else []
        for finding in findings:
            logger.warning(finding.message)
        recorder.findings += findings + self._unreachable() + self._empty()
        recorder.archive.ledger.record_findings(recorder.crawl_id, values, recorder.findings, datetime.now(UTC))

    def _totals(self) -> dict[str, float]:
        """What is known at the end alone."""
        recorder = self._recorder
        tally, folder = recorder.tally, recorder.archive.folder
        not_modified = recorder.archive.ledger.not_modified(recorder.crawl_id)
        known = sum(self._known_types.values()) >= _KNOWN_ARTICLES
        new_types = {name: number for name, number in self._types.items() if known and name not in self._known_types}
        return {
            **{f"pages of the new type {name}": number for name, number in new_types.items()},
            "asked": tally.found,
            "failed": min(tally.failed, tally.found),
            "pages not modified": not_modified,
            "known pages": self._values["reread pages"] + not_modified,
            FREE: shutil.disk_usage(folder).free,
            ARCHIVE: sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        }

    def _evidence(self, values: Mapping[str, float], limits: Limits) -> Evidence:
        recorder, options = self._recorder, self._recorder.spider.options
        site, today = recorder.spider.name, self._started_at.astimezone(PARIS).date()
        partial = options.limit or options.since or options.base_url
        return Evidence(
            now=Figures(started_at=self._started_at, values=values),
            history=recorder.archive.ledger.figures_before(recorder.crawl_id, site, self._started_at),
            published=recorder.archive.ledger.published(site, today - MONTHS),
            today=today,
            complete=not partial and recorder.finish_reason == "finished",
            limits=limits,
        )

    def _limits(self) -> tuple[list[Finding], Limits]:
        """The settings; one that is no number is told, and its default used."""
        defaults = {"MONITOR_MIN_FREE_BYTES": MIN_FREE_BYTES, "MONITOR_NO_NEWS_DAYS": NO_NEWS_DAYS}
        findings, numbers = [], {}
        for name, default in defaults.items():
            given = self._crawler.settings.get(name)
            try:
                numbers[name] = default if given is None else int(given)
            except ValueError:
                numbers[name] = default
                message = f"The setting {name} is {given!r}, which is no number; {default} is used."
                findings.append(Finding(monitor="settings", message=message))
        free, days = numbers.values()
        return findings, Limits(min_free_bytes=free, no_news_days=days)

    def _unreachable(self) -> list[Finding]:
        """A site that gave no page; whoever ran the crawl is told by the error it ends with."""
        recorder = self._recorder
        refusals = recorder.tally.refusals.most_common(1)
        if recorder.tally.answered or recorder.finish_reason in {"shutdown", "max-time"}:
            return []
        if not (refusals or recorder.why):
            return []
        reason = recorder.why or refusals[0][0]
        message = f"{recorder.spider.name} could not be crawled: {reason}"
        return [Finding(monitor="unreachable", message=message)]

    def _empty(self) -> list[Finding]:
        """A site that was asked for everything and has not given a single article, now or before."""
        recorder = self._recorder
        if recorder.finish_reason != "finished" or not recorder.tally.answered:
            return []
        if recorder.tally.changes or self._known_types:
            return []
        site = recorder.spider.name
        message = f"No article of {site} was found: `newsarchive check {site}` says what was seen instead."
        logger.warning(message)
        return [Finding(monitor="empty", message=message)]

    def _alert(self) -> None:
        """Send on what was found, once the archive is free again; a run that is stopped has no time for that."""
        recorder, settings = self._recorder, self._crawler.settings
        if recorder.finish_reason == "shutdown":
            return
        findings = list(recorder.findings)
        if recorder.fatal is not None and recorder.fatal.exit_code == 1:
            findings.append(Finding(monitor="archive", message=str(recorder.fatal)))
        if findings:
            alert = Alert(
                site=recorder.spider.name,
                archive=Path(settings["ARCHIVE_DIR"]).resolve(),
                crawl_id=recorder.crawl_id,
                started_at=self._started_at,
                findings=tuple(findings),
            )
            for failure in send(alert, command=settings.get("ALERT_COMMAND"), url=settings.get("ALERT_URL")):
                logger.warning(failure)
