"""WARC files of other tools, taken in as runs that fetched nothing: a run for each file and site.

The captures are written to WARC files of the archive's own first, as all others are; then the articles among them are
read in the order of their time, together with what was known of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from .. import __version__
from ..archive import Archive
from ..archive.values import now
from ..intake.declared import Declared, DeclaredOf
from ..intake.pages import charset
from ..intake.provenance import IMPORT, import_info
from ..intake.refold import reread
from ..intake.taking import take_import
from ..items import AddressKind, ChangeKind, Exchange, Page
from ..warc import record_at
from ..warc.foreign import Foreign, Skipped, foreign

_BATCH: Final = 5000
"""Addresses that are read again at a time."""
_WEB_BEGAN: Final = datetime(1990, 1, 1, tzinfo=UTC)
_MARKUP: Final = ("text/html", "application/xhtml+xml")
_REQUISITES: Final = ("image/", "font/", "text/css", "text/javascript", "application/javascript")


@dataclass(slots=True)
class Imported:
    """What an import came to."""

    taken: int = 0
    known: int = 0
    """Captures that the archive had already."""
    skipped: dict[str, int] = field(default_factory=dict)
    """Why records were passed over -> how many."""
    articles: int = 0
    """Articles that were first seen in these captures."""
    versions: int = 0
    """Versions that were first seen in these captures."""
    left: list[str] = field(default_factory=list)
    """Why addresses could not be read again with them, a sentence each."""

    def skip(self, reason: str) -> None:
        """Count a record that was passed over."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


def import_files(
    archive: Archive,
    paths: Sequence[Path],
    declared_of: DeclaredOf,
    *,
    sites: Sequence[str],
    base_url: str | None = None,
    tell: Callable[[Imported], None] | None = None,
) -> Imported:
    """Take what is on these sites from WARC files; what the archive has already is passed over.

    With `base_url` the files are of a mirror of the site. `tell` is called after each record. Raises FileUnusable for a
    file that is none, and what writing to an archive raises.
    """
    imported = Imported()
    declared = [declared_of(site, base_url) for site in sites]
    for path in paths:
        for site in _present(path, declared, imported):
            intake = _Intake(archive, site, path, imported)
            for found in foreign(path):
                if isinstance(found, Foreign) and intake.owns(found.url):
                    intake.take(found)
                    if tell:
                        tell(imported)
            intake.finish(declared_of)
    return imported


def _present(path: Path, declared: Sequence[Declared], imported: Imported) -> list[Declared]:
    """The sites that a file holds captures of; what it holds besides is counted."""
    present: dict[str, Declared] = {}
    for found in foreign(path):
        if isinstance(found, Skipped):
            imported.skip(found.reason)
            continue
        owner = next((site for site in declared if site.route.owns(site.route.identity(found.url))), None)
        if owner is None:
            imported.skip("other site")
        else:
            present[owner.site] = owner
    return list(present.values())


class _Intake:
    """The captures of one site in one file, as a run."""

    def __init__(self, archive: Archive, declared: Declared, path: Path, imported: Imported) -> None:
        self._archive = archive
        self._declared = declared
        self._path = path
        self._imported = imported
        self._articles: dict[str, None] = {}
        self._by_id: dict[str, tuple[str, datetime]] = {}

    def owns(self, url: str) -> bool:
        """Whether an address is the site's."""
        return self._declared.route.owns(self._declared.route.identity(url))

    @cached_property
    def crawl_id(self) -> int:
        """The run, which begins with the first capture that is new."""
        at, site = now(), self._declared.site
        options = {IMPORT: self._path.name, "base_url": self._declared.route.base_url}
        info = import_info(site, at, options, file=self._path.name)
        return self._archive.begin_crawl(site, version=__version__, options=options, at=at, warcinfo=info)

    def take(self, capture: Foreign) -> None:
        """One capture, its payload that of an earlier one where it says so."""
        if not _WEB_BEGAN <= capture.date <= now():
            self._imported.skip("impossible date")
            return
        payload = capture.payload
        self._by_id[capture.record_id] = capture.url, capture.date
        if refers_to := capture.refers_to or self._by_id.get(capture.refers_to_id or ""):
            original = self._archive.rereading.place_of(*refers_to)
            if original is None:
                self._imported.skip("revisit of a capture that is not there")
                return
            payload = record_at(self._archive.journal.folder, original).payload
        page = self._page(capture, payload)
        url = self._declared.route.identity(capture.url)
        kind = self._kind(url, page)
        read = self._archive.rereading.knows(page)
        if read is None:
            take_import(self._archive, page, self.crawl_id, url=url, kind=kind, source=capture.record_id)
            self._imported.taken += 1
        else:
            self._imported.known += 1
        if kind == "article" and not read:
            self._articles[url] = None

    def finish(self, declared_of: DeclaredOf) -> None:
        """Read the articles, and end the run."""
        urls = list(self._articles)
        if not urls and "crawl_id" not in vars(self):
            return
        crawl_id = self.crawl_id
        for start in range(0, len(urls), _BATCH):
            batch = urls[start : start + _BATCH]
            self._archive.to_be_reread(batch, now())
            self._imported.left += reread(self._archive, declared_of, batch)
        self._archive.finish_crawl(crawl_id, reason="imported", requests=0, responses=0, size=0, at=now())
        counts = self._archive.crawl_counts(crawl_id)
        self._imported.articles += counts[ChangeKind.FIRST]
        self._imported.versions += sum(counts[kind] for kind in ChangeKind if kind is not ChangeKind.UNCHANGED)

    def _page(self, capture: Foreign, payload: bytes) -> Page:
        exchange = Exchange(
            request_head=capture.request_head,
            response_head=capture.response_head,
            payload=payload,
            ip_address=capture.ip_address,
        )
        return Page(
            url=capture.url,
            final_url=capture.url,
            fetched_at=capture.date.replace(microsecond=0),
            status=capture.status,
            headers=capture.headers,
            body=payload,
            encoding=charset(capture.headers),
            site=self._declared.site,
            mirror=self._declared.route.base_url,
            exchange=exchange,
        )

    def _kind(self, url: str, page: Page) -> AddressKind:
        """What a capture is of, by its address and media type."""
        route = self._declared.route
        mime = page.headers.get("content-type", "").partition(";")[0].strip().lower()
        if url == route.identity(f"{route.home}/robots.txt"):
            return "robots"
        if mime.startswith(_REQUISITES):
            return "requisite"
        kind = route.kind_of(url)
        return "other" if kind == "article" and mime and page.status == 200 and mime not in _MARKUP else kind
