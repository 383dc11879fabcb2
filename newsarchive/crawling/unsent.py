"""Requests that wait in the downloader for their turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twisted.python.failure import Failure

from .failures import NotAsked

STOPPED_ASKING = object()
"""Scrapy signal: the run asks for nothing more."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.core.downloader import Downloader


def drop_unsent(downloader: Downloader) -> None:
    """Let go of every request that was not sent yet, so that closing does not wait out a delay for each of them."""
    for slot in downloader.slots.values():
        slot.close()
    drop_some(downloader, lambda _: True)


def drop_some(downloader: Downloader, is_dropped: Callable[[Request], bool]) -> None:
    """Let go of requests that were not sent yet."""
    for slot in downloader.slots.values():
        for waiting in [each for each in slot.queue if is_dropped(each[0])]:
            slot.queue.remove(waiting)
            request, turn = waiting
            dropped = NotAsked(f"{request.url} is not asked for any more.")
            turn.errback(Failure(dropped))  # type: ignore[no-untyped-call]
