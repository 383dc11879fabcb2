"""What Scrapy logs of an item, without the item: a whole page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.logformatter import LogFormatter, LogFormatterResult

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


class ItemsLeftOut(LogFormatter):
    """Only an archive that cannot be written to makes an item fail, and the crawl's end says so."""

    def item_error(
        self, item: object, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """The error alone."""
        return {"level": logging.DEBUG, "msg": "%(error)s", "args": {"error": exception}}
