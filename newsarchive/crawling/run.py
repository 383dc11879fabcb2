"""One crawl from beginning to end, in a process of its own: Scrapy's reactor cannot be started twice."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from ..errors import NewsArchiveError, SiteUnreachable, UnknownSite
from ..items import Finding
from .recorder import Recorder, recorder_of
from .stopping import CutOff


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a crawl came to."""

    site: str
    archive: Path
    crawl_id: int
    finish_reason: str
    seconds: float
    counts: Mapping[str, int]
    """Per kind of change, and of what else a run counts: `gone`, `failed`, `requests`, `not_modified`, `bytes` …"""
    due: int
    """Addresses that are still to be asked for."""
    next_due: datetime | None
    """When another one becomes due (aware), None where nothing will."""
    findings: tuple[Finding, ...] = ()
    """What the monitors found."""

    def as_json(self) -> dict[str, object]:
        """The object of `newsarchive crawl --json`."""
        return {
            "site": self.site,
            "archive": str(self.archive),
            "crawl_id": self.crawl_id,
            "finish_reason": self.finish_reason,
            "seconds": round(self.seconds, 1),
            **self.counts,
            "due": self.due,
            "next_due": self.next_due.isoformat() if self.next_due else None,
            "findings": [asdict(finding) for finding in self.findings],
        }


def crawl(
    site: str,
    *,
    archive: Path,
    base_url: str | None = None,
    limit: int | None = None,
    since: date | None = None,
    max_time: float | None = None,
    full: bool = False,
    requisites: bool = False,
    delay: float | None = None,
    alert_command: str | None = None,
    alert_url: str | None = None,
    live: bool = False,
    quiet: bool = False,
) -> Report:
    """Crawl a site into the archive folder; to be called once in a process.

    `delay` and `max_time` are in seconds; `live` draws on the terminal, `quiet` logs warnings alone. What the monitors
    find is sent to `alert_command` and `alert_url`. Ctrl-C and SIGTERM end the crawl with finish_reason `shutdown`,
    within seconds. Raises UnknownSite, ArchiveLocked, ArchiveUnusable, ArchiveUnwritable, AskedToWait and
    SiteUnreachable.
    """
    settings = Settings(priority="project")
    settings.setmodule("newsarchive.crawling.settings", priority="project")
    chosen = {"ARCHIVE_DIR": str(archive), "LIVE_PROGRESS": live, "LOG_INSTALL_ROOT_HANDLER": False}
    options = {"DOWNLOAD_DELAY": delay, "ALERT_COMMAND": alert_command, "ALERT_URL": alert_url}
    given = {name: value for name, value in options.items() if value is not None}
    settings.update({**chosen, **given}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    _log_to_stderr(settings, logging.WARNING if live or quiet else logging.INFO)
    try:
        crawler = process.create_crawler(site)
    except KeyError:
        known = ", ".join(sorted(process.spider_loader.list()))
        raise UnknownSite(f"There is no site {site!r}; the known ones are: {known}.") from None
    started = monotonic()
    asked = {"limit": limit, "since": since, "max_time": max_time, "full": full, "requisites": requisites}
    task = process.crawl(crawler, base_url=base_url, **asked)
    with suppress(CutOff):
        process.start()
        if task.done():
            task.result()
    recorder_of(crawler).cut_short()
    return _report(crawler, archive, monotonic() - started)


def _report(crawler: Crawler, archive: Path, seconds: float) -> Report:
    recorder = recorder_of(crawler)
    if recorder.fatal is not None:
        raise recorder.fatal
    if _came_to_nothing(recorder):
        raise SiteUnreachable(_why_unreachable(recorder))
    return Report(
        site=recorder.spider.name,
        archive=archive,
        crawl_id=recorder.crawl_id,
        finish_reason=recorder.finish_reason,
        seconds=seconds,
        counts=recorder.counts,
        due=recorder.outlook[0],
        next_due=recorder.outlook[1],
        findings=tuple(recorder.findings),
    )


def _came_to_nothing(recorder: Recorder) -> bool:
    """Whether the site is why there is nothing: not where the run was stopped, or had nothing to ask for."""
    tally = recorder.tally
    if recorder.finish_reason in {"shutdown", "max-time"} or not (tally.responses or tally.refusals or recorder.why):
        return False
    return not (tally.changes if recorder.why else tally.answered or tally.requisites)


def _why_unreachable(recorder: Recorder) -> str:
    refusals = recorder.tally.refusals.most_common(1)
    reason = recorder.why or (refusals[0][0] if refusals else "Nothing was answered.")
    where = recorder.spider.options.base_url or recorder.spider.route.home
    return f"{recorder.spider.name} could not be crawled at {where}: {reason} Nothing was archived."


class _StderrHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Looks stderr up for each line: the live display puts itself before it.

    Errors of our own are left out: what ends a crawl is raised at its end, without Scrapy's traceback.
    """

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and isinstance(record.exc_info[1], NewsArchiveError):
            return
        self.stream = sys.stderr
        super().emit(record)


def _log_to_stderr(settings: Settings, level: int) -> None:
    handler = _StderrHandler()
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Scrapy tells of its own affairs on INFO, and of an unreachable robots.txt with a traceback.
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
