"""ZipNum: a sorted CDXJ index as gzip members of many lines each, and a short index of those members.

The form of `wacz` and ReplayWeb.page: the short index names each member's first key, its place and its SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

NAME: Final = "index.cdx.gz"
_LINES: Final = 1024
"""Lines of a member, as in other writers of WACZ."""


class ZipNum:
    """Iterate over it for the members; then `index` holds the lines of the short index."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self.index = [_index_line("!meta 0", {"format": "cdxj-gzip-1.0", "filename": NAME})]

    def __iter__(self) -> Iterator[bytes]:
        offset = 0
        while block := list(islice(self._lines, _LINES)):
            member = gzip.compress(b"".join(block), mtime=0)
            digest = f"sha256:{hashlib.sha256(member).hexdigest()}"
            key = block[0].partition(b" {")[0].decode()
            self.index.append(_index_line(key, {"offset": offset, "length": len(member), "digest": digest}))
            offset += len(member)
            yield member


def _index_line(key: str, told: dict[str, object]) -> bytes:
    return f"{key} {json.dumps(told)}\n".encode()
