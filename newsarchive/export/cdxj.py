"""CDXJ: a sorted index of the captures, as pywb and the WACZ format want it (CDXJ 0.1.0).

A line is a SURT key, 14 digits of UTC time and a JSON object; numbers are strings in it, as pywb writes them.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from newsarchive.archive.holdings import CaptureRecord
    from newsarchive.export.collection import Collection

_SORTED_AT_ONCE: Final = 100_000
"""Lines held in memory, some 30 MB; more are sorted on the disk."""


def write(collection: Collection, file: BinaryIO) -> None:
    """Write the whole index, sorted by its bytes."""
    file.writelines(lines(collection.records()))


def lines(records: Iterable[CaptureRecord]) -> Iterator[bytes]:
    """A line for each record, sorted, in bounded memory."""
    return _sorted(map(_line, records))


def _line(record: CaptureRecord) -> bytes:
    mime = "warc/revisit" if record.place.is_revisit else record.mime
    fields = {
        "url": record.url,
        "mime": mime,
        "status": str(record.status),
        "digest": record.digest,
        "length": str(record.place.length),
        "offset": str(record.place.offset),
        "filename": record.place.file,
    }
    told = json.dumps({name: value for name, value in fields.items() if value})
    return f"{_key(record.url)} {record.stamp} {told}\n".encode()


def _key(url: str) -> str:
    from surt import surt

    try:
        return str(surt(url))
    except ValueError:  # as other indexers do
        return url


def _sorted(unsorted: Iterable[bytes], at_once: int = _SORTED_AT_ONCE) -> Iterator[bytes]:
    unsorted = iter(unsorted)
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while run := sorted(islice(unsorted, at_once)):
            if len(run) < at_once:
                runs.append(run)
                break
            runs.append(stack.enter_context(_on_disk(run)))
        yield from heapq.merge(*runs)


def _on_disk(run: list[bytes]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115
    file.writelines(run)
    file.seek(0)
    return file
