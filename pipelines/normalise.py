"""Makes sense of what a page says."""

from __future__ import annotations

from newsarchive.crawling.stages import Stage, quarantining
from newsarchive.items import Article, RawArticle
from newsarchive.normalise import normalise


class NormalisePipeline(Stage):
    """RawArticle -> Article."""

    name = "normalise"

    @quarantining
    async def process_item(self, item: RawArticle) -> Article:
        """The article as meant."""
        return normalise(item)
