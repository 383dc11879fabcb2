"""One recorded response, made of it what a crawl makes of a response."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from ..archive import Archive
from ..errors import UNWRITABLE, UnreadableBody
from ..items import AddressKind, Article, Page
from ..warc import Record, record_at
from .decoding import unpacked
from .pages import kind_of, limit_of
from .readers import Reading
from .reading import Unread, read, unread
from .register import PARTIAL, Register, Settled


def take_exchange(register: Register, page: Page, record: Record, reading: Reading | None) -> None:
    """One response, and for an article the reading of it if that was begun elsewhere."""
    kind = kind_of(record) or "other"
    url = register.run.declared.route.identity(page.url)
    again = "newsarchive-again" in record.headers
    try:
        page, to_read = register.take(page, url=url, kind=kind, limit=limit_of(kind), again=again)
    except Settled:
        return
    if not to_read or kind == "requisite":
        return
    if kind == "article":
        store_article(register, page, reading() if reading else read(page))
    elif kind in ("feed", "sitemap"):
        for _ in register.index_steps(page, url=url, kind=kind):
            pass
    else:
        register.listing(page, url=url, kind=kind)


def take_import(
    archive: Archive, page: Page, crawl_id: int, *, url: str, kind: AddressKind, source: str | None = None
) -> None:
    """A capture that others made, as received: written down, and unpacked where that can be done.

    `source` is the id of the record it was taken from.
    """
    with suppress(UnreadableBody):
        page = unpacked(page, limit=limit_of(kind))
    archive.record_import(page, crawl_id, url=url, kind=kind, source=source)


def is_readable(record: Record, page: Page) -> bool:
    """Whether an article is to be read from the response in a record."""
    return kind_of(record) == "article" and 200 <= page.status < 300 and page.status != PARTIAL


def payload_of(record: Record, archive: Archive) -> bytes | None:
    """The payload of a response's record; where that leaves it to an earlier record, None as long as none is known."""
    if record.type == "response" or not record.is_identical:
        return record.payload
    original = archive.journal.place_of(record.payload_digest)
    return None if original is None else record_at(archive.journal.folder, original).payload


def store_article(register: Register, page: Page, reading: Article | Unread) -> None:
    """What was read on a page: an article goes into the archive, anything else into quarantine."""
    stage = "deduplicate"
    if isinstance(reading, Unread):
        why = reading
    else:
        try:
            version = register.version(replace(reading, page=page))
            stage = "store"
            register.store(version)
            return
        except UNWRITABLE:
            raise
        except Exception as error:  # noqa: BLE001  # as the stages of a crawl do
            why = unread(stage, error)
    url = register.run.declared.route.identity(page.final_url)
    register.quarantine(page, why.problem, url=url, state=why.state)
