"""How right it is: real French news pages with truth, scored side by side with trafilatura and newspaper4k.

The corpus is no part of the project: its folder comes from NEWSARCHIVE_CORPUS, and its score.py and peers.py
are run from there.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Skipped, Table, run_child

OURS = "newsarchive"
HELD_AGAINST = {
    "head": "headline",
    "pub_day": "day of publication",
    "pub_min": "minute of publication",
    "mod_day": "day of update",
    "mod_min": "minute of update",
    "body_F1": "body F1",
    "seg_F1": "body segments F1",
}
Report = Mapping[str, Any]
"""What score.py writes: scores by set of pages."""


def folder() -> Path:
    """Where the corpus should be, whether it is or not."""
    return (ROOT / os.environ.get("NEWSARCHIVE_CORPUS", "../shared/corpus")).resolve()


def score(corpus: Path, python: str | Path, spec: str, *, limit: int | None = None) -> Report:
    """Run score.py with this interpreter over `spec` (`module:function`); it finds our own modules too."""
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch) / "report.json"
        options = ["--limit", str(limit)] if limit else []
        command = [python, corpus / "score.py", spec, "--sets", "fr", "--json", result, *options]
        run_child(command, env={"PYTHONPATH": str(ROOT)})
        report: Report = json.loads(result.read_text("utf-8"))
        return report


def pages(peers: Path | None, *, limit: int | None = None) -> Table | Skipped:
    """The score table of the corpus's pages; `peers` is an interpreter that has the other tools."""
    corpus, question = folder(), "Real French news pages"
    if not (corpus / "score.py").is_file():
        return Skipped(
            question=question, reason=f"there is no corpus at {corpus}: set NEWSARCHIVE_CORPUS to its folder"
        )
    if peers is None or not peers.is_file():
        return Skipped(
            question=question, reason="the tools to measure against are not installed: call it by `make bench`"
        )
    reports = [(OURS, score(corpus, sys.executable, "bench.adapters:extract", limit=limit))]
    reports += [(name, score(corpus, peers, f"peers:{name}", limit=limit)) for name in ("trafilatura", "newspaper4k")]
    behind = list(shortfalls(reports))
    return Table(
        question=question,
        text=_render(corpus, reports),
        target=f"{', '.join(HELD_AGAINST.values())}: at least as good as both",
        met=not behind,
        note="; ".join([*behind, *_errors(reports)]),
    )


def shortfalls(reports: Sequence[tuple[str, Report]]) -> list[str]:
    """Columns of the whole set in which one of the others is ahead of the first."""
    (_, ours), *others = [(name, report["sets"]["fr"]["scores"]) for name, report in reports]
    return [
        f"{what}: {ours.get(column, 0):.3f}, {name} {scores[column]:.3f}"
        for column, what in HELD_AGAINST.items()
        for name, scores in others
        if scores.get(column, 0) > ours.get(column, 0)
    ]


def _errors(reports: Sequence[tuple[str, Report]]) -> list[str]:
    failures = [(name, report["sets"]["fr"]["errors"]) for name, report in reports]
    return [
        f"{name} failed on {len(pages)} pages, first with {next(iter(pages.values()))}"
        for name, pages in failures
        if pages
    ]


def _render(corpus: Path, reports: Sequence[tuple[str, Report]]) -> str:
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{corpus / 'score.py'} cannot be imported")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return "\n\n".join(scorer.table(reports, name, True) for name in reports[0][1]["sets"])


def dates() -> Table | Skipped:
    """The share of the corpus's French date texts that are read right, by kind, beside dateparser."""
    corpus, question = folder(), "French date texts of the corpus"
    if not (corpus / "score.py").is_file():
        return Skipped(
            question=question, reason=f"there is no corpus at {corpus}: set NEWSARCHIVE_CORPUS to its folder"
        )
    ours, theirs = (_date_scores(corpus, spec) for spec in ("bench.adapters:parse_date", "peers:dateparser_fr"))
    rows = [f"| {kind} | {share:.3f} | {theirs[kind]:.3f} |" for kind, share in sorted(ours.items())]
    return Table(
        question=question,
        text="\n".join(["| texts | newsarchive | dateparser |", "|---|---:|---:|", *rows]),
        target="at least as many as dateparser",
        met=ours["all"] >= theirs["all"],
    )


def _date_scores(corpus: Path, spec: str) -> dict[str, float]:
    printed = run_child([sys.executable, corpus / "score.py", "--dates", spec], env={"PYTHONPATH": str(ROOT)}).stdout
    return {kind: float(share) for kind, share in re.findall(r"^(.+?) +\d+ / +\d+ +([\d.]+)$", printed, re.M)}
