"""Measure how right every tool reads and write docs/quality.md: `make bench-quality`, or `python -m bench.quality`.

With --raise-floors, lift the floors of our scores instead.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from bench import corpus
from bench.measure import ROOT, run_child
from bench.quality import floors, report
from bench.quality.pages import SETS, samples_of
from bench.quality.reading import OURS, PEERS, read_all
from bench.quality.tables import errors

PAGE = ROOT / "docs" / "quality.md"
DATE_PARSERS = {
    OURS: "bench.adapters:parse_date",
    "dateparser": "peers:dateparser_fr",
    "dateparser, searching": "peers:dateparser_fr_search",
}
VERSIONS = "import json, sys, importlib.metadata as m; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


def measure(peers: Path, rounds: int) -> report.Run:
    """Every tool over every page, and every parser of dates over every text."""
    samples = {name: samples_of(name) for name in SETS}
    readings = read_all((OURS, *PEERS), peers, list(chain(*samples.values())), rounds)
    dates = {
        name: corpus.date_scores(spec, sys.executable if name == OURS else peers) for name, spec in DATE_PARSERS.items()
    }
    versions = json.loads(run_child([peers, "-c", VERSIONS, *PEERS, "dateparser"]).stdout)
    at = datetime.now(UTC)
    return report.Run(at=at, rounds=rounds, versions=versions, samples=samples, readings=readings, dates=dates)


def raise_floors(reason: str) -> None:
    """Write the floors anew and say what moved."""
    before, values = floors.load(), floors.measured()
    after = floors.raised(before, values, reason)
    floors.FILE.write_text(floors.render(after), "utf-8")
    print(f"raised in bench/{floors.FILE.name}" if after != before else "no score is above its floor")
    print(*floors.breaches(after, values), sep="\n", end="")


def main() -> int:
    """0 also where a target is missed: the page says so, and the tests hold the floors."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("--peers", type=Path, help="interpreter that has the other tools")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many rounds is printed (default 3)")
    parser.add_argument("--raise-floors", action="store_true", help="lift the floors of our scores, lower none")
    parser.add_argument("--reason", help="why scores are better now: kept beside each floor that is raised")
    options = parser.parse_args()
    if reason := corpus.missing():
        print(f"Nothing is measured: {reason}.", file=sys.stderr)
        return 0
    if options.raise_floors:
        if not options.reason:
            parser.error("--raise-floors needs a --reason, which is kept beside the floors")
        raise_floors(options.reason)
        return 0
    if not options.peers or not options.peers.is_file():
        parser.error("--peers must name the interpreter that has the other tools: call it by `make bench-quality`")
    run = measure(options.peers.absolute(), options.rounds)
    PAGE.write_text(report.render(run), "utf-8")
    print(report.render(run), end="")
    print(*errors(run.readings), sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
