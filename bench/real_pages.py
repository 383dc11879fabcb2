"""How right it is: real French news pages and date texts, scored side by side with other tools."""

from __future__ import annotations

from pathlib import Path

from bench import corpus
from bench.measure import Skipped, Table
from bench.quality.pages import samples_of
from bench.quality.reading import OURS, read_all
from bench.quality.tables import behind, errors, score_table, scores_by_tool, table

TOOLS = (OURS, "trafilatura", "newspaper4k")


def pages(peers: Path | None, *, limit: int | None = None) -> Table | Skipped:
    """The score table of the corpus's pages; `peers` is an interpreter that has the other tools."""
    question = "Real French news pages"
    if reason := corpus.missing():
        return Skipped(question=question, reason=reason)
    if peers is None or not peers.is_file():
        return Skipped(
            question=question, reason="the tools to measure against are not installed: call it by `make bench`"
        )
    samples = samples_of("corpus")[:limit]
    readings = read_all(TOOLS, peers, samples)
    by_tool = scores_by_tool(samples, readings)
    worse = list(behind(by_tool))
    return Table(
        question=question,
        text=score_table(by_tool),
        target="every score at least as good as both",
        met=not worse,
        note="; ".join([*worse, *errors(readings)]),
    )


def dates() -> Table | Skipped:
    """The share of the corpus's French date texts that are read right, by kind, beside dateparser."""
    question = "French date texts of the corpus"
    if reason := corpus.missing():
        return Skipped(question=question, reason=reason)
    ours, theirs = (corpus.date_scores(spec) for spec in ("bench.adapters:parse_date", "peers:dateparser_fr"))
    rows = [[kind, f"{right / of:.3f}", f"{theirs[kind][0] / of:.3f}"] for kind, (right, of) in sorted(ours.items())]
    return Table(
        question=question,
        text=table(["texts", OURS, "dateparser"], rows),
        target="at least as many as dateparser",
        met=ours["all"][0] >= theirs["all"][0],
    )
