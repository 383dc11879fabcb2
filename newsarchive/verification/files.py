"""The WARC files held against the captures, both in the order of the files: each is read once, from its beginning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..archive.integrity import Extent, Integrity, Recorded
from ..errors import UnusableRecord
from ..intake.following import OURS
from ..warc import BadRecord, Record, flaws, record_at, records
from .faults import Fault, Report, of_capture, of_file
from .records import disagreements

_RESPONSES = ("response", "revisit")


def extent_faults(extent: Extent, folder: Path) -> Iterator[Fault]:
    """What is wrong with a WARC file as a whole."""
    name, known, path = extent.name, extent.length, folder / extent.name
    held = f"{extent.captures} captures are in it, the first of them capture {extent.first_id}"
    if known is None:
        yield Fault(message=f"{name} is not in warc_files, and {held}.", file=name)
    elif extent.end > known:
        yield Fault(
            message=f"{name} is accounted for up to byte {known}, and captures are up to byte {extent.end}.", file=name
        )
    if not path.is_file():
        yield Fault(message=f"{path} is missing: {held}.", file=name)
    elif path.stat().st_size < needed(extent):
        says = f"{path} has {path.stat().st_size} bytes, and had {needed(extent)}: its end is missing"
        yield Fault(message=f"{says}; {held}.", file=name, offset=path.stat().st_size)


def needed(extent: Extent) -> int:
    """How long a file has to be, by the tables."""
    return max(extent.length or 0, extent.end)


def left_over(extents: list[Extent], folder: Path, *, crawling: bool) -> Iterator[str]:
    """What is in the folder beside what is accounted for, a sentence each; while a crawl runs there is always more."""
    accounted = {extent.name: needed(extent) for extent in extents}
    for path in sorted(folder.glob("*")):
        more = path.stat().st_size - accounted.get(path.name, 0)
        if OURS.fullmatch(path.name):
            if more > 0 and not crawling:
                yield f"{path.name} has {more} bytes that no table tells of: the next crawl will take them in."
        elif ".torn-" in path.name:
            yield f"{path.name} is what a write that was cut short has left behind ({more} bytes): nothing reads it."
        else:
            yield f"{path.name} is no WARC file of the archive's: nothing reads it."


def record_faults(
    integrity: Integrity, extent: Extent, folder: Path, report: Report, start: int = 0, end: int | None = None
) -> Iterator[Fault]:
    """What is wrong with the records of a file and with the captures in it, from byte `start` on and before `end`."""
    path, end = folder / extent.name, needed(extent) if end is None else end
    captures = _Captures(integrity.recorded(extent.name, start))
    with path.open("rb") as file:
        for record in records(path, start):
            offset = record.offset if isinstance(record, BadRecord) else record.place.offset
            if offset >= end:
                break
            yield from map(_unfounded, captures.before(offset))
            if isinstance(record, BadRecord):
                yield from _bad(record, captures.before(offset + 1))
                continue
            report.records += 1
            report.bytes += record.place.length
            found = list(captures.before(offset + 1))
            yield from _of_record(record, os.pread(file.fileno(), record.place.length, offset), found, folder)
            if offset + record.place.length > end:
                yield of_file(
                    path.name, offset, f"the record there goes on after byte {end}, where the file is said to end"
                )
    yield from map(_unfounded, captures.before(end))


def capture_faults(capture: Recorded, folder: Path, report: Report) -> Iterator[Fault]:
    """What is wrong with a capture and its record, wherever that is."""
    try:
        record = record_at(folder, capture.place)
        with (folder / capture.place.file).open("rb") as file:
            packed = os.pread(file.fileno(), record.place.length, capture.place.offset)
    except UnusableRecord as error:
        yield of_capture(capture, _why(error))
        return
    report.records += 1
    report.bytes += record.place.length
    yield from _of_record(record, packed, [capture], folder)


class _Captures:
    """The captures of a file, taken from the front."""

    def __init__(self, captures: Iterator[Recorded]) -> None:
        self._left = captures
        self._next = next(captures, None)

    def before(self, offset: int) -> Iterator[Recorded]:
        """Those that lie before that byte, of those not taken yet."""
        while self._next and self._next.place.offset < offset:
            yield self._next
            self._next = next(self._left, None)


def _of_record(record: Record, packed: bytes, captures: list[Recorded], folder: Path) -> Iterator[Fault]:
    name, offset = record.place.file, record.place.offset
    for flaw in flaws(record, packed):
        yield (
            of_capture(captures[0], flaw) if captures else of_file(name, offset, f"in the {record.type} there, {flaw}")
        )
    if record.type in _RESPONSES and not captures:
        yield of_file(name, offset, f"no capture is of the {record.type} there, of {record.url}")
    for capture in captures:
        yield from (of_capture(capture, says) for says in disagreements(record, capture, folder))


def _bad(record: BadRecord, captures: Iterator[Recorded]) -> Iterator[Fault]:
    told = [of_capture(capture, _why(record)) for capture in captures]
    yield from told or [of_file(record.path.name, record.offset, _why(record))]


def _why(error: UnusableRecord) -> str:
    return (
        f"no whole record is there ({error.reason})" if isinstance(error, BadRecord) else str(error).removesuffix(".")
    )


def _unfounded(capture: Recorded) -> Fault:
    return of_capture(capture, "no whole record begins there")
