"""Compares a page with what is kept of it."""

from __future__ import annotations

from newsarchive.crawling.stages import Stage, quarantining
from newsarchive.items import Article, Version


class DeduplicatePipeline(Stage):
    """Article -> Version."""

    name = "deduplicate"

    @quarantining
    async def process_item(self, item: Article) -> Version:
        """The article with what became of it since the version kept last."""
        return self.recorder.register.version(item)
