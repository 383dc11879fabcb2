"""What `newsarchive status` tells: a summary of an archive as titled tables of words, for any kind of screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from newsarchive.archive import Summary

_BARS: Final = "▁▂▃▄▅▆▇█"
_RECENT: Final = 12
"""Months told one by one; what is older is told by years."""
_FEW_RUNS: Final = 3
"""Fewer make no line."""
_CHANGED: Final = ("updates", "silent_edits", "restamps", "backdated", "reversions")


class Section(NamedTuple):
    """A table of the overview."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    remark: str = ""
    """A line to stand below it."""


def sections(summary: Summary, *, months: bool = False) -> Iterator[Section]:
    """The parts of the overview that have anything to say; with `months` coverage is told by months throughout."""
    if summary.findings:
        rows = [[finding["site"], finding["message"]] for finding in summary.findings]
        yield Section("What the monitors found in the last run", ["site", "finding"], rows)
    if summary.coverage:
        yield _coverage(summary.coverage, months=months)
    if summary.crawls:
        yield _runs(summary)
    if summary.due or summary.next_due:
        yield _due(summary)
    counted = {
        "Articles by page type": ("page type", summary.page_types),
        "Articles by section": ("section", summary.sections),
        "Versions by change": ("change", summary.changes),
        "Addresses by how they were found": ("channel", summary.discovered_via),
        "Problems": ("error", summary.problems),
        "Rows": ("table", summary.tables),
    }
    for title, (column, counts) in counted.items():
        if counts:
            rows = [[name or "none", str(number)] for name, number in counts.items()]
            yield Section(title, [column, "number"], rows)


def sparkline(numbers: Sequence[int]) -> str:
    """A bar for each number, from nought to the largest: `▁▃█`; a little of anything is told from nothing."""
    most = max(numbers, default=0)
    if not most:
        return _BARS[0] * len(numbers)
    return "".join(_BARS[-(-number * (len(_BARS) - 1) // most)] for number in numbers)


def _coverage(coverage: Mapping[str, Mapping[str, int]], *, months: bool) -> Section:
    calendar = _calendar(coverage)
    one_by_one = {*(calendar if months else calendar[-_RECENT:])}
    spans: dict[str, Counter[str]] = {month if month in one_by_one else month[:4]: Counter() for month in calendar}
    for month, counts in coverage.items():
        span = month if month in one_by_one else month[:4]
        spans.setdefault(span or "unknown", Counter()).update(counts)
    total = sum(spans.values(), Counter())
    told = [name for name in next(iter(coverage.values())) if total[name]]
    rows = [[span, *(str(counts[name]) for name in told)] for span, counts in sorted(spans.items())]
    return Section(
        "Coverage: what became of every address that may be an article's, by publication",
        ["published", *told],
        [*rows, ["in all", *(str(total[name]) for name in told)]],
    )


def _calendar(coverage: Mapping[str, object]) -> list[str]:
    """Every month from the first to the last, empty ones too: a hole is what one looks for."""
    known = sorted(filter(None, coverage))
    if not known:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (known[0], known[-1]))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def _runs(summary: Summary) -> Section:
    columns = ["began (UTC)", "site", "ended", "answers", "new", "edits", "same", "gone", "moved", "fail"]
    pace = summary.pace
    enough = len(pace) >= _FEW_RUNS
    remark = f"New articles, last {len(pace)} runs: {sparkline(pace)} ({min(pace)} to {max(pace)})" if enough else ""
    return Section("Last runs", columns, [_run(run) for run in summary.crawls], remark)


def _run(run: Mapping[str, str | int | None]) -> list[str]:
    changed = sum(int(run[name] or 0) for name in _CHANGED)
    started = str(run["started_at"])[5:16].replace("T", " ")
    cells = [started, run["site"], run["finish_reason"] or "not yet", run["responses"]]
    cells += [run["first_versions"], changed, run["unchanged"], run["gone"], run["redirected"], run["failed"]]
    return [str(cell) for cell in cells]


def _due(summary: Summary) -> Section:
    sites = sorted({*summary.due, *summary.next_due})
    rows = [[site, str(summary.due.get(site, 0)), _minute(summary.next_due.get(site))] for site in sites]
    waits = (f"{site} asked not to be crawled before {_minute(until)} UTC." for site, until in summary.waiting.items())
    return Section("To be asked for", ["site", "due now", "next (UTC)"], rows, " ".join(waits))


def _minute(at: str | None) -> str:
    return at[:16].replace("T", " ") if at else "nothing"
