"""A campaign: step by step through the years, then a quiet time, then the reckoning."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.years.chronicle import Chronicle
from bench.years.events import Events
from bench.years.invariants import Invariants
from bench.years.outcome import check_file, examine
from bench.years.passing import let_pass
from bench.years.runs import MANNERS, Crawler, Manner, Run
from bench.years.site import HeldReplica

_DAY = timedelta(days=1)
_ROUND = timedelta(hours=26)
"""What a round of edits takes of the replica's time, and a little."""
_QUIET = (1.2, 8, 33, 205, 205, 2, 2)
"""Days before each crawl of the quiet time: what failed waits for a week, what leads elsewhere for a month, an old
article that never changes for twice half a year, a tenth more or less; what is missing then is looked at once more."""
_WEIGHTS = (55, 15, 8, 8, 6, 8)
"""How often a run goes in each of the MANNERS."""
_CHECK_FILE_EVERY = 25
"""Runs."""


class Campaign:
    """Years of a site and its archive."""

    def __init__(self, archive: Path, replica: HeldReplica, base_url: str, seed: int) -> None:
        self._archive, self._replica, self._random = archive, replica, Random(seed)
        self._chronicle = Chronicle(replica)
        self._events = Events(replica, self._chronicle, self._random)
        self._crawler = Crawler(archive, replica, base_url, self._random)
        self._invariants = Invariants(archive)
        self._began = replica.now
        self._passed = timedelta()
        self.runs: list[Run] = []
        self.answers: Counter[str] = Counter()
        self.articles_sent = 0
        """Articles whose page was sent whole."""
        self.complaints: list[str] = []

    def go_through(self, days: float) -> None:
        """The first crawl, so many days of everything, the quiet time, the reckoning; ends at once on complaints."""
        self._crawl("killed")
        self._crawl("whole")
        first = len(self.runs)
        while not self.complaints and self.days < days:
            self._step()
        self._be_polite(self.runs[first:])
        self._events.settle()
        for quiet_days in _QUIET:
            if not self.complaints:
                self._let_pass(timedelta(days=quiet_days))
                self._crawl("whole")
        if not self.complaints:
            self._complain(*examine(self._archive, self._replica.truth(), self._chronicle))

    @property
    def days(self) -> float:
        """That have passed."""
        return self._passed / _DAY

    @property
    def changes(self) -> int:
        """That were published."""
        return self._chronicle.changes

    @property
    def largest_wal(self) -> int:
        """Bytes."""
        return self._invariants.largest_wal

    def _step(self) -> None:
        step = timedelta(hours=self._random.choice((3, 7, 13, 26, 30, 49, 75, 99)))
        self._let_pass(step, with_events=True)
        if self._random.random() < 0.15:
            self._events.obstruct()
            self._crawl(self._random.choices(MANNERS, _WEIGHTS)[0], obstructed=True)
            self._let_pass(timedelta(hours=self._random.randint(1, 24)))
            if self._random.random() < 0.5:
                self._crawl("whole", obstructed=True)
            self._replica.clear()
        else:
            self._crawl(self._random.choices(MANNERS, _WEIGHTS)[0])

    def _be_polite(self, runs: Sequence[Run]) -> None:
        """Less is asked for in a day than there are articles: most of them need not be looked at each day."""
        a_day = sum(len(run.requests) for run in runs) / max(self.days, 1)
        if a_day > len(self._replica):
            self._complain(f"{a_day:.0f} requests a day are too many for {len(self._replica)} articles")

    def _let_pass(self, step: timedelta, *, with_events: bool = False) -> None:
        before = self._replica.now
        if with_events:
            self._events.happen(round_fits=step >= _ROUND)
        self._replica.tick(max(step - (self._replica.now - before), timedelta(seconds=1)))
        self._chronicle.note()
        let_pass(self._archive, self._replica.now - before)
        self._passed += self._replica.now - before

    def _crawl(self, manner: Manner, *, obstructed: bool = False) -> None:
        run = self._crawler.run(manner, good=frozenset({0, 3, 5} if obstructed else {0, 3}))
        self.runs.append(run)
        self.answers.update(_kind_of(request.status) for request in run.requests)
        articles = {url.removeprefix(self._replica.home) for url in self._chronicle.states}
        self.articles_sent += sum(request.status == 200 and request.path in articles for request in run.requests)
        if run.manner in ("whole", "twice at once") and not obstructed and not self._events.forbidding:
            self._chronicle.note_crawl()
        kills = sum(each.code < 0 for each in self.runs)
        self._complain(*run.complaints, *self._invariants.check(run, self._chronicle, self._passed, kills))
        if len(self.runs) % _CHECK_FILE_EVERY == 0:
            with closing(sqlite3.connect(self._archive / "newsarchive.db")) as db:
                self._complain(*check_file(db))

    def _complain(self, *complaints: str) -> None:
        when = f"day {self.days:.1f}, run {len(self.runs)}"
        self.complaints += [f"{when}: {complaint}" for complaint in complaints]


def _kind_of(status: int) -> str:
    if status == 304:
        return "not modified"
    return "bodies" if status == 200 else "redirects" if status in (301, 308) else "others"
