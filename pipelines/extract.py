"""Reads what a page says."""

from __future__ import annotations

from newsarchive import sites
from newsarchive.crawling.stages import Stage, quarantining
from newsarchive.items import Page, RawArticle


class ExtractPipeline(Stage):
    """Page -> RawArticle."""

    name = "extract"

    @quarantining
    async def process_item(self, item: Page) -> RawArticle:
        """The article as printed."""
        return sites.read(item)
