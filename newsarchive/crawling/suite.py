"""The monitors as a Spidermon suite, beside those an operator adds with SPIDERMON_SPIDER_CLOSE_MONITORS.

Spidermon's own extension is not used: it lets a monitor that raises NotConfigured (its setting is missing) take the
rest of its suite with it, and logs through what Scrapy 2.19 deprecates. Here whatever goes wrong in a monitor is a
finding, and the others run (spidermon 1.27: `contrib/scrapy/monitors/base.py`, `BaseStatMonitor.run`; `runners.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING
from unittest import TestResult

from scrapy.utils.misc import load_object
from spidermon import Monitor, MonitorRunner, MonitorSuite, settings  # type: ignore[import-untyped]

from ..items import Finding
from ..monitoring import MONITORS, Evidence

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Judge = Callable[[Evidence], Iterator[Finding]]


class _OurMonitor(Monitor):  # type: ignore[misc]
    """One of `newsarchive.monitoring`; it fails with a line for each finding."""

    def __init__(self, name: str, judge: Judge) -> None:
        super().__init__("test", name=name)
        self._judge = judge

    def test(self) -> None:
        """Spidermon's way in."""
        messages = [finding.message for finding in self._judge(self.data.evidence)]
        if messages:
            self.fail("\n".join(messages))


def judged(evidence: Evidence, crawler: Crawler, finish_reason: str) -> list[Finding]:
    """What all monitors find, those that fail to judge included."""
    suites: list[tuple[str, Callable[[], MonitorSuite]]] = [("newsarchive", _our_suite)]
    for path in crawler.settings.getlist("SPIDERMON_SPIDER_CLOSE_MONITORS"):
        suites.append((str(path), partial(_their_suite, path, crawler)))
    data = {
        "evidence": evidence,
        # Scrapy writes the reason down when all extensions have heard of the end.
        "stats": {**crawler.stats.get_stats(), "finish_reason": finish_reason},
        "stats_history": [],
        "crawler": crawler,
        "spider": crawler.spider,
        "job": None,
    }
    findings: list[Finding] = []
    for name, make in suites:
        try:
            findings += _run(make(), data)
        except Exception as error:  # noqa: BLE001  # a suite that cannot even be made must not silence the others
            findings.append(crash(name, error))
    return findings


def crash(name: str, error: BaseException) -> Finding:
    """That a monitor came to grief."""
    return _crashed(name, f"{type(error).__name__}: {error}")


def _our_suite() -> MonitorSuite:
    return MonitorSuite(monitors=[_OurMonitor(name, judge) for name, judge in MONITORS.items()])


def _their_suite(path: str | type, crawler: Crawler) -> MonitorSuite:
    return load_object(path)(crawler=crawler)


def _run(suite: MonitorSuite, data: dict[str, object]) -> Iterator[Finding]:
    for monitor in suite.all_monitors:
        monitor.run = partial(_run_guarded, monitor, monitor.run)
    for result in MonitorRunner().run(suite, **data).monitor_results:
        name = result.item.monitor_name
        if result.status == settings.MONITOR.STATUS.FAILURE:
            lines = result.reason.splitlines() or ["It failed."]
            for line in lines if isinstance(result.item, _OurMonitor) else lines[:1]:
                yield Finding(monitor=name, message=line)
        elif result.status == settings.MONITOR.STATUS.ERROR:
            yield _crashed(name, result.error.splitlines()[-1])


def _run_guarded(monitor: Monitor, run: Callable[[TestResult], object], result: TestResult) -> None:
    """Run a monitor; what it raises outside its test is its own error."""
    try:
        run(result)
    except Exception:  # noqa: BLE001  # it is told as a finding
        result.startTest(monitor)
        result.addError(monitor, sys.exc_info())


def _crashed(name: str, reason: str) -> Finding:
    return Finding(monitor=name, message=f"The monitor {name} failed: {' '.join(reason.split()).rstrip('.')}.")
