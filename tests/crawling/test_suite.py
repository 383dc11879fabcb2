"""Our monitors under Spidermon: one that crashes is told, and the others judge."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings

from newsarchive.crawling.suite import judged
from newsarchive.items import Finding
from newsarchive.monitoring import MONITORS, Evidence
from tests.monitoring.making import evidence, fresh


def crawler() -> Any:  # noqa: ANN401
    return SimpleNamespace(settings=Settings(), stats=SimpleNamespace(get_stats=dict), spider=None)


def broken(_: Evidence) -> Iterator[Finding]:
    raise KeyError("fresh\npages")


@pytest.mark.parametrize("name", MONITORS)
def test_a_monitor_that_crashes_is_a_finding_beside_those_of_the_others(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = evidence({**fresh(40, 0), "asked": 40, "failed": 30}, *[{**fresh(40, 40), "asked": 40}] * 3)
    usual = judged(lost, crawler(), "finished")
    assert [finding.monitor for finding in usual] == ["fields", "problems"]
    monkeypatch.setitem(MONITORS, name, broken)
    found = judged(lost, crawler(), "finished")
    assert [each for each in found if each.monitor != name] == [each for each in usual if each.monitor != name]
    (told,) = [each.message for each in found if each.monitor == name]
    assert told == rf"The monitor {name} failed: KeyError: 'fresh\npages'."


def test_nothing_deprecated_is_used() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert judged(evidence(fresh(40, 40)), crawler(), "finished") == []
