"""How collecting goes: the runs of each site and what is thought of them, problems, and how much is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from newsarchive.archive.crawls_schema import CHANGE_COUNTS
from newsarchive.archive.values import utc
from newsarchive.browse.condition import (
    SILENCE,
    SUCCESSES,
    Concern,
    Course,
    Status,
    concerns,
    is_overdue,
    status_of,
    usual_interval,
    worst,
)
from newsarchive.browse.reading.choices import choices
from newsarchive.browse.reading.rows import row, rows, value

SHOWN_RUNS: Final = 30
SHOWN_PROBLEMS: Final = 20
MONTH: Final = timedelta(days=30)
_LAST_STARTS: Final = 1000

_COUNTS: Final = (*CHANGE_COUNTS.values(), "gone", "redirected", "failed", "discovered", "not_modified")
_RUN: Final = f"""
    SELECT id, site, started_at, finished_at, finish_reason, resume_at, {", ".join(_COUNTS)},
           CASE WHEN finished_at IS NULL THEN (SELECT count(*) FROM captures WHERE crawl_id = crawls.id)
                ELSE responses END AS responses,
           (SELECT count(*) FROM findings WHERE crawl_id = crawls.id) AS findings
    FROM crawls
"""
_RUNS: Final = f"{_RUN} ORDER BY id DESC LIMIT {SHOWN_RUNS}"
_OF_SITE: Final = "WHERE site = :site AND finish_reason IS NOT 'imported'"
_LAST_RUN: Final = f"{_RUN} {_OF_SITE} ORDER BY id DESC LIMIT 1"
_LAST_SUCCESS: Final = f"""
    SELECT finished_at FROM crawls {_OF_SITE} AND finish_reason IN ({", ".join(f"'{name}'" for name in SUCCESSES)})
    ORDER BY id DESC LIMIT 1
"""
_STARTS: Final = f"SELECT started_at FROM crawls {_OF_SITE} ORDER BY id DESC LIMIT {_LAST_STARTS}"
_WAITING: Final = "SELECT max(resume_at) FROM crawls WHERE site = :site AND resume_at > :now"
_SIGN_OF_LIFE: Final = "SELECT fetched_at FROM captures WHERE crawl_id = ? ORDER BY id DESC LIMIT 1"
_DUE: Final = "SELECT count(*) FROM urls WHERE site = :site AND next_visit_at <= :now"
_NEXT_DUE: Final = "SELECT min(next_visit_at) FROM urls WHERE site = :site AND next_visit_at > :now"
_FINDINGS: Final = f"""
    SELECT monitor, message, at FROM findings WHERE crawl_id = (
        SELECT id FROM crawls {_OF_SITE} AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1
    ) ORDER BY id
"""
_RECENT_FINDINGS: Final = """
    SELECT monitor, count(*) AS number, max(findings.at) AS last_at
    FROM findings JOIN crawls ON crawls.id = crawl_id
    WHERE at >= :since AND site = :site GROUP BY monitor ORDER BY number DESC, monitor
"""
_PROBLEM_KINDS: Final = "SELECT error, count(*) AS number FROM problems GROUP BY error ORDER BY number DESC, error"
_PROBLEMS: Final = f"""
    SELECT at, problems.url, stage, error, message, articles.key
    FROM problems LEFT JOIN articles ON articles.url = problems.url ORDER BY problems.id DESC LIMIT {SHOWN_PROBLEMS}
