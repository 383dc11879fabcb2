"""A capture's row held against its WARC record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ..archive.captures import told_by
from ..archive.integrity import Recorded
from ..errors import UnreadableBody, UnusableRecord
from ..intake.decoding import unpacked
from ..intake.pages import kind_of, limit_of, page_of
from ..items import Page
from ..warc import UNCHANGED, Record, payload_digest, record_at, target_uri, warc_date


def disagreements(record: Record, capture: Recorded, folder: Path) -> Iterator[str]:
    """What the row says otherwise than the record, half sentences; `folder` is that of the WARC files."""
    if record.type not in ("response", "revisit"):
        yield f"the record there is a {record.type}"
        return
    if record.place.length != capture.place.length:
        yield f"its warc_length is {capture.place.length}, and the record has {record.place.length} bytes"
    try:
        if not record.is_identical:
            yield from _compared(_told(record, record.payload), capture)
            yield from _of_whole(record, capture)
        else:
            yield from _compared(_of_revisit(record, capture, folder), capture)
            yield from _of_original(record, capture)
    except (LookupError, ValueError, UnusableRecord) as error:
        yield f"its record cannot be read as that of a response ({error})"


def _compared(told: dict[str, object], capture: Recorded) -> Iterator[str]:
    for column, value in told.items():
        has = capture.told[column]
        if has != value and not (column == "url" and target_uri(str(has)) == value):
            yield f"its {column} is {has}, and its record says {value}"


def _told(record: Record, payload: bytes) -> dict[str, object]:
    """Column -> what the record says."""
    page = page_of(record, payload, site="", mirror=None)
    return {
        **told_by(_unpacked(page, record)),
        "kind": kind_of(record),
        "digest": record.payload_digest or payload_digest(payload),
    }


def _unpacked(page: Page, record: Record) -> Page:
    """The page with its body decoded, as it was received where that cannot be done."""
    with suppress(UnreadableBody):
        return unpacked(page, limit=limit_of(kind_of(record)))
    return page


def _of_revisit(record: Record, capture: Recorded, folder: Path) -> dict[str, object]:
    """The same for a record that leaves its payload to another.

    That one's own row tells of it already, unless the body came with other content codings this time.
    """
    names = ("payload_sha256", "payload_size")
    if all(capture.told[name] == capture.original[name] for name in names) or capture.original_place is None:
        return {name: value for name, value in _told(record, b"").items() if name not in names}
    return _told(record, record_at(folder, capture.original_place).payload)


def _of_whole(record: Record, capture: Recorded) -> Iterator[str]:
    if capture.original_id is not None:
        yield f"its original_id is {capture.original_id}, and its record has a payload of its own"
    if record.type == "revisit" and record.headers.get("warc-profile") != UNCHANGED:
        yield "its record is a revisit of no known kind"


def _of_original(record: Record, capture: Recorded) -> Iterator[str]:
    original = capture.original
    if capture.original_place is None:
        yield "its record leaves the payload to another one, and no capture has that"
        return
    if original["original_id"] is not None:
        yield f"its original, capture {capture.original_id}, has no payload of its own"
    if original["digest"] != record.payload_digest:
        yield f"its original, capture {capture.original_id}, has another payload"
    refers = record.headers.get("warc-refers-to-target-uri"), record.headers.get("warc-refers-to-date")
    meant = target_uri(str(original["url"])), warc_date(datetime.fromisoformat(str(original["fetched_at"])))
    if refers != meant:
        yield f"its record refers to {' of '.join(map(str, refers))}, and its original is {' of '.join(meant)}"
