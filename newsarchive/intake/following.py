"""Brings an archive up to what its WARC files tell: after a kill by a few records, from nothing by all of them."""

from __future__ import annotations

import heapq
import logging
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from ..archive import Archive
from ..errors import UnknownSite, UnusableRecord
from ..items import Page
from ..warc import Record, cut_off, records, torn_tail
from .declared import DeclaredOf
from .pages import page_of
from .provenance import run_of
from .readers import BATCH, Begin, Reading, readers
from .replay import Context, Replay
from .taking import is_readable, payload_of

logger = logging.getLogger(__name__)
OURS: Final = re.compile(r"[a-z0-9_]+-(\d{14})-\d{5}\.warc\.gz")
"""Names of the archive's own WARC files; no other file is taken in."""
_AHEAD: Final = 8 * BATCH
"""Records that are looked at before their turn, so that their pages can be read beside."""

Tell = Callable[[Record], None]


@dataclass(slots=True)
class Followed:
    """What was taken in."""

    records: int = 0
    unusable: list[str] = field(default_factory=list)
    """What could not be read, a sentence each."""


@dataclass(slots=True)
class _Step:
    """A record that is about to be taken in."""

    record: Record
    page: Page | None = None
    """The response in it, None where there is none, or only once its original has been taken in."""
    reading: Reading | None = None


def follow(
    archive: Archive, folder: Path, declared_of: DeclaredOf, *, workers: int = 1, tell: Tell | None = None
) -> Followed:
    """Take in what `archive` does not account for of the WARC files below `folder`, in the order it happened.

    Goes on where it was stopped. `tell` is called with each record before it is taken in.
    """
    replay, followed = Replay(archive, declared_of), Followed()
    left = _unaccounted(folder, archive.journal.accounted())
    if not left:
        return followed
    replay.go_on()
    with readers(workers) as begin:
        steps = _Ahead(archive, begin, replay.context).steps(_in_order(left, followed))
        for step in steps:
            followed.records += 1
            if tell:
                tell(step.record)
            archive.follow(step.record.place)
            try:
                replay.take(step.record, step.page, step.reading)
            except UnusableRecord as error:
                followed.unusable.append(str(error))
    archive.follow(None)
    return followed


def recover(archive: Archive, declared_of: DeclaredOf) -> None:
    """Bring in order what a run that was killed has left: a torn record, and records that no row tells of."""
    folder, accounted = archive.journal.folder, archive.journal.accounted()
    for name, length in accounted.items():
        if not (folder / name).exists():
            logger.warning("%s is not there any more: put it back from a backup.", folder / name)
        elif (folder / name).stat().st_size < length:
            logger.warning(
                "%s is shorter than it was: put it back from a backup; `newsarchive verify` says what is lost.", name
            )
            whole = torn_tail(folder / name, 0)
            with archive.together():
                archive.journal.shorten(name, (folder / name).stat().st_size if whole is None else whole)
    for path, start in _unaccounted(folder, archive.journal.accounted()):
        if (torn := torn_tail(path, start)) is not None:
            side = cut_off(path, torn)
            logger.warning("The last record of %s was torn; its bytes are in %s now.", path.name, side.name)
    try:
        followed = follow(archive, folder, declared_of)
    except UnknownSite as error:
        logger.warning("Records that the database does not know wait in %s: %s", folder, error)
        return
    if followed.records:
        logger.warning("%d records that the database did not know were taken into it.", followed.records)
    for reason in followed.unusable:
        logger.warning(reason)


def _unaccounted(folder: Path, accounted: Mapping[str, int]) -> list[tuple[Path, int]]:
    """The archive's own files with more in them than is accounted for, and from where on."""
    files = ((path, accounted.get(path.name, 0)) for path in sorted(folder.glob("*.warc.gz")))
    return [(path, start) for path, start in files if OURS.fullmatch(path.name) and path.stat().st_size > start]


def _in_order(left: Iterable[tuple[Path, int]], followed: Followed) -> Iterator[Record]:
    """Records not accounted for, run by run: the runs of several sites are in files of their own."""
    waiting = [(_first_run(path, start), path.name, _records(path, start, followed)) for path, start in left]
    heapq.heapify(waiting)
    while waiting:
        at, name, rest = heapq.heappop(waiting)
        for record in rest:
            run = run_of(record.fields) if record.type == "warcinfo" else None
            if run is not None and run.started_at > at:
                heapq.heappush(waiting, (run.started_at, name, chain([record], rest)))
                break
            yield record


def _records(path: Path, start: int, followed: Followed) -> Iterator[Record]:
    """Those that are whole; what is none is told."""
    for record in records(path, start):
        if isinstance(record, Record):
            yield record
        else:
            followed.unusable.append(str(record))


def _first_run(path: Path, start: int) -> datetime:
    """When the file was begun; what an archive had not finished to take in comes before everything else."""
    if start:
        return datetime.min.replace(tzinfo=UTC)
    name = OURS.fullmatch(path.name)
    assert name is not None
    return datetime.strptime(name[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) - timedelta(seconds=1)


class _Ahead:
    """Looks at records before their turn, and has the articles among them read by then."""

    def __init__(self, archive: Archive, begin: Begin, context: Context | None) -> None:
        self._archive = archive
        self._begin = begin
        self._context = context
        self._unread: list[_Step] = []

    def steps(self, records: Iterable[Record]) -> Iterator[_Step]:
        """The records in their order."""
        waiting: deque[_Step] = deque()
        for record in records:
            waiting.append(self._step(record))
            if len(self._unread) == BATCH:
                self._read()
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        self._read()
        yield from waiting

    def _step(self, record: Record) -> _Step:
        if record.type == "warcinfo" and (run := run_of(record.fields)):
            self._context = run.site, run.base_url
        step = _Step(record)
        if self._context and record.type in ("response", "revisit"):
            with suppress(UnusableRecord):  # that is told when its turn has come
                self._look_at(step, *self._context)
        return step

    def _look_at(self, step: _Step, site: str, mirror: str | None) -> None:
        payload = payload_of(step.record, self._archive)
        if payload is not None:
            step.page = page_of(step.record, payload, site=site, mirror=mirror)
            if is_readable(step.record, step.page):
                self._unread.append(step)

    def _read(self) -> None:
        readings = self._begin([step.page for step in self._unread if step.page])
        for step, reading in zip(self._unread, readings, strict=True):
            step.reading = reading
        self._unread = []
