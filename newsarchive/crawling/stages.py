"""What all pipeline stages share: the recorder, and quarantine for a page that a stage chokes on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, ClassVar, TypeVar

from scrapy.exceptions import DropItem

from ..errors import UNWRITABLE
from ..intake.reading import unread
from ..items import Article, Page, RawArticle, Version
from .recorder import Recorder, recorder_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

Item = Page | RawArticle | Article | Version
StageT = TypeVar("StageT", bound="Stage")
TakenT = TypeVar("TakenT", bound=Item)
GivenT = TypeVar("GivenT", bound=Item)
Process = Callable[[StageT, TakenT], Coroutine[None, None, GivenT]]


class Stage:
    """A pipeline stage; `name` is what a problem says about where it arose."""

    name: ClassVar[str]

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(recorder_of(crawler))


def quarantining(process: Process[StageT, TakenT, GivenT]) -> Process[StageT, TakenT, GivenT]:
    """Wrap `process_item`: a page it fails on goes to quarantine and is dropped, and the crawl goes on.

    An archive that cannot be written to is another matter: that error goes through, and ends the crawl.
    """

    @wraps(process)
    async def guarded(self: StageT, item: TakenT) -> GivenT:
        try:
            return await process(self, item)
        except UNWRITABLE:
            raise
        except Exception as error:
            page = page_of(item)
            why = unread(self.name, error)
            url = self.recorder.spider.route.identity(page.final_url)
            self.recorder.register.quarantine(page, why.problem, url=url, state=why.state)
            raise DropItem(why.problem.message, log_level="DEBUG") from error

    return guarded


def page_of(item: Item) -> Page:
    """The response an item was made from."""
    if isinstance(item, Page):
        return item
    return item.article.page if isinstance(item, Version) else item.page
