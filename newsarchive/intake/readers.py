"""Who reads the articles while records are taken in: this process, or several beside it.

Reading is nearly all the work, and pages are independent of each other until it is decided what changed; what is read
is given back in order, by whoever writes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final

from ..errors import ReaderEnded, UnreadableBody
from ..items import Article, Page
from .decoding import unpacked
from .pages import PAGE_LIMIT
from .reading import Unread, read, unread

BATCH: Final = 16
"""Pages given to a process at a time: passing each on its own costs a tenth of reading it."""

Reading = Callable[[], Article | Unread]
"""Gives what was read once it is asked for; the article's own page is then without its body."""
Begin = Callable[[Sequence[Page]], Sequence[Reading]]
"""Begins to read pages as received, still packed."""


@contextmanager
def readers(workers: int) -> Iterator[Begin]:
    """Readers in so many processes; with one it is done in this process, when it is asked for."""
    if workers == 1:
        yield _here
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare) as pool:
        try:
            yield partial(_elsewhere, pool)
        except BrokenProcessPool as error:
            raise ReaderEnded(
                "A process that read pages was ended, perhaps for want of memory: run again, with fewer --workers."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def read_packed(page: Page) -> Article | Unread:
    """The article on a page as received, given back without the page's body."""
    try:
        page = unpacked(page, limit=PAGE_LIMIT)
    except UnreadableBody as error:
        return unread("fetch", error)
    reading = read(page)
    return reading if isinstance(reading, Unread) else replace(reading, page=replace(page, body=b""))


def _here(pages: Sequence[Page]) -> Sequence[Reading]:
    return [cache(partial(read_packed, page)) for page in pages]


def _elsewhere(pool: ProcessPoolExecutor, pages: Sequence[Page]) -> Sequence[Reading]:
    batch = pool.submit(_read_all, [replace(page, exchange=None) for page in pages])
    return [partial(_of_batch, batch, number) for number in range(len(pages))]


def _of_batch(batch: Future[list[Article | Unread]], number: int) -> Article | Unread:
    return batch.result()[number]


def _read_all(pages: Sequence[Page]) -> list[Article | Unread]:
    return [read_packed(page) for page in pages]


def _prepare() -> None:
    """Leave Ctrl-C to the process that writes, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_writer, daemon=True).start()


def _end_with_the_writer() -> None:
    writer = parent_process()
    if writer is not None:
        writer.join()
        os._exit(1)
