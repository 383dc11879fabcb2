"""What a page adds to the figures of its run.

Pages are counted in three groups, so that a run that reads other pages than usual does not look like drift: `fresh`
(seen for the first time and published within a week, or without a date), `older` (seen for the first time) and
`reread` (compared with the version kept). All figures are sums: runs are pooled by adding them up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from newsarchive.dates import PARIS
from newsarchive.items import Article, ChangeKind, Kept, Version

_FRESH = timedelta(days=7)

UNITS: Final = {
    "article_body": "words",
    "blocks": "blocks",
    "list_items": "list items",
    "links": "links",
    "teasers": "teasers",
}
"""Field -> what its size counts, of those whose average is watched."""

KEPT_FIELDS: Final = (
    "kicker", "description", "section", "authors", "tags", "date_published", "date_modified",
    "article_body", "list_items", "images", "links",
)  # fmt: skip
"""Fields of a page that are compared with those of the version kept."""
FIELDS: Final = (*KEPT_FIELDS, "teasers")
"""Fields whose share of pages is watched. Every page read has a headline: without one it is a problem."""

FEWER: Final = 2 / 3
"""A page read again whose field has shrunk to less than this share has lost some of it."""
EARLIEST: Final = date(1990, 1, 1)
"""No news site is older."""


def measured(version: Version, kept: Kept | None) -> Iterator[tuple[str, float]]:
    """(figure, what to add to it) of one page; `kept` is None for one that is seen for the first time."""
    article = version.article
    sizes = _sizes(article)
    if kept is None:
        group = "fresh" if is_fresh(article) else "older"
        yield from _first_sight(group, article, sizes)
    else:
        yield from _compared(sizes, kept.sizes)
        yield "silent edits", version.change.kind is ChangeKind.SILENT_EDIT
        if _day(kept.first_seen_at) < _day(article.page.fetched_at):
            yield "reread pages of earlier days", 1
            yield "reread pages of earlier days dated the day they were read", _dated_by_its_capture(article)
    if version.change.kind is not ChangeKind.UNCHANGED:
        yield from _implausible_dates(article)


def _sizes(article: Article) -> dict[str, int]:
    """Field -> how much of it the page has; 0 or 1 for a field that is one text or date."""
    single = ("kicker", "description", "section", "date_published", "date_modified")
    several = ("authors", "tags", "images", "links", "teasers", "blocks")
    return {
        **{name: int(bool(getattr(article, name))) for name in single},
        **{name: len(getattr(article, name)) for name in several},
        "list_items": sum(map(len, article.lists)),
        "article_body": article.word_count,
    }


def is_fresh(article: Article) -> bool:
    """Whether an article was published within a week, or prints no date."""
    published = article.date_published
    return published is None or _day(published) >= _day(article.page.fetched_at) - _FRESH


def _first_sight(group: str, article: Article, sizes: Mapping[str, int]) -> Iterator[tuple[str, float]]:
    yield f"{group} pages", 1
    yield f"{group} pages of type {article.page_type}", 1
    for field in FIELDS:
        yield f"{group} pages with {field}", sizes[field] > 0
    for field, unit in UNITS.items():
        # Sizes of texts are spread evenly on a logarithmic scale; sums of squares give their variance.
        logarithm = math.log1p(sizes[field])
        yield f"{group} {unit}", sizes[field]
        yield f"{group} {unit}, logarithms", logarithm
        yield f"{group} {unit}, squared logarithms", logarithm**2
    yield "new pages", 1
    yield "new pages dated the day they were read", _dated_by_its_capture(article)


def _compared(sizes: Mapping[str, int], kept: Mapping[str, int]) -> Iterator[tuple[str, float]]:
    yield "reread pages", 1
    for field in KEPT_FIELDS:
        if kept.get(field):
            yield f"reread pages with {field} before", 1
            yield f"reread pages still with {field}", sizes[field] > 0
            if field in UNITS:
                yield f"reread pages with fewer {UNITS[field]}", sizes[field] < FEWER * kept[field]


def _implausible_dates(article: Article) -> Iterator[tuple[str, float]]:
    yield "new versions", 1
    if article.date_published is not None:
        day = _day(article.date_published)
        yield "new versions dated in the future", day > _day(article.page.fetched_at) + timedelta(days=1)
        yield "new versions dated before 1990", day < EARLIEST


def _dated_by_its_capture(article: Article) -> bool:
    return article.date_published is not None and _day(article.date_published) == _day(article.page.fetched_at)


def _day(value: datetime | date) -> date:
    """The day in Paris."""
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value
