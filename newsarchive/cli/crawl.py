"""Discover a site's articles and archive them, and what became of those archived before."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from newsarchive.cli import folder, positive, to_type
from newsarchive.errors import ArchiveLocked, UnknownDate

if TYPE_CHECKING:
    from newsarchive.crawling.run import Report

HELP = "archive a site"
DRIFTED = 3
"""Exit code of a crawl that archived, and whose monitors found something."""
WORDS = {
    "first": "new",
    "update": "updated",
    "silent-edit": "silently edited",
    "restamp": "restamped",
    "backdated": "backdated",
    "reversion": "reverted",
    "unchanged": "unchanged",
    "gone": "gone",
    "redirected": "moved",
    "failed": "failed",
}
"""Count -> how people say it."""
LONGEST_CRAWL = 86_400
"""Seconds after which `--quiet` says that another crawl is still under way: it may hang."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `newsarchive crawl`."""
    parser.add_argument("site", metavar="SITE", help="name of the site, as in `macommune`")
    parser.add_argument(
        "--archive", type=folder, default=Path("data"), metavar="DIR", help="archive folder (%(default)s)"
    )
    parser.add_argument("--base-url", type=web_address, metavar="URL", help="crawl a mirror or replica of the site")
    parser.add_argument("--delay", type=seconds, metavar="SECONDS", help="wait between requests (1)")
    parser.add_argument("--limit", type=positive, metavar="N", help="ask for N articles at most, the newest first")
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="leave out what a feed or sitemap dates before that day (2026-01-31)"
    )
    parser.add_argument(
        "--max-time", type=_duration, metavar="DURATION", help="ask for nothing more after 90 (seconds), 30s, 45m or 2h"
    )
    parser.add_argument(
        "--full", action="store_true", help="ask for all there is, due or not; a missing article is gone at once"
    )
    parser.add_argument(
        "--requisites", action="store_true", help="keep the pictures, stylesheets and scripts of articles too"
    )
    parser.add_argument(
        "--alert-command", metavar="CMD", help="run this in a shell when a monitor finds something, JSON on its input"
    )
    parser.add_argument(
        "--alert-url", type=web_address, metavar="URL", help="post what the monitors find to this address, as JSON"
    )
    parser.add_argument("--json", action="store_true", help="end with the run's counts, one JSON object on one line")
    parser.add_argument("--quiet", action="store_true", help="print nothing unless something is wrong")


def run(arguments: argparse.Namespace) -> int:
    """Crawl; with --quiet, another crawl that began within a day is nothing wrong: the exit code alone tells."""
    try:
        return _crawl(arguments)
    except ArchiveLocked as held:
        if arguments.quiet and _is_under_way(held, arguments.archive):
            return held.exit_code
        raise


def _is_under_way(held: ArchiveLocked, archive: Path) -> bool:
    """Whether another crawl took the lock file less than a day ago; a database that is locked has no such excuse."""
    if not isinstance(held.__cause__, BlockingIOError):
        return False
    return time() - (archive / "lock").stat().st_mtime < LONGEST_CRAWL


def _crawl(arguments: argparse.Namespace) -> int:
    """Crawl, and print what was found; 3 where a monitor found something."""
    from newsarchive.crawling.run import crawl
    from newsarchive.sites import site_named

    site_named(arguments.site)
    if not (arguments.base_url or arguments.quiet or os.environ.get("NEWSARCHIVE_CONTACT")):
        print("Nobody at the site can reach you: set NEWSARCHIVE_CONTACT to your address.", file=sys.stderr)
    report = crawl(
        arguments.site,
        archive=arguments.archive,
        base_url=arguments.base_url,
        limit=arguments.limit,
        since=arguments.since,
        max_time=arguments.max_time,
        full=arguments.full,
        requisites=arguments.requisites,
        delay=arguments.delay,
        alert_command=arguments.alert_command,
        alert_url=arguments.alert_url,
        live=sys.stderr.isatty() and not arguments.quiet,
        quiet=arguments.quiet,
    )
    if not arguments.quiet:
        print(summary(report))
    if arguments.json:
        print(json.dumps(report.as_json()))
    return DRIFTED if report.findings else 0


def summary(report: Report) -> str:
    """What a crawl came to, for people."""
    counts = report.counts
    end = "" if report.finish_reason == "finished" else f" (ended early: {report.finish_reason})"
    return (
        f"{report.site}: {described(counts)}{end}.\n"
        f"{counts['requests']} requests, {counts['not_modified']} of them answered that nothing had changed, "
        f"{counts['bytes'] / 1e6:.1f} MB, {report.seconds:.0f} s. {_outlook(report)}\n"
        f"Open it with: {to_type('browse', '--archive', report.archive)}"
    )


def _outlook(report: Report) -> str:
    """What the next run will have to do."""
    if report.due:
        return f"Still to be asked for: {report.due}."
    return f"The next address is due at {report.next_due:%Y-%m-%d %H:%M} UTC." if report.next_due else ""


def described(counts: Mapping[str, int]) -> str:
    """The counts that are not nought, in words."""
    told = [f"{counts[name]} {word}" for name, word in WORDS.items() if counts[name]]
    return ", ".join(told) or "nothing new"


def seconds(text: str) -> float:
    """A delay that was typed."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no delay: give seconds, such as 1 or 0.5")
    return value


def _duration(text: str) -> float:
    from newsarchive.crawling.durations import duration

    try:
        return duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _day(text: str) -> date:
    from newsarchive import parse_date

    try:
        found = parse_date(text)
    except UnknownDate:
        raise argparse.ArgumentTypeError(f"{text!r} names no day: write 2026-01-31 or 31/01/2026") from None
    return found.date() if isinstance(found, datetime) else found


def web_address(text: str) -> str:
    """The address of a mirror that was typed."""
    if not re.match(r"https?://[^/]", text, re.IGNORECASE):
        raise argparse.ArgumentTypeError(f"{text!r} is no web address: begin it with http:// or https://")
    return text
