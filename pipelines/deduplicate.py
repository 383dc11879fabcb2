"""Compares a page with what is kept of it."""

from __future__ import annotations

from newsarchive.changes import decide, refuse_loss
from newsarchive.crawling.stages import Stage, quarantining
from newsarchive.items import Article, Version


class DeduplicatePipeline(Stage):
    """Article -> Version."""

    name = "deduplicate"

    @quarantining
    async def process_item(self, item: Article) -> Version:
        """The article with what became of it since the version kept last."""
        article = self.recorder.placed(item)
        history = self.recorder.archive.history(article.url)
        refuse_loss(article, history)
        return Version(article=article, change=decide(article, history))
