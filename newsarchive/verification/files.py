"""The WARC files held against the captures, both in the order of the files: each is read once, from its beginning."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..archive.integrity import Extent, Held, Integrity, Recorded
from ..errors import UnusableRecord, counted
from ..intake.following import OURS
from ..warc import BadRecord, Record, flaws, record_at, records
from .faults import LOST, Fault, Report, of_capture, of_file
from .records import disagreements

_DAMAGED = "damaged"
_RESPONSES = ("response", "revisit")


def extent_faults(integrity: Integrity, extent: Extent, folder: Path) -> Iterator[Fault]:
    """What is wrong with a WARC file as a whole."""
    name, known, path = extent.name, extent.length, folder / extent.name
    if known is None:
        yield Fault(message=f"{name} is not in warc_files, and {_told(integrity.held(name), 'in it')}.", file=name)
    elif extent.end > known:
        yield Fault(
            message=f"{name} is accounted for up to byte {known}, and captures are up to byte {extent.end}.", file=name
        )
    if not path.is_file():
        yield Fault(message=f"{path} is missing: {_told(integrity.held(name), 'lost')}.", file=name)
    elif (size := path.stat().st_size) < needed(extent):
        says = f"{path} is cut short (it has {counted(size, 'byte')}, and had {needed(extent)})"
        yield Fault(message=f"{says}: {_told(integrity.held(name, size), 'lost')}.", file=name, offset=size)


def _told(held: Held, what: str) -> str:
    """Half a sentence: which captures are in it, or lost."""
    if not held.captures:
        return f"no capture is {what}"
    ids = f"id {held.first_id}" if held.captures == 1 else f"ids {held.first_id} to {held.last_id}"
    says = f"{counted(held.captures, 'capture')} ({ids}) {'is' if held.captures == 1 else 'are'} {what}"
    if held.leaning:
        verb = "leaves its" if held.leaning == 1 else "leave their"
        says += f", and {counted(held.leaning, 'capture')} of other files {verb} body to a record in it"
    return says


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
                yield f"{path.name} has {counted(more, 'byte')} that no table tells of: the next crawl takes that in."
        elif ".torn-" in path.name:
            left = counted(more, "byte")
            yield f"{path.name} is what a write that was cut short has left behind ({left}): nothing reads it."
        else:
            yield f"{path.name} is no WARC file of the archive's: nothing reads it."


def record_faults(
    integrity: Integrity, extent: Extent, folder: Path, report: Report, start: int = 0, end: int | None = None
) -> Iterator[Fault]:
    """What is wrong with the records of a file and with the captures in it, from byte `start` on and before `end`."""
    path, end = folder / extent.name, needed(extent) if end is None else end
    captures, size = _Captures(integrity.recorded(extent.name, start)), path.stat().st_size
    with path.open("rb") as file:
        for record in records(path, start):
            offset = record.offset if isinstance(record, BadRecord) else record.place.offset
            if offset >= end:
                break
            yield from (_unfounded(capture, size) for capture in captures.before(offset))
            near = captures.last
            if isinstance(record, BadRecord):
                yield from _bad(record, list(captures.before(offset + 1)), near, size)
                continue
            report.records += 1
            report.bytes += record.place.length
            found = list(captures.before(offset + 1))
            yield from _of_record(record, os.pread(file.fileno(), record.place.length, offset), found, folder, near)
            if offset + record.place.length > end:
                yield of_file(
                    path.name, offset, f"the record goes on after byte {end}, where the file is said to end", near=near
                )
    yield from (_unfounded(capture, size) for capture in captures.before(end))


def capture_faults(capture: Recorded, folder: Path, report: Report) -> Iterator[Fault]:
    """What is wrong with a capture and its record, wherever that is."""
    if _end(capture) > (size := (folder / capture.place.file).stat().st_size):
        yield _unfounded(capture, size)
        return
    try:
        record = record_at(folder, capture.place)
        with (folder / capture.place.file).open("rb") as file:
            packed = os.pread(file.fileno(), record.place.length, capture.place.offset)
    except UnusableRecord as error:
        yield of_capture(capture, _why(error), _DAMAGED)
        return
    report.records += 1
    report.bytes += record.place.length
    yield from _of_record(record, packed, [capture], folder)


class _Captures:
    """The captures of a file, taken from the front."""

    def __init__(self, captures: Iterator[Recorded]) -> None:
        self._left = captures
        self._next = next(captures, None)
        self.last: Recorded | None = None
        """The one that was taken last."""

    def before(self, offset: int) -> Iterator[Recorded]:
        """Those that lie before that byte, of those not taken yet."""
        while self._next and self._next.place.offset < offset:
            self.last, self._next = self._next, next(self._left, None)
            yield self.last


def _of_record(
    record: Record, packed: bytes, captures: list[Recorded], folder: Path, near: Recorded | None = None
) -> Iterator[Fault]:
    name, offset = record.place.file, record.place.offset
    for flaw in flaws(record, packed):
        says = f"the {record.type} is damaged: {flaw}"
        yield of_capture(captures[0], says, _DAMAGED) if captures else of_file(name, offset, says, _DAMAGED, near)
    if record.type in _RESPONSES and not captures:
        yield of_file(name, offset, f"no capture is of the {record.type} there, of {record.url}", near=near)
    for capture in captures:
        yield from (of_capture(capture, says) for says in disagreements(record, capture, folder))


def _bad(record: BadRecord, captures: list[Recorded], near: Recorded | None, size: int) -> Iterator[Fault]:
    if not captures:
        yield of_file(record.path.name, record.offset, _why(record), _DAMAGED, near)
    for capture in captures:
        yield _unfounded(capture, size) if _end(capture) > size else of_capture(capture, _why(record), _DAMAGED)


def _why(error: UnusableRecord) -> str:
    return f"the record is damaged ({error.reason})" if isinstance(error, BadRecord) else str(error).removesuffix(".")


def _unfounded(capture: Recorded, size: int) -> Fault:
    """A capture that no record was found of, in a file of `size` bytes."""
    if _end(capture) > size:
        return of_capture(capture, "its record is lost, the file ends before it does", LOST)
    return of_capture(capture, "no whole record begins there", "no record")


def _end(capture: Recorded) -> int:
    return capture.place.offset + capture.place.length
