"""Our pages, a module each: what is asked for, read and shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from newsarchive.browse.pages.article import article, article_at, capture, version
from newsarchive.browse.pages.home import home
from newsarchive.browse.pages.promoted import promoted

FORMAT: Final = r"(\.(?P<format>json))?$"
"""Ends a page's address: with `.json` the same is told as JSON."""
KEY: Final = r"/article/(?P<key>[a-z0-9]{10})"
STAMP: Final = r"(?P<stamp>\d{14})"

ROUTES: Final[tuple[tuple[str, Callable[..., Awaitable[Any]]], ...]] = (
    (r"^/(index)?" + FORMAT, home),
    (r"^/article$", article_at),
    (rf"^{KEY}{FORMAT}", article),
    (rf"^{KEY}/v/{STAMP}{FORMAT}", version),
    (rf"^/promoted(/(?P<week>[^/.]+))?{FORMAT}", promoted),
    (rf"^{KEY}/capture/{STAMP}\.warc\.gz$", capture),
)
"""(regular expression, page); a page takes `datasette` and `request`."""
