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
    told = ", ".join(f"{number} {manner}" for manner, number in manners.items())
    answers = ", ".join(f"{number} {kind}" for kind, number in campaign.answers.most_common())
    requests, killed = campaign.answers.total(), sum(run.code < 0 for run in campaign.runs)
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db:
        articles, revisions, findings = db.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), (SELECT count(*) FROM findings)"
        ).fetchone()
    return [
        f"{campaign.days:.0f} days, {len(campaign.runs)} runs ({told}), {killed} of them ended by SIGKILL.",
        f"{requests} requests, {requests / max(campaign.days, 1):.0f} a day ({answers}).",
        f"{campaign.articles_sent} articles were sent whole, {campaign.changes} changes to known ones were published.",
        f"{articles} articles are archived in {revisions} versions; the monitors found {findings} things.",
        f"The write-ahead log had {campaign.largest_wal / 2**20:.1f} MiB at most.",
    ]


if __name__ == "__main__":
    sys.exit(main())
