"""Ask every question and print the report: `make bench`, or `python -m bench [--only NAME] [--rounds N]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench import capture, crawl, dates, extraction, real_pages, reextraction, report, startup
from bench.measure import ROOT, Answer

RESULTS = ROOT / "bench-results"


def questions(scratch: Path, peers: Path | None, rounds: int) -> Mapping[str, Callable[[], Answer]]:
    """Each question under its name on the command line, in the order of the report."""
    return {
        "startup": lambda: startup.measure(rounds),
        "dates": lambda: dates.measure(rounds),
        "extraction": lambda: extraction.measure(rounds),
        "crawl": lambda: crawl.measure(scratch, rounds),
        "capture": lambda: capture.measure(scratch, rounds),
        "reextract-workers": lambda: reextraction.workers(scratch, rounds),
        "reextract": lambda: reextraction.pace(scratch, rounds),
        "reextract-memory": lambda: reextraction.memory(scratch),
        "sizes": lambda: reextraction.sizes(scratch),
        "pages": lambda: real_pages.pages(peers),
        "date-texts": real_pages.dates,
    }


def main() -> int:
    """Print the report and keep a copy; 0 also where a target is missed: figures are to be read."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--peers", type=Path, help="interpreter that has the tools to measure against")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many rounds is printed (default 3)")
    parser.add_argument(
        "--only", action="append", choices=list(questions(Path(), None, 1)), help="ask this question alone"
    )
    options = parser.parse_args()
    answers = []
    with tempfile.TemporaryDirectory() as scratch:
        asked = questions(Path(scratch), options.peers and options.peers.absolute(), options.rounds)
        for name in options.only or asked:
            print(f"{name} …", file=sys.stderr)
            answers.append(asked[name]())
    now = datetime.now(UTC)
    text = report.render(answers, now)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{now:%Y%m%d-%H%M%S}.md").write_text(text, "utf-8")
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
