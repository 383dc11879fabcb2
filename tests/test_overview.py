"""The tables of `newsarchive status` as words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.archive import Archive, Summary
from newsarchive.overview import Section, sections, sparkline


@pytest.fixture
def empty(tmp_path: Path) -> Summary:
    with Archive(tmp_path) as archive:
        return archive.summary()


def told(summary: Summary, begin: str, *, months: bool = False) -> Section:
    return next(section for section in sections(summary, months=months) if section.title.startswith(begin))


def test_holes_in_the_coverage_are_lines(empty: Summary) -> None:
    months = {"2016-11": {"discovered": 2, "archived": 2}, "2019-01": {"discovered": 3, "archived": 1}}
    recent = {f"2025-{month:02}": {"discovered": 1, "archived": 1} for month in range(1, 13)}
    summary = replace(empty, coverage={"": {"discovered": 1, "archived": 0}, **months, **recent})
    years = told(summary, "Coverage")
    assert [row[0] for row in years.rows][:4] == ["2016", "2017", "2018", "2019"]
    assert years.rows[1] == ["2017", "0", "0"]
    assert years.rows[-2:] == [["unknown", "1", "0"], ["in all", "18", "15"]]
    monthly = [row[0] for row in told(summary, "Coverage", months=True).rows]
    assert monthly[:3] == ["2016-11", "2016-12", "2017-01"]
    assert len(monthly) == 2 + 12 * 9 + 2


def test_findings_and_pauses_are_told(empty: Summary) -> None:
    finding = {"site": "macommune", "at": "2026-02-06", "monitor": "fields", "message": "date_published was lost."}
    summary = replace(
        empty, findings=[finding], due={"macommune": 3}, waiting={"macommune": "2026-02-06T12:00:00+00:00"}
    )
    assert told(summary, "What the monitors found").rows == [["macommune", "date_published was lost."]]
    assert told(summary, "To be asked for").remark == "macommune asked not to be crawled before 2026-02-06 12:00 UTC."


@pytest.mark.parametrize(
    ("numbers", "bars"), [([], ""), ([0, 0], "▁▁"), ([0, 1, 100], "▁▂█"), ([1, 2, 4, 8], "▂▃▅█"), ([5], "█")]
)
def test_a_little_is_told_from_nothing(numbers: list[int], bars: str) -> None:
    assert sparkline(numbers) == bars
