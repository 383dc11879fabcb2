"""How often the monitors are wrong on a steady site, and how soon they notice: `python -m bench.drift`.

Simulated sites, no crawl: each run has pages of which each has each field with the site's usual share. What the
figures say is in docs/monitoring.md.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from newsarchive.items import Figures
from newsarchive.monitoring import MONITORS, Evidence, Limits
from newsarchive.monitoring.measuring import FIELDS

SHARES = dict(zip(FIELDS, (0.2, 0.97, 0.95, 0.6, 0.7, 1.0, 0.99, 0.98, 0.15, 0.9, 0.4, 1.0), strict=True))
"""Field -> share of a site's pages that has it."""
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
LIMITS = Limits(min_free_bytes=0, no_news_days=7)


def run_of(chance: random.Random, at: datetime, fresh: int, reread: int, shares: Mapping[str, float]) -> Figures:
    """The figures of a run that reads so many pages; a page read again lost a field in one case of a thousand."""
    values: Counter[str] = Counter()
    values["asked"] = fresh + reread
    values["failed"] = sum(chance.random() < 0.005 for _ in range(fresh + reread))
    values["fresh pages"], values["reread pages"] = fresh, reread
    for field, usual in SHARES.items():
        share = shares.get(field, usual)
        values[f"fresh pages with {field}"] = sum(chance.random() < share for _ in range(fresh))
        had = sum(chance.random() < usual for _ in range(reread))
        kept = 0.999 * min(1.0, share / usual)
        values[f"reread pages with {field} before"] = had
        values[f"reread pages still with {field}"] = sum(chance.random() < kept for _ in range(had))
    return Figures(started_at=at, values=values)


def pages(chance: random.Random, at: datetime, every: timedelta, per_day: float) -> int:
    """New pages of a run: more by day than by night, on weekdays than on Sundays, and no two weeks alike."""
    if every < timedelta(days=1):
        per_day *= 1.7 if 7 <= at.hour < 20 else 0.15
    expected = (
        per_day * (every / timedelta(days=1)) * (0.4 if at.weekday() == 6 else 1.1) * chance.gammavariate(4, 0.25)
    )
    return sum(chance.random() < expected / 1000 for _ in range(1000))


def judged(runs: Sequence[Figures]) -> Iterator[str]:
    """Names of the monitors that find something in the newest of the runs."""
    now = runs[-1]
    recent = [run for run in runs[:-1] if run.started_at > now.started_at - timedelta(days=14)]
    history = recent if len(recent) > 10 else runs[:-1][-10:]
    evidence = Evidence(
        now=now, history=history, published={}, today=now.started_at.date(), complete=False, limits=LIMITS
    )
    for name in ("fields", "averages", "edits", "page_types", "problems", "dates"):
        yield from (name for _ in MONITORS[name](evidence))


def false_alarms(seed: int, every: timedelta, days: int, per_day: float, reread: int) -> tuple[int, int]:
    """(runs, findings) of a steady site."""
    chance, runs, found = random.Random(seed), list[Figures](), 0
    for number in range(int(timedelta(days=days) / every)):
        at = BEGIN + number * every
        runs.append(run_of(chance, at, pages(chance, at, every, per_day), reread, {}))
        runs = runs[-600:]
        found += sum(1 for _ in judged(runs))
    return number + 1, found


def notice(seed: int, every: timedelta, per_day: float, reread: int, field: str, left: float) -> int:
    """Runs until the loss of a field is told, after three weeks in order; `left` is the part of its share it keeps."""
    chance, runs = random.Random(seed), list[Figures]()
    start = int(timedelta(days=21) / every) + chance.randrange(24)
    for number in range(start + 2000):
        at = BEGIN + number * every
        shares = {field: left * SHARES[field]} if number >= start else {}
        runs.append(run_of(chance, at, pages(chance, at, every, per_day), reread, shares))
        if number >= start and any(judged(runs[-600:])):
            return number - start + 1
    return 0


def main() -> None:
    """Print the table of docs/monitoring.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.drift", description=__doc__)
    parser.add_argument("--years", type=int, default=1, help="simulated years of each steady site (default 1)")
    parser.add_argument("--trials", type=int, default=20, help="losses simulated for each line (default 20)")
    options = parser.parse_args()
    hour, day = timedelta(hours=1), timedelta(days=1)
    sites = {"hourly, 20 new pages a day": (hour, 20.0, 0), "hourly, and 2 read again": (hour, 20.0, 2),
             "daily, 20 new pages": (day, 20.0, 0), "daily, and 400 read again": (day, 20.0, 400)}  # fmt: skip
    for name, (every, per_day, reread) in sites.items():
        runs, found = (
            sum(each)
            for each in zip(*(false_alarms(n, every, 365, per_day, reread) for n in range(options.years)), strict=True)
        )
        print(f"{name}: {found} findings in {runs} runs of a steady site")
        for field in ("date_published", "kicker"):
            for left, called in ((0.0, "lost"), (0.5, "half lost")):
                needed = [notice(n, every, per_day, reread, field, left) for n in range(options.trials)]
                print(f"  {field} {called}: told after {median(needed):.0f} runs (at most {max(needed)})")


if __name__ == "__main__":
    main()
