"""How often the monitors are wrong on a steady site, and how soon they notice a loss: `make drift`.

Simulated sites, no crawl. Each page has each field with the site's usual share, which differs from day to day (by a
normal distribution of its logit), and a length from a log-normal distribution; a page read again lost a field in one
case of a thousand. docs/monitoring.md has the figures.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from newsarchive.items import Figures
from newsarchive.monitoring import MONITORS, Evidence, Limits
from newsarchive.monitoring.measuring import FIELDS

SHARES = dict(zip(FIELDS, (0.2, 0.97, 0.95, 0.6, 0.7, 1.0, 0.99, 0.98, 0.15, 0.9, 0.4, 1.0), strict=True))
"""Field -> share of a site's pages that has it."""
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
HISTORY = timedelta(days=21)
UNLIKE = 0.5
"""Standard deviation of a share's logit from day to day."""
LIMITS = Limits(min_free_bytes=0, no_news_days=7)
JUDGES = ("fields", "averages", "edits", "page_types", "problems", "dates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site, and how it is crawled."""

    every: timedelta
    per_day: float
    """New pages."""
    reread: int
    """Pages read again by each run."""


SITES = {
    "hourly, 20 new pages a day": Site(every=timedelta(hours=1), per_day=20, reread=0),
    "hourly, 20 new pages a day and 2 read again a run": Site(every=timedelta(hours=1), per_day=20, reread=2),
    "daily, 20 new pages": Site(every=timedelta(days=1), per_day=20, reread=0),
    "daily, 20 new pages and 400 read again": Site(every=timedelta(days=1), per_day=20, reread=400),
}


def simulated(site: Site, chance: random.Random, at: datetime, kept: Mapping[str, float]) -> Figures:
    """A run; `kept` is the part of their usual share that fields keep, where that is not all."""
    fresh = _new_pages(site, chance, at)
    values: Counter[str] = Counter({"asked": fresh + site.reread, "known pages": site.reread})
    values["failed"] = _hits(chance, fresh + site.reread, 0.005)
    values["silent edits"] = _hits(chance, site.reread, 0.02)
    values["fresh pages"] = fresh
    figures: dict[str, float] = dict(values)
    for field, usual in SHARES.items():
        left = kept.get(field, 1.0)
        had = _hits(chance, site.reread, usual)
        figures[f"fresh pages with {field}"] = _hits(chance, fresh, left * _of_the_day(usual, at, field))
        figures[f"reread pages with {field} before"] = had
        figures[f"reread pages still with {field}"] = _hits(chance, had, 0.999 * left)
    lengths = [round(chance.lognormvariate(5.8, 0.7)) for _ in range(fresh)]
    figures["fresh words"] = sum(lengths)
    figures["fresh words, logarithms"] = sum(map(math.log1p, lengths))
    figures["fresh words, squared logarithms"] = sum(math.log1p(length) ** 2 for length in lengths)
    return Figures(started_at=at, values=figures)


def _new_pages(site: Site, chance: random.Random, at: datetime) -> int:
    """More by day than by night, on weekdays than on Sundays, and no two days alike."""
    expected = site.per_day * (site.every / timedelta(days=1)) * (0.4 if at.weekday() == 6 else 1.1)
    if site.every < timedelta(days=1):
        expected *= 1.7 if 7 <= at.hour < 20 else 0.15
    return _hits(chance, 200, min(1.0, expected * chance.gammavariate(4, 0.25) / 200))


def _of_the_day(usual: float, at: datetime, field: str) -> float:
    """A day of sports has other kickers than one of politics; what every page has, it has every day."""
    if usual >= 1:
        return usual
    logit = math.log(usual / (1 - usual)) + random.Random(f"{at.date()} {field}").gauss(0, UNLIKE)
    return 1 / (1 + math.exp(-logit))


def _hits(chance: random.Random, tries: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(tries))


def findings(runs: Sequence[Figures]) -> Iterator[str]:
    """What is said of the newest of the runs."""
    now = runs[-1]
    recent = [run for run in runs[:-1] if run.started_at >= now.started_at - HISTORY]
    evidence = Evidence(
        now=now,
        history=max(recent, runs[-11:-1], key=len),
        published={},
        today=now.started_at.date(),
        complete=False,
        limits=LIMITS,
    )
    for name in JUDGES:
        yield from (finding.message for finding in MONITORS[name](evidence))


def false_alarms(site: Site, seed: int, days: int) -> tuple[int, list[str]]:
    """Number of runs of a site where nothing changes, and what is said of them all the same."""
    chance, runs, said = random.Random(seed), list[Figures](), list[str]()
    number = int(timedelta(days=days) / site.every)
    for place in range(number):
        runs.append(simulated(site, chance, BEGIN + place * site.every, {}))
        said += findings(runs[-600:])
    return number, said


def runs_to_notice(site: Site, seed: int, field: str, left: float) -> int | None:
    """Runs until a loss is told, after three weeks in order; None where that takes more than three.

    `left` is the part of its usual share that the field keeps.
    """
    chance, runs = random.Random(seed), list[Figures]()
    start = int(timedelta(days=21) / site.every) + chance.randrange(24)
    for place in range(start + int(HISTORY / site.every)):
        kept = {field: left} if place >= start else {}
        runs.append(simulated(site, chance, BEGIN + place * site.every, kept))
        if place >= start and any(message.count(field) for message in findings(runs[-600:])):
            return place - start + 1
    return None


def main() -> None:
    """Print the figures of docs/monitoring.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.drift", description=__doc__)
    parser.add_argument("--years", type=int, default=1, help="simulated years of each steady site (default 1)")
    parser.add_argument("--trials", type=int, default=15, help="losses simulated for each line (default 15)")
    options = parser.parse_args()
    for name, site in SITES.items():
        years = [false_alarms(site, seed, 365) for seed in range(options.years)]
        said = [message for _, messages in years for message in messages]
        print(f"{name}: {len(said)} findings in {sum(runs for runs, _ in years)} runs of a steady site")
        for message in said:
            print(f"    {message}")
        for field, left in (("date_published", 0.0), ("date_published", 0.5), ("kicker", 0.0), ("kicker", 0.5)):
            needed = [runs_to_notice(site, seed, field, left) for seed in range(options.trials)]
            noticed = sorted(number for number in needed if number)
            after = f"after {median(noticed):.0f} runs, at most {max(noticed)}" if noticed else "never"
            loss = "half lost" if left else "lost"
            print(f"  {field} {loss}: told in {len(noticed)} of {len(needed)} trials, {after}", flush=True)


if __name__ == "__main__":
    main()
