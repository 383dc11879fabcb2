"""WACZ 1.1.1: the WARC files, their index and a list of pages in one zip, as ReplayWeb.page opens it.

https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from newsarchive import __version__
from newsarchive.export import cdxj, zipnum

if TYPE_CHECKING:
    from newsarchive.archive.holdings import PageCapture
    from newsarchive.export.collection import Collection, WarcFile

_PIECE: Final = 1 << 20
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9._-]+")


def write(collection: Collection, file: BinaryIO) -> None:
    """Write the whole package, piece by piece."""
    created = datetime.now(UTC)
    with ZipFile(file, "w") as archive:
        package = _Package(archive, created)
        for warc in collection.files:
            package.add(f"archive/{warc.path.name}", _pieces(warc), size=warc.length)
        members = zipnum.ZipNum(cdxj.lines(collection.records()))
        package.add(f"indexes/{zipnum.NAME}", members)
        package.add("indexes/index.idx", members.index, ZIP_DEFLATED)
        package.add("pages/pages.jsonl", _page_lines(collection), ZIP_DEFLATED)
        package.close(_about(collection, created))


class _Package:
    """A zip that is told of in its `datapackage.json`: name, place, size and SHA-256 of everything in it."""

    def __init__(self, archive: ZipFile, created: datetime) -> None:
        self._archive = archive
        self._time = created.timetuple()[:6]
        self._resources: list[dict[str, object]] = []

    def add(
        self, path: str, pieces: Iterable[bytes], compression: int = ZIP_STORED, *, size: int = 0
    ) -> dict[str, object]:
        """Add a file of these pieces; `size` is its length where it may be above 2 GiB."""
        info = ZipInfo(path, self._time)
        info.compress_type = compression
        info.external_attr = 0o644 << 16
        digest = hashlib.sha256()
        # ReplayWeb.page misreads a member that has the fields of ZIP64 and does not need them.
        with self._archive.open(info, "w", force_zip64=size > ZIP64_LIMIT) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
        name = _NOT_IN_NAMES.sub("-", path.rpartition("/")[2].lower())
        resource = {"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": info.file_size}
        self._resources.append(resource)
        return resource

    def close(self, about: dict[str, object]) -> None:
        """Add what tells of all the rest, and its own hash."""
        told = {"profile": "data-package", "wacz_version": "1.1.1", **about, "resources": list(self._resources)}
        resource = self.add("datapackage.json", [_json(told, indent=2)], ZIP_DEFLATED)
        digest = {name: resource[name] for name in ("path", "hash")}
        self.add("datapackage-digest.json", [_json(digest, indent=2)], ZIP_DEFLATED)


def _pieces(warc: WarcFile) -> Iterator[bytes]:
    left = warc.length
    with warc.path.open("rb") as file:
        while piece := file.read(min(left, _PIECE)):
            left -= len(piece)
            yield piece


def _about(collection: Collection, created: datetime) -> dict[str, object]:
    extent = collection.holdings.extent()
    told: dict[str, object] = {
        "title": ", ".join(extent.sites),
        "created": _rfc3339(created),
        "software": f"newsarchive {__version__}",
    }
    if extent.captures:
        told["description"] = f"{extent.captures} captures from {extent.first_at} to {extent.last_at}."
    if start := next(chain(collection.front_pages(), collection.articles()), None):
        told |= {"mainPageUrl": start.url, "mainPageDate": _rfc3339(start.fetched_at)}
    return told


def _page_lines(collection: Collection) -> Iterator[bytes]:
    yield _json({"format": "json-pages-1.0", "id": "pages", "title": "Articles"}) + b"\n"
    for page in chain(collection.front_pages(), collection.articles()):
        yield _json(_page(page)) + b"\n"


def _page(page: PageCapture) -> dict[str, str]:
    return {"id": page.key, "url": page.url, "ts": _rfc3339(page.fetched_at), "title": page.title}


def _json(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()


def _rfc3339(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
