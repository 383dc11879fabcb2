"""Keeps a version."""

from __future__ import annotations

from newsarchive.crawling.stages import Stage, quarantining
from newsarchive.items import Version


class StorePipeline(Stage):
    """Version -> Version."""

    name = "store"

    @quarantining
    async def process_item(self, item: Version) -> Version:
        """The version, now in the archive."""
        self.recorder.register.store(item)
        return item
