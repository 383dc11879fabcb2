"""Our pages, a module each: what is asked for, read and shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from newsarchive.browse.pages.article import article, article_at, capture, version
from newsarchive.browse.pages.changes import changes, changes_feed
from newsarchive.browse.pages.citation import citation
from newsarchive.browse.pages.difference import difference, latest_difference
from newsarchive.browse.pages.frame import closed, opensearch
from newsarchive.browse.pages.health import coverage, health
from newsarchive.browse.pages.home import home
from newsarchive.browse.pages.promoted import promoted
from newsarchive.browse.pages.search import search

FORMAT: Final = r"(\.(?P<format>json))?$"
"""Ends a page's address: with `.json` the same is told as JSON."""
KEY: Final = r"/article/(?P<key>[a-z0-9]{10})"
STAMP: Final = r"(?P<stamp>\d{14})"

ROUTES: Final[tuple[tuple[str, Callable[..., Awaitable[Any]]], ...]] = (
    (r"^/-/(?!static/)", closed),
    (r"^/opensearch\.xml$", opensearch),
    (rf"^/(index)?{FORMAT}", home),
    (rf"^/search{FORMAT}", search),
    (r"^/article$", article_at),
    (rf"^{KEY}{FORMAT}", article),
    (rf"^{KEY}/v/{STAMP}{FORMAT}", version),
    (rf"^{KEY}/diff{FORMAT}", latest_difference),
    (rf"^{KEY}/diff/(?P<before>\d{{14}})\.\.(?P<after>\d{{14}}){FORMAT}", difference),
    (rf"^{KEY}(/v/{STAMP})?/citation\.(?P<ending>txt|bib|ris|json)$", citation),
    (rf"^{KEY}/capture/{STAMP}\.warc\.gz$", capture),
    (rf"^/changes{FORMAT}", changes),
    (r"^/changes\.atom$", changes_feed),
    (rf"^/promoted(/(?P<week>[^/.]+))?{FORMAT}", promoted),
    (rf"^/health{FORMAT}", health),
    (rf"^/health/coverage{FORMAT}", coverage),
)
"""(regular expression, page); a page takes `datasette` and `request`."""
