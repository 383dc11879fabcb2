"""What a tool finds on pages and what that takes, in the tool's own environment.

`python -m bench.quality.reading TOOL PAGES RESULTS` runs there: it needs the standard library, the tool, and the
corpus's peers.py. Lines of JSON go both ways.
"""

from __future__ import annotations

import base64
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.corpus import folder
from bench.measure import ROOT, run_child

if TYPE_CHECKING:
    from bench.quality.pages import Sample

OURS = "newsarchive"
PEERS = {
    "trafilatura": "trafilatura",
    "newspaper4k": "newspaper4k",
    "news-please": "newsplease",
    "htmldate": "htmldate",
}
"""Tool (as its package is called) to its function in the corpus's peers.py."""
WARMING = 10
"""One page in so many is read before the clock runs: what is loaded once is no cost of a page."""
Reader = Callable[[bytes, str, Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a tool found on one page."""

    found: Mapping[str, Any]
    """By score.py's names; empty where the tool failed."""
    cpu_ms: float
    error: str | None = None


def read(tool: str, python: str | Path, samples: Sequence[Sample]) -> dict[str, Reading]:
    """One round over the pages in a process of its own: id to reading."""
    with tempfile.TemporaryDirectory() as scratch:
        pages, results = Path(scratch) / "pages", Path(scratch) / "results"
        pages.write_text("\n".join(map(_as_line, samples)), "utf-8")
        command = [python, "-m", "bench.quality.reading", tool, pages, results]
        run_child(command, env={"PYTHONPATH": os.pathsep.join((str(ROOT), str(folder())))})
        lines = results.read_text("utf-8").split("\n")
    return {sample.id: Reading(**json.loads(line)) for sample, line in zip(samples, lines, strict=True)}


def read_all(
    tools: Sequence[str], peers: Path, samples: Sequence[Sample], rounds: int = 1
) -> dict[str, dict[str, Reading]]:
    """Tool to its readings; others than ours run by the interpreter `peers`.

    Tools alternate within a round, so that a busy minute of the machine meets all of them.
    """
    taken: dict[str, list[Mapping[str, Reading]]] = {tool: [] for tool in tools}
    for number in range(1, rounds + 1):
        for tool in tools:
            print(f"round {number}, {tool} …", file=sys.stderr)
            taken[tool].append(read(tool, sys.executable if tool == OURS else peers, samples))
    return {tool: merged(rounds_of_tool) for tool, rounds_of_tool in taken.items()}


def merged(rounds: Sequence[Mapping[str, Reading]]) -> dict[str, Reading]:
    """The first round's findings with each page's median time."""
    return {
        name: Reading(
            found=first.found, error=first.error, cpu_ms=statistics.median(readings[name].cpu_ms for readings in rounds)
        )
        for name, first in rounds[0].items()
    }


def _as_line(sample: Sample) -> str:
    html = base64.b64encode(sample.html).decode()
    return json.dumps({"html": html, "url": sample.url, "listed": dict(sample.listed)})


def reader_of(tool: str) -> Reader:
    """The function that reads a page; others than ours know no listings."""
    if tool == OURS:
        from bench.adapters import extract

        return extract
    function = getattr(import_module("peers"), PEERS[tool])
    return lambda html, url, listed: function(html, url) or {}


def attempt(reader: Reader, html: bytes, url: str, listed: Mapping[str, str]) -> Reading:
    """One page, timed; a tool that fails has found nothing."""
    found, error = {}, None
    start = time.process_time()
    try:
        found = reader(html, url, listed)
    except Exception as failure:  # noqa: BLE001 - whatever another tool may raise
        error = f"{type(failure).__name__}: {failure}"[:200]
    return Reading(found=found, error=error, cpu_ms=1000 * (time.process_time() - start))


def main(tool: str, pages: str, results: str) -> None:
    """The other end of `read`."""
    asked = [json.loads(line) for line in Path(pages).read_text("utf-8").split("\n")]
    arguments = [(base64.b64decode(page["html"]), page["url"], page["listed"]) for page in asked]
    reader = reader_of(tool)
    for page in arguments[::WARMING]:
        attempt(reader, *page)
    readings = [attempt(reader, *page) for page in arguments]
    lines = [
        json.dumps({"found": r.found, "cpu_ms": r.cpu_ms, "error": r.error}, default=lambda value: value.isoformat())
        for r in readings
    ]
    Path(results).write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
