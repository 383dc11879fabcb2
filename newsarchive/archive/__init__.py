"""The archive folder: its database, its quarantine, its lock. The only SQL of the project that writes."""

from newsarchive.archive.archive import Archive
from newsarchive.archive.blocks import blocks_from_json, blocks_to_json
from newsarchive.archive.database import FILE_NAME
from newsarchive.archive.lock import archive_lock
from newsarchive.archive.summary import Summary
from newsarchive.items import Block, ListItem

__all__ = ["FILE_NAME", "Archive", "Block", "ListItem", "Summary", "archive_lock", "blocks_from_json", "blocks_to_json"]
