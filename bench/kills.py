"""Kill a crawl again and again, and see that nothing is lost: `make kills`, or `python -m bench.kills --kills 50`.

A crawl of the replica is ended by SIGKILL after a random number of requests and begun again, as often as asked for;
the last one may finish. What is then in the archive is held against what the replica says of itself.
"""

from __future__ import annotations

import argparse
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random

from bench.likeness import differences
from bench.measure import ROOT
from newsarchive.demo import Replica, running
from newsarchive.demo.exchange import LoggedRequest
from newsarchive.demo.replica import OPENING
from newsarchive.warc import BadRecord, records

_AT_ONCE = 2
"""Requests under way at a time, as the crawl's settings have it."""


class WatchedReplica(Replica):
    """A replica that can wait for requests."""

    def __init__(self, articles: int, seed: int = 80896, now: datetime = OPENING) -> None:
        super().__init__(seed, articles, now=now)
        self._asked = threading.Condition()

    def log(self, request: LoggedRequest) -> None:
        """Remember a request, and tell whoever waits for it."""
        super().log(request)
        with self._asked:
            self._asked.notify_all()

    def wait_for(self, number: int, crawl: subprocess.Popen[bytes]) -> None:
        """Until so many requests have come in all, or the crawl has ended."""
        with self._asked:
            while len(self.requests) < number and crawl.poll() is None:
                self._asked.wait(0.5)


def campaign(folder: Path, *, kills: int, articles: int, seed: int) -> list[str]:
    """Complaints: none where nothing was lost and nothing asked for twice but what was in flight."""
    random, replica, archive = Random(seed), WatchedReplica(articles), folder / "archive"
    with running(replica) as base_url:
        killed = 0
        step = max(2, 2 * articles // (kills + 1))
        for _ in range(kills):
            killed += _kill(archive, base_url, replica, random.randint(1, step), random.random() / 50)
        ended = subprocess.run(_command(archive, base_url), cwd=ROOT, check=False).returncode
    complaints = [f"the last crawl ended with exit code {ended}"] if ended else []
    print(f"{killed} of {kills} crawls were killed; {len(replica.requests)} requests in all.")
    return [
        *complaints,
        *_lost(archive, replica),
        *_damage(archive),
        *_twice(replica, killed),
        *_unkept(archive),
        *_unsound(archive),
        *_rebuilt(archive, folder / "rebuilt"),
    ]


def _command(archive: Path, base_url: str) -> list[str]:
    options = ["--archive", str(archive), "--base-url", base_url, "--delay", "0", "--quiet"]
    return [sys.executable, "-m", "newsarchive", "crawl", "macommune", *options]


def _kill(archive: Path, base_url: str, replica: WatchedReplica, requests: int, pause: float) -> bool:
    """Run a crawl for so many requests and a moment (seconds), then kill it; False where it had ended by then."""
    with subprocess.Popen(_command(archive, base_url), cwd=ROOT) as crawl:
        replica.wait_for(len(replica.requests) + requests, crawl)
        threading.Event().wait(pause)
        crawl.send_signal(signal.SIGKILL)
        return crawl.wait() == -signal.SIGKILL


def _lost(archive: Path, replica: Replica) -> Iterator[str]:
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        kept = {url for (url,) in db.execute("SELECT url FROM articles")}
        versions = db.execute("SELECT count(*) FROM revisions").fetchone()[0]
        due = db.execute("SELECT count(*) FROM urls WHERE state = 'pending'").fetchone()[0]
    truth = set(replica.truth())
    yield from (f"lost: {url}" for url in sorted(truth - kept))
    yield from (f"made up: {url}" for url in sorted(kept - truth))
    if versions != len(truth):
        yield f"{versions} versions of {len(truth)} articles that never changed"
    if due:
        yield f"{due} addresses were never asked for"


def _damage(archive: Path) -> Iterator[str]:
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        yield from (f"integrity: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")
        yield from (f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check"))


def _twice(replica: Replica, killed: int) -> Iterator[str]:
    articles = {url.removeprefix(replica.home) for url in replica.truth()}
    asked = Counter(request.path for request in replica.requests)
    again = sum(count - 1 for path, count in asked.items() if path in articles)
    print(f"{again} requests for articles were repeated after {killed} kills.")
    if again > killed * _AT_ONCE:
        yield f"{again} articles were asked for again, more than the {killed * _AT_ONCE} that were in flight"


def _unkept(archive: Path) -> Iterator[str]:
    """Responses in the WARC files that no row tells of, and rows without their record."""
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        told = set(db.execute("SELECT warc_file, warc_offset FROM captures"))
    kept: set[tuple[str, int]] = set()
    for path in sorted((archive / "warc").glob("*.warc.gz")):
        for record in records(path):
            if isinstance(record, BadRecord):
                yield str(record)
            elif record.type in ("response", "revisit"):
                kept.add((path.name, record.place.offset))
    torn = len(list((archive / "warc").glob("*.torn-*")))
    print(f"{len(kept)} responses are in the WARC files; torn records that were cut off: {torn}.")
    yield from (f"a record without a row: {place}" for place in sorted(kept - told))
    yield from (f"a row without a record: {place}" for place in sorted(told - kept))


def _unsound(archive: Path) -> Iterator[str]:
    """What `newsarchive verify` finds."""
    command = [sys.executable, "-m", "newsarchive", "verify", "--archive", str(archive)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        yield f"verify: {done.stdout}{done.stderr}"


def _rebuilt(archive: Path, rebuilt: Path) -> Iterator[str]:
    """How a database made from the WARC files alone differs."""
    command = [sys.executable, "-m", "newsarchive", "reextract", "--archive", str(archive), "--into", str(rebuilt)]
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode:
        yield "the archive could not be rebuilt"
    yield from differences(archive, rebuilt)


def main() -> int:
    """Run a campaign; 1 where anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=80896)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        complaints = campaign(Path(folder), kills=options.kills, articles=options.articles, seed=options.seed)
    print("\n".join(complaints) or "Nothing was lost.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
