"""Serves a replica of so many articles until standard input closes; prints its base URL first."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

from newsarchive.demo import Replica, running
from newsarchive.demo.exchange import HTML, Served, etag_of


class HeavyReplica(Replica):
    """A replica whose pages weigh `weight` bytes or more, before compression."""

    def __init__(self, articles: int, weight: int) -> None:
        super().__init__(articles=articles)
        self._weight = weight

    def serve(self, target: str) -> Served:
        """The page with a script at its end that fills it up; everything else as it is."""
        served = super().serve(target)
        if served.answer.status != 200 or served.answer.content_type != HTML or served.answer.stream:
            return served
        body = filled(served.answer.body, self._weight)
        return served._replace(answer=replace(served.answer, body=body), etag=etag_of(body))


def filled(body: bytes, weight: int) -> bytes:
    """A page of `weight` bytes, unless it has as many: digits compress worse than the replica's markup does."""
    before, after = b"<script>var state = 0x", b";</script></body>"
    missing = weight - len(body) - len(before) - len(after) + len(b"</body>")
    digits = random.Random(len(body)).randbytes(max(0, missing) // 2 + 1).hex().encode()[: max(0, missing)]
    return body.replace(b"</body>", before + digits + after, 1) if digits else body


def main() -> None:
    """Serve on a free port of 127.0.0.1: `python -m bench.serve ARTICLES [BYTES OF A PAGE]`."""
    articles, weight = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with running(HeavyReplica(articles, weight)) as base_url:
        print(base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
