"""The campaign: `python -m bench.fuzz --pages 100000 --workers 2`, and `--replay SEED` for one page of it."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.fuzz.case import make_case
from bench.fuzz.checks import examine
from bench.fuzz.sources import sources
from newsarchive.extraction.fallback import trafilatura_blocks

HANG_SECONDS = 20
"""User CPU time after which a page is given up."""
CHUNK = 100
SHOWN = 40


class Hang(BaseException):
    """A page took so long that it was given up; no Exception, so that no library takes it for one of its own."""


@dataclass(slots=True)
class Tally:
    """What is counted over many pages; two of them can be added."""

    pages: int = 0
    refused: int = 0
    seconds: float = 0
    mutations: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    """Failures by kind."""
    failures: list[tuple[int, str]] = field(default_factory=list)
    """(seed, what is wrong with which page)."""
    slowest: tuple[float, int] = (0, 0)
    """(CPU seconds, seed)."""

    def add(self, other: Tally) -> None:
        """Count another's pages too."""
        self.pages += other.pages
        self.refused += other.refused
        self.seconds += other.seconds
        self.mutations += other.mutations
        self.failed += other.failed
        self.failures += other.failures
        self.slowest = max(self.slowest, other.slowest)


def fuzz(seeds: range) -> Tally:
    """Make and examine the pages of these seeds."""
    tally = Tally()
    for seed in seeds:
        tally.pages += 1
        try:
            case = make_case(seed)
        except Exception as error:  # noqa: BLE001 - a mutation that fails is a finding, too, and no end of a campaign
            _fail(tally, seed, f"mutation: {error!r}")
            continue
        tally.mutations.update(case.chain)
        signal.setitimer(signal.ITIMER_VIRTUAL, HANG_SECONDS)
        try:
            outcome = examine(case)
        except Hang:
            _fail(tally, seed, f"hang: given up after {HANG_SECONDS} s")
            continue
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        tally.refused += outcome.refused
        tally.seconds += outcome.seconds
        tally.slowest = max(tally.slowest, (outcome.seconds, seed))
        for failure in outcome.failures:
            _fail(tally, seed, f"{failure}  [{case.source.name}: {' > '.join(case.chain)}]")
    return tally


def _fail(tally: Tally, seed: int, failure: str) -> None:
    tally.failed[failure.split(":")[0]] += 1
    tally.failures.append((seed, failure))


def _watch() -> None:
    """Prepare a worker: an alarm clock, the pages, and the tool that is slow when it is first asked."""

    def ring(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGVTALRM, ring)
    trafilatura_blocks(sources()[0].page.body, "")


def campaign(first: int, pages: int, workers: int) -> Iterator[Tally]:
    """Tallies of pages as they are done, chunk by chunk."""
    chunks = [range(start, min(start + CHUNK, first + pages)) for start in range(first, first + pages, CHUNK)]
    with ProcessPoolExecutor(workers, initializer=_watch) as pool:
        yield from pool.map(fuzz, chunks)


def report(tally: Tally, elapsed: float) -> str:
    """The figures of a campaign."""
    lines = [f"seed {seed}: {failure}" for seed, failure in tally.failures[:SHOWN]]
    pace = f"{tally.pages / elapsed:.0f} pages/s"
    lines.append(f"{tally.pages:,} pages in {elapsed:.0f} s: {pace}, {tally.refused:,} refused")
    lines.append(
        f"{1000 * tally.seconds / tally.pages:.1f} ms CPU per page, slowest {tally.slowest[0]:.2f} s: "
        f"seed {tally.slowest[1]} [{_story(tally.slowest[1])}]"
    )
    lines.append("mutations: " + ", ".join(f"{name} {count:,}" for name, count in sorted(tally.mutations.items())))
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in tally.failed.most_common())
    lines.append(f"failures: {kinds or 'none'}")
    return "\n".join(lines)


def _story(seed: int) -> str:
    case = make_case(seed)
    return f"{case.source.name}: {' > '.join(case.chain)}"


def replay(seed: int, output: Path | None) -> int:
    """Say what is wrong with the page of one seed, and keep it where asked to."""
    case = make_case(seed)
    outcome = examine(case)
    print(f"{_story(seed)}\n{case.kind}, {len(case.page.body):,} bytes, {outcome.seconds:.3f} s CPU")
    print("\n".join(outcome.failures) or "nothing is wrong with it")
    if output:
        output.write_bytes(case.page.body)
    return 1 if outcome.failures else 0


def main(argv: list[str] | None = None) -> int:
    """Exit code 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000, help="how many pages to make (default 2000)")
    parser.add_argument("--workers", type=int, default=2, help="processes side by side (default 2)")
    parser.add_argument("--seed", type=int, default=0, help="number of the first page (default 0)")
    parser.add_argument("--replay", type=int, metavar="SEED", help="make and read this page alone")
    parser.add_argument("--output", type=Path, help="with --replay: where to write the page")
    options = parser.parse_args(argv)
    if options.replay is not None:
        return replay(options.replay, options.output)
    total, started = Tally(), time.monotonic()
    for tally in campaign(options.seed, options.pages, options.workers):
        total.add(tally)
    print(report(total, time.monotonic() - started))
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
