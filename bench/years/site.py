"""The replica a campaign crawls: it can wait for requests, and hold them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bench.kills import WatchedReplica
from newsarchive.demo.clock import PARIS
from newsarchive.demo.exchange import Served


class HeldReplica(WatchedReplica):
    """A replica that can leave its visitors waiting."""

    def __init__(self, seed: int, articles: int) -> None:
        # Its clock begins with this machine's: what it publishes from then on is as old as the archive says.
        super().__init__(articles, seed, now=datetime.now(PARIS).replace(second=0, microsecond=0))
        self._arrived, self._open = threading.Event(), threading.Event()
        self._open.set()

    def serve(self, target: str) -> Served:
        """The answer, once answers are given."""
        self._arrived.set()
        self._open.wait()
        return super().serve(target)

    @contextmanager
    def held(self) -> Iterator[threading.Event]:
        """Answers nothing within the block; yields what is set when somebody is waiting for an answer."""
        self._arrived.clear()
        self._open.clear()
        try:
            yield self._arrived
        finally:
            self._open.set()
