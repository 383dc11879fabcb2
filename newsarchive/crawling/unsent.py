"""Requests that wait in the downloader for their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twisted.python.failure import Failure

from .failures import NotAsked

if TYPE_CHECKING:
    from scrapy.core.downloader import Downloader


def drop_unsent(downloader: Downloader) -> None:
    """Let go of every request that was not sent yet, so that closing does not wait out a delay for each of them."""
    for slot in downloader.slots.values():
        slot.close()
        while slot.queue:
            request, turn = slot.queue.popleft()
            dropped = NotAsked(f"The run ended before {request.url} was asked for.")
            turn.errback(Failure(dropped))  # type: ignore[no-untyped-call]
