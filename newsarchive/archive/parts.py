"""Rows that hang on a version (`list_items`, `images`, `links`), and the article's tags."""

from __future__ import annotations

from sqlite_utils import Database

from newsarchive.items import Article

_LIST_ITEM = """
    INSERT INTO list_items (revision_id, list_number, item_number, depth, ordered, text) VALUES (?, ?, ?, ?, ?, ?)
"""
_IMAGE = "INSERT INTO images (revision_id, position, url, alt, caption, credit) VALUES (?, ?, ?, ?, ?, ?)"
_LINK = """
    INSERT INTO links (revision_id, position, url, text, target_article_id)
    VALUES (?1, ?2, ?3, ?4, (SELECT id FROM articles WHERE url = ?3))
"""


def add_parts(db: Database, article: Article, *, article_id: int, revision_id: int) -> None:
    """Record the lists, images and links of a version, and make its tags those of the article."""
    lists = [block.items for block in article.blocks if block.kind == "list"]
    db.conn.executemany(
        _LIST_ITEM,
        [
            (revision_id, list_number, item_number, item.depth, int(item.ordered), item.text)
            for list_number, items in enumerate(lists, start=1)
            for item_number, item in enumerate(items, start=1)
        ],
    )
    db.conn.executemany(
        _IMAGE,
        [
            (revision_id, position, image.url, image.alt, image.caption, image.credit)
            for position, image in enumerate(article.images, start=1)
        ],
    )
    db.conn.executemany(
        _LINK, [(revision_id, position, link.url, link.text) for position, link in enumerate(article.links, start=1)]
    )
    _set_tags(db, article_id, article.tags)


def _set_tags(db: Database, article_id: int, tags: tuple[str, ...]) -> None:
    db.conn.execute("DELETE FROM article_tags WHERE article_id = ?", (article_id,))
    names = [(tag,) for tag in dict.fromkeys(tags)]
    db.conn.executemany("INSERT INTO tags (name) VALUES (?) ON CONFLICT DO NOTHING", names)
    db.conn.executemany(
        "INSERT INTO article_tags (article_id, tag_id) SELECT ?, id FROM tags WHERE name = ?",
        [(article_id, name) for (name,) in names],
    )