"""
_STATES: Final = "SELECT state AS name, count(*) AS addresses FROM urls GROUP BY state ORDER BY addresses DESC"
_DATABASE: Final = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
_WARC: Final = "SELECT count(*), coalesce(sum(length), 0) FROM warc_files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run, with the columns of `crawls`; times are ISO 8601, UTC."""

    id: int
    site: str
    started_at: str
    finished_at: str | None
    finish_reason: str | None
    resume_at: str | None
    responses: int
    """Of one that has not ended, what it has got so far."""
    first_versions: int
    updates: int
    silent_edits: int
    restamps: int
    backdated: int
    reversions: int
    unchanged: int
    gone: int
    redirected: int
    failed: int
    discovered: int
    not_modified: int
    findings: int
    """How many things the monitors found."""

    @property
    def edits(self) -> int:
        """Articles that changed in whichever way."""
        return self.updates + self.silent_edits + self.restamps + self.backdated + self.reversions


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a monitor found at the end of a run."""

    monitor: str
    message: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorCount:
    """How often a monitor found something in the last thirty days."""

    monitor: str
    number: int
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHealth:
    """How collecting a site goes. Times are ISO 8601, UTC."""

    site: str
    status: Status
    concerns: tuple[Concern, ...]
    """What is not as it should be, the worst first; see `condition`."""
    last_run: Run
    is_running: bool
    last_success_at: str | None
    """When the last run that came to its end did so."""
    seconds_since_last_success: int | None
    usual_interval_seconds: int | None
    """From one run to the next; None where it is not known yet."""
    overdue: bool
    waiting_until: str | None
    """Where the site asked to be left alone for longer than until now."""
    due: int
    """Addresses that the next run will ask for."""
    next_due_at: str | None
    """When the next of the others becomes due."""
    findings: tuple[Finding, ...]
    """Of the last run that ended."""
    findings_30_days: tuple[MonitorCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A kind of problem, and how many there are."""

    error: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """A page some stage choked on; `key` is the article's there, where one is archived."""

    at: str
    url: str
    stage: str
    error: str
    message: str
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How many addresses stand so."""

    name: str
    addresses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an archive does. Times are ISO 8601, UTC."""

    status: Status
    """The worst of its sites'."""
    checked_at: str
    """The time as of which all this is judged: now, or when the copy was made."""
    published_at: str | None
    """When this copy was made for the public; None for an archive itself."""
    sites: tuple[SiteHealth, ...]
    runs: tuple[Run, ...]
    """The last ones of all sites, newest first."""
    states: tuple[State, ...]
    problem_kinds: tuple[ProblemKind, ...]
    problems: tuple[ProblemLine, ...]
    """The last ones, newest first."""
    quarantined: int
    """Pages that are kept for study, since nothing could be read from them."""
    warc_files: int
    warc_bytes: int
    database_bytes: int


def health_page(
    connection: sqlite3.Connection, folder: Path, now: datetime, *, published_at: datetime | None = None
) -> Health:
    """How the archive in `folder` does at `now` (aware); a copy made for the public, how it did when it was made."""
    as_of = published_at or now
    names = choices(connection, "site", table="crawls")
    sites = tuple(found for name in names if (found := _site(connection, name, as_of)))
    warc_files, warc_bytes = connection.execute(_WARC).fetchone()
    return Health(
        status=worst([site.status for site in sites]) if sites else "warning",
        checked_at=utc(as_of),
        published_at=_text(published_at),
        sites=sites,
        runs=rows(connection, Run, _RUNS),
        states=rows(connection, State, _STATES),
        problem_kinds=rows(connection, ProblemKind, _PROBLEM_KINDS),
        problems=rows(connection, ProblemLine, _PROBLEMS),
        quarantined=_quarantined(folder),
        warc_files=warc_files,
        warc_bytes=warc_bytes,
        database_bytes=value(connection, _DATABASE),
    )


def _site(connection: sqlite3.Connection, site: str, now: datetime) -> SiteHealth | None:
    """None for a site of which captures were imported, and no run was made."""
    given = {"site": site, "now": utc(now), "since": utc(now - MONTH)}
    last_run = row(connection, Run, _LAST_RUN, given)
    if last_run is None:
        return None
    findings = rows(connection, Finding, _FINDINGS, given)
    course = _course(connection, last_run, now, given, findings=len(findings))
    found = concerns(course, now)
    since_success = now - course.last_success_at if course.last_success_at else None
    return SiteHealth(
        site=site,
        status=status_of(found),
        concerns=found,
        last_run=last_run,
        is_running=course.is_running,
        last_success_at=_text(course.last_success_at),
        seconds_since_last_success=_seconds(since_success),
        usual_interval_seconds=_seconds(course.interval),
        overdue=is_overdue(course, now),
        waiting_until=_text(course.waiting_until),
        due=value(connection, _DUE, given),
        next_due_at=value(connection, _NEXT_DUE, given),
        findings=findings,
        findings_30_days=rows(connection, MonitorCount, _RECENT_FINDINGS, given),
    )


def _course(
    connection: sqlite3.Connection, run: Run, now: datetime, given: Mapping[str, str], *, findings: int
) -> Course:
    sign_of_life = value(connection, _SIGN_OF_LIFE, (run.id,)) or run.started_at
    starts = [datetime.fromisoformat(start) for (start,) in connection.execute(_STARTS, given)]
    return Course(
        started_at=starts[0],
        finished_at=_time(run.finished_at),
        finish_reason=run.finish_reason,
        is_running=run.finished_at is None and now - datetime.fromisoformat(sign_of_life) < SILENCE,
        last_success_at=_time(value(connection, _LAST_SUCCESS, given)),
        waiting_until=_time(value(connection, _WAITING, given)),
        interval=usual_interval(starts),
        findings=findings,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(time: datetime | None) -> str | None:
    return utc(time) if time else None


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())


def _quarantined(folder: Path) -> int:
    """Folders of the quarantine; what is half-way written begins with a dot."""
    try:
        return sum(not place.name.startswith(".") for place in (folder / "quarantine").iterdir())
    except OSError:
        return 0
