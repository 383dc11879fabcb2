"""What a page says to what it means: RawArticle -> Article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urljoin

from newsarchive.dates import parse_date
from newsarchive.errors import UnknownDate
from newsarchive.extraction.lines import split_kicker
from newsarchive.extraction.text import uniform
from newsarchive.items import Article, Block, Comment, Image, Page, Problem, RawArticle, Teaser
from newsarchive.sites import Site, site_named
from newsarchive.urls import Addresses, Mirror, article_key, canonical_url, is_article

_OLDEST = date(1990, 1, 1)
"""No news site is older; an earlier date is a clock that stood at 1970, or a slip."""
_HOUR = timedelta(hours=1)
_FARTHEST_WEST, _FARTHEST_EAST = timedelta(hours=-10), timedelta(hours=12)
"""French Polynesia, Wallis and Futuna."""
_OFFSET = re.compile(r"^\d{4}-\d\d-\d\d[T ].*(?:Z|[+-]\d\d:?\d\d)$")
_REMEMBERED = 4096
"""Addresses: a site promotes the same articles on page after page."""
_METADATA = ("JSON-LD ", "meta ", "microdata ")
"""How the rules are called that read what a page says to machines."""
_TOLERANCE = timedelta(minutes=1)


def normalise(raw: RawArticle, site: Site | None = None) -> Article:
    """The article a page means; what cannot be understood stays None beside its raw text, with a problem.

    `site` is the declaration to go by, where it is not the one that bears the name of the page's site.
    """
    addresses = (site or site_named(raw.page.site)).addresses
    url = identity(raw, addresses)
    kicker, description = split_kicker(_undamaged(raw.description)) if raw.description else (None, None)
    published, published_problems = _date(raw, "date_published", raw.date_published, addresses)
    modified, modified_problems = _date(raw, "date_modified", raw.date_modified, addresses)
    headline = _undamaged(raw.headline)
    blocks = tuple(_clean_block(block) for block in raw.blocks)
    comments = tuple(_dated(comment, raw.page.fetched_at) for comment in raw.comments)
    return Article(
        page=raw.page,
        key=article_key(url),
        url=url,
        site=raw.page.site,
        page_type=raw.page_type,
        headline=headline,
        kicker=kicker,
        description=description,
        description_raw=raw.description,
        section=raw.section,
        authors=raw.authors,
        tags=raw.tags,
        date_published=published,
        date_published_raw=raw.date_published,
        date_modified=modified,
        date_modified_raw=raw.date_modified,
        event_dates=raw.event_dates,
        event_place=raw.event_place,
        blocks=blocks,
        images=tuple(_clean_image(image, raw.page, addresses) for image in raw.images),
        links=tuple(replace(link, url=_target(link.url, raw.page, addresses)) for link in raw.links),
        teasers=tuple(_clean_teaser(teaser, raw.page, addresses) for teaser in raw.teasers),
        comments=comments,
        content_sha256=content_hash(
            (headline, kicker, description, raw.event_dates, raw.event_place), blocks, raw.images
        ),
        provenance=raw.provenance,
        problems=(*raw.problems, *published_problems, *modified_problems, *_undated(comments)),
    )


def identity(raw: RawArticle, addresses: Addresses | None) -> str:
    """The address on the site itself: what the page calls canonical where that is an article, else what answered."""
    answered = _target(raw.page.final_url, raw.page, addresses)
    if not raw.canonical_url:
        return answered
    canonical = _target(raw.canonical_url, raw.page, addresses)
    if addresses is not None:
        return canonical if is_article(canonical, addresses) else answered
    return canonical if canonical.startswith("http") and canonical.count("/") > 2 else answered


def at_address(article: Article, url: str) -> Article:
    """The same article, kept under the canonical form of the address it was asked for at."""
    message = f"its canonical link names {article.url}, where something else is: it is kept under its own address"
    doubt = _problem("CanonicalElsewhere", message)
    return replace(article, url=url, key=article_key(url), problems=(*article.problems, doubt))


def content_hash(lines: Iterable[str | None], blocks: Iterable[Block], images: Iterable[Image]) -> str:
    """SHA-256 (hex) over what makes a version: headline, kicker, description and event, then blocks and captions.

    Typography is made uniform first: the same article is printed now with one kind of apostrophe, now with another.
    """
    parts = [line or "" for line in lines]
    parts += [f"{block.kind}:{block.text}" for block in blocks]
    parts += [f"{image.caption or ''}©{image.credit or ''}" for image in images]
    return hashlib.sha256("\x1e".join(map(uniform, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _target(href: str, page: Page, addresses: Addresses | None) -> str:
    """An address as printed on a page, absolute, canonical and on the site itself."""
    try:
        url = urljoin(page.final_url, href)
    except ValueError:
        return href
    return _on_site(url, page.mirror, addresses)


@lru_cache(_REMEMBERED)
def _on_site(url: str, mirror: str | None, addresses: Addresses | None) -> str:
    if addresses is None:
        return canonical_url(url)
    return canonical_url(Mirror(mirror, addresses).to_site(url) if mirror else url, addresses)


def _date(
    raw: RawArticle, field: str, text: str | None, addresses: Addresses | None
) -> tuple[datetime | date | None, list[Problem]]:
    if text is None:
        return None, []
    try:
        found = parse_date(text, raw.page.fetched_at)
    except UnknownDate as error:
        return None, [_problem("UnknownDate", f"{field}: {error}")]
    if addresses is None:
        found = in_publishers_zone(text, found, [value for _, value in raw.provenance[field].lost if value])
    return found, [*_absurd(field, found, raw.page.fetched_at), *_disagreements(raw, field, found)]


def in_publishers_zone(printed: str, found: datetime | date, stated: Iterable[str]) -> datetime | date:
    """A printed time in the zone of its publisher, who need not be in France.

    What the page prints has no zone; its metadata may. Where a stated time is the printed one by the clock of its own
    offset, or lies whole hours from it (and is no local time with a false Z), it is the same moment, told in full.
    """
    if not isinstance(found, datetime) or _OFFSET.search(printed):
        return found
    clock = found.replace(tzinfo=UTC, second=0, microsecond=0)
    for moment in _moments(stated):
        away = clock - moment.astimezone(UTC).replace(second=0, microsecond=0)
        if away and not away % _HOUR and _FARTHEST_WEST <= away <= _FARTHEST_EAST:
            return moment
    return found


def _moments(stated: Iterable[str]) -> Iterator[datetime]:
    for text in filter(_OFFSET.search, stated):
        try:
            moment = parse_date(text)
        except UnknownDate:
            continue
        if isinstance(moment, datetime):
            yield moment


def _dated(comment: Comment, fetched_at: datetime) -> Comment:
    """The comment with its date understood, and its text without damage."""
    try:
        posted = parse_date(comment.date_posted_raw, fetched_at) if comment.date_posted_raw else None
    except UnknownDate:
        posted = None
    return replace(comment, date_posted=posted, text=_undamaged(comment.text))


def _undated(comments: Iterable[Comment]) -> list[Problem]:
    """One problem for all the comments whose printed date names no day."""
    texts = [comment.date_posted_raw for comment in comments if comment.date_posted_raw and not comment.date_posted]
    return [_problem("UnknownDate", f"comments: {len(texts)} dates such as {texts[0]!r} name no day")] if texts else []


def _absurd(field: str, found: datetime | date, fetched_at: datetime) -> list[Problem]:
    day = found.date() if isinstance(found, datetime) else found
    if day > fetched_at.date() + timedelta(days=1):
        return [_problem("FutureDate", f"{field} is {day.isoformat()}, after the day it was fetched")]
    if day < _OLDEST:
        return [_problem("AncientDate", f"{field} is {day.isoformat()}, before there were news sites")]
    return []


def _disagreements(raw: RawArticle, field: str, found: datetime | date) -> list[Problem]:
    """A problem for each piece of metadata that names another time."""
    provenance = raw.provenance[field]
    problems = []
    for rule, text in provenance.lost:
        if not rule.startswith(_METADATA):
            continue
        try:
            other = parse_date(text, raw.page.fetched_at) if text else found
        except UnknownDate:
            continue
        if not same_time(found, other):
            says = f"{provenance.rule} says {provenance.value}, {rule} says {text}"
            problems.append(_problem("DatesDisagree", f"{field}: {says}"))
    return problems


def same_time(one: datetime | date, other: datetime | date) -> bool:
    """Whether two dates can mean the same moment; a bare day agrees with any time on it."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) < _TOLERANCE
    days = [each.date() if isinstance(each, datetime) else each for each in (one, other)]
    return days[0] == days[1]


def _undamaged(text: str) -> str:
    """Text without the backslashes that old imports left before apostrophes and quotation marks."""
    return text.replace("\\'", "'").replace("\\’", "’").replace('\\"', '"') if "\\" in text else text


def _clean_block(block: Block) -> Block:
    if "\\" not in block.text:
        return block
    items = tuple(replace(item, text=_undamaged(item.text)) for item in block.items)
    return replace(block, text=_undamaged(block.text), items=items)


def _clean_image(image: Image, page: Page, addresses: Addresses | None) -> Image:
    return replace(image, url=_target(image.url, page, addresses))


def _clean_teaser(teaser: Teaser, page: Page, addresses: Addresses | None) -> Teaser:
    return replace(
        teaser,
        target_url=_target(teaser.target_url, page, addresses),
        headline=_undamaged(teaser.headline),
        description=_undamaged(teaser.description) if teaser.description else None,
    )


def _problem(error: str, message: str) -> Problem:
    return Problem(stage="normalise", error=error, message=message)
