"""`python -m bench.years --days 400 --seed 1`."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from bench import years
from bench.years.campaign import Campaign
from bench.years.site import HeldReplica
from newsarchive.demo import running


def main() -> int:
    """Run a campaign; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.years", description=years.__doc__)
    parser.add_argument("--days", type=float, default=400, help="how long the site is edited (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=130, help="of the site at first (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same site and plan")
    parser.add_argument("--keep", type=Path, help="an empty folder that the archive is left in, to look at")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        archive = (options.keep or Path(temporary)) / "archive"
        archive.parent.mkdir(parents=True, exist_ok=True)
        replica = HeldReplica(options.seed, options.articles)
        with running(replica) as base_url:
            campaign = Campaign(archive, replica, base_url, options.seed)
            campaign.go_through(options.days)
        print("\n".join(_report(campaign, archive)))
    print("\n".join(campaign.complaints) or "Nothing was lost, nothing made up.")
    return 1 if campaign.complaints else 0


def _report(campaign: Campaign, archive: Path) -> list[str]:
    manners = Counter(run.manner for run in campaign.runs)
    requests = campaign.answers.total()
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        articles, revisions, findings = db.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), (SELECT count(*) FROM findings)"
        ).fetchone()
    killed = sum(run.code < 0 for run in campaign.runs)
    return [
        f"{campaign.days:.0f} days, {len(campaign.runs)} runs: {', '.join(f'{n} {name}' for name, n in manners.items())}.",
        f"{killed} runs were killed by signal.",
        f"{requests} requests, {requests / campaign.days:.0f} a day: "
        + ", ".join(f"{count} {name}" for name, count in campaign.answers.most_common())
        + ".",
        f"{articles} articles in {revisions} versions; {campaign.changes} changes were published after the first one.",
        f"{findings} findings of the monitors; the write-ahead log had {campaign.largest_wal / 2**20:.1f} MiB at most.",
    ]


if __name__ == "__main__":
    sys.exit(main())
