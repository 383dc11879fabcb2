"""The report: Markdown that reads well on a terminal."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from bench.measure import Answer, Measure, Skipped, Table

LIBRARIES = ("scrapy", "lxml", "trafilatura", "dateparser")


def render(answers: Sequence[Answer], at: datetime) -> str:
    """All figures in one table, then the tables of scores, then what could not be asked."""
    measures = [answer for answer in answers if isinstance(answer, Measure)]
    tables = [answer for answer in answers if isinstance(answer, Table)]
    skipped = [answer for answer in answers if isinstance(answer, Skipped)]
    parts = [_heading(at), _figures(measures), *map(_table, tables)]
    parts += [f"Not asked: {answer.question}, because {answer.reason}" for answer in skipped]
    return "\n\n".join(filter(None, parts)) + "\n"


def _heading(at: datetime) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"# Measured {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC\n\nPython {platform.python_version()}, {libraries}"


def _figures(measures: Sequence[Measure]) -> str:
    if not measures:
        return ""
    head = "| | unit | newsarchive | the other | ratio | target | met | the other is |"
    rule = "|---|---|---:|---:|---:|---|---|---|"
    rows = [
        f"| {m.question} | {m.unit} | {m.ours:.3g} | {m.theirs:.3g} | {_ratio(m.ratio)} | {m.target} | {_yes(m.met)} "
        f"| {m.against} |"
        for m in measures
    ]
    notes = [f"{m.question}: {m.note}" for m in measures if m.note]
    return "\n".join([head, rule, *rows]) + "".join(f"\n\n{note}" for note in notes)


def _table(table: Table) -> str:
    note = f"\n\n{table.note}" if table.note else ""
    return f"## {table.question}\n\n{table.text}\n\nTarget: {table.target}: {_yes(table.met)}{note}"


def _ratio(ratio: float) -> str:
    return f"1/{1 / ratio:.0f}" if 0 < ratio < 0.1 else f"{ratio:.2f}"


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"
