"""A reference in RIS, which Zotero, EndNote, Mendeley and most others import.

Tags and dates (`YYYY/MM/DD`) are those of the format's 2011 specification for newspaper articles (`NEWS`); `AN` and
`DB` are what Zotero's translator reads as location in archive and archive
(https://github.com/zotero/translators/blob/master/RIS.js).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from newsarchive.browse.citing.reference import Reference, day_archived, day_printed, one_line, person
from newsarchive.browse.citing.remarks import remarks


def ris(reference: Reference) -> str:
    """One record; each line ends with CR LF, and every value is in one line."""
    lines = [("TY", "NEWS"), *((tag, value) for tag, value in _fields(reference) if value), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    published, archived = day_printed(reference.published), day_archived(reference.archived_at)
    yield "ID", reference.name
    for name in reference.names:
        parts = person(name)
        yield "AU", f"{parts[1]}, {parts[0]}" if parts else name.replace(",", "")
    yield "TI", one_line(reference.headline)
    yield "T2", one_line(reference.publication)
    yield "PY", f"{published.year:04}" if published else ""
    yield "DA", _day(published)
    yield "SE", one_line(reference.section)
    yield "AB", one_line(reference.description)
    yield "LA", "fr"
    yield "UR", one_line(reference.url)
    yield "Y2", _day(archived)
    yield "DB", one_line(reference.archive)
    yield "AN", one_line(reference.permalink)
    for remark in remarks(reference):
        yield "N1", f"{remark[0].upper()}{remark[1:]}."


def _day(value: date | None) -> str:
    return value.isoformat().replace("-", "/") if value else ""
