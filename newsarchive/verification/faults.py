"""What is found to be wrong, and all that a verification comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..archive.integrity import Recorded

LOST = "lost"
"""Kind of the captures that a missing piece of a WARC file held; a sentence about the file counts them too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it must be."""

    message: str
    """A sentence that says what, and where."""
    kind: str = ""
    """What it has in common with others: the rule that is broken, LOST, or what was being looked at."""
    file: str | None = None
    """The WARC file, below warc/."""
    offset: int | None = None
    """Where the record begins in it, in bytes."""
    capture_id: int | None = None
    url: str | None = None


@dataclass(slots=True)
class Report:
    """What a verification came to."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is worth knowing and no fault, a sentence each."""
    articles: int = 0
    revisions: int = 0
    captures: int = 0
    records: int = 0
    """Records that were read."""
    bytes: int = 0
    """Of them, as packed."""


def of_capture(capture: Recorded, message: str, kind: str = "") -> Fault:
    """A fault of a capture or its record; `message` goes on after "Capture 12 (its address)"."""
    place, url = capture.place, str(capture.told["url"])
    return Fault(
        message=f"Capture {capture.id} ({url}), byte {place.offset} of {place.file}: {message}.",
        kind=kind,
        file=place.file,
        offset=place.offset,
        capture_id=capture.id,
        url=url,
    )


def of_file(file: str, offset: int, message: str, kind: str = "", near: Recorded | None = None) -> Fault:
    """A fault of a place in a WARC file that no capture names; `near` is the last one before it."""
    where = f"Byte {offset} of {file}" + (f", after capture {near.id} ({near.told['url']})" if near else "")
    return Fault(message=f"{where}: {message}.", kind=kind, file=file, offset=offset)
