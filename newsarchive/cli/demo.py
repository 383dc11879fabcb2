"""Crawl the bundled replica of maCommune.info, let it publish rounds of edits, crawl again, and say what was found."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from newsarchive.cli import folder, to_type
from newsarchive.cli.crawl import DRIFTED, WORDS
from newsarchive.errors import ArchiveUnusable, NewsArchiveError

HELP = "crawl the bundled replica of the site as it changes"
DEFAULT_FOLDER = Path("demo-archive")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--archive", type=folder, metavar="DIR", help=f"a new folder (default: {DEFAULT_FOLDER}, emptied first)"
    )


def run(args: argparse.Namespace) -> int:
    """Print each crawl beside what the replica says of itself; 1 where they differ."""
    from newsarchive.demo import Replica, running

    folder = _fresh(args.archive)
    replica = Replica()
    with running(replica) as base_url:
        print(f"A replica of maCommune.info answers at {base_url}; the archive is {folder}.")
        right = [_compared("First crawl", _crawl(folder, base_url), {"first": len(replica.truth())})]
        for title in ("After a round of edits", "After another one"):
            edits: Counter[str] = Counter(replica.publish_round().changes.values())
            edits["unchanged"] = len(replica.truth()) - edits.total() + edits["gone"]
            right.append(_compared(title, _crawl(folder, base_url), edits))
    print(f"\nOpen it in a browser: {to_type('browse', '--archive', folder)}")
    return 0 if all(right) else 1


def _fresh(chosen: Path | None) -> Path:
    """The folder to archive into; what an earlier demo left in the default one is removed, nothing else ever is."""
    if chosen is None:
        shutil.rmtree(DEFAULT_FOLDER, ignore_errors=True)
        return DEFAULT_FOLDER
    if chosen.exists() and (not chosen.is_dir() or any(chosen.iterdir())):
        raise ArchiveUnusable(f"The demo wants a folder of its own, and {chosen} is in use: name a new one.")
    return chosen


def _crawl(folder: Path, base_url: str) -> Mapping[str, int]:
    """The counts of one crawl, run as a user would run it."""
    options = ["--archive", str(folder), "--base-url", base_url, "--delay", "0", "--full", "--json"]
    if not sys.stderr.isatty():
        options.append("--quiet")
    command = [sys.executable, "-m", "newsarchive", "crawl", "macommune", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in {0, DRIFTED}:
        raise NewsArchiveError(f"The crawl of the replica ended with exit code {done.returncode}; see above.")
    counts: Mapping[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counts


def _compared(title: str, counts: Mapping[str, int], expected: Mapping[str, int]) -> bool:
    """Print what was found beside what there was to find; whether they agree."""
    print(f"\n{title + ', ' + format(counts['seconds'], '.0f') + ' s':<28}{'found':>8}{'expected':>10}")
    for name, word in WORDS.items():
        if counts[name] or expected.get(name):
            print(f"  {word:<26}{counts[name]:>8}{expected.get(name, 0):>10}")
    return all(counts[name] == expected.get(name, 0) for name in WORDS)
