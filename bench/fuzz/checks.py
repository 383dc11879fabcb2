"""What must be true of any page that is read, and what of one whose article was left alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from bench.fuzz.case import Case
from bench.fuzz.disguise import READER_COMMENTS
from bench.fuzz.sources import Source
from newsarchive.archive import blocks_from_json, blocks_to_json
from newsarchive.errors import UnreadablePage
from newsarchive.items import Article, Page
from newsarchive.normalise import normalise
from newsarchive.sites import read

MOST_SECONDS = 1.0
"""CPU time a page may take."""
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a case."""

    refused: bool
    seconds: float
    """CPU time of reading the page."""
    failures: tuple[str, ...]
    """One line each; what kind of failure it is stands before the colon."""


def examine(case: Case) -> Outcome:
    """Read the page of a case and hold it to the checks of its kind."""
    started = time.process_time()
    found = attempt(case.page)
    seconds = time.process_time() - started
    failures = list(_failures(case, found))
    if seconds > MOST_SECONDS:
        failures.append(f"slow: {seconds:.2f} s CPU for {len(case.page.body):,} bytes")
    return Outcome(refused=isinstance(found, UnreadablePage), seconds=seconds, failures=tuple(failures))


def attempt(page: Page) -> Article | Exception:
    """The article of a page, or what was raised instead."""
    try:
        return normalise(read(page))
    except Exception as error:  # noqa: BLE001 - any error is a finding
        return error


@cache
def _unmutated(source: Source) -> Article | Exception:
    return attempt(source.page)


def _failures(case: Case, found: Article | Exception) -> Iterator[str]:
    if isinstance(found, Article):
        yield from _unsound(found)
    elif not isinstance(found, UnreadablePage):
        yield f"exception: {type(found).__name__}: {str(found)[:200]}"
    elif len(str(found)) < 15:
        yield f"mute: {found!r} says nothing"
    if case.kind != "damaged":
        yield from _changes(case, _unmutated(case.source), found)


def _unsound(article: Article) -> Iterator[str]:
    """What no article may be, whatever its page was."""
    spans = blocks_to_json(article.blocks)
    if blocks_from_json(article.article_body, spans) != article.blocks:
        yield "round trip: blocks do not come back from the archive's spans"
    if not article.headline.strip() or any(not block.text.strip() for block in article.blocks):
        yield "empty: a headline or block without text"
    for text in texts_of(article):
        if _UNPRINTABLE.search(text):
            yield f"unprintable: {text[:80]!a}"


def texts_of(article: Article) -> Iterator[str]:
    """Every text of an article that goes into the archive."""
    names = "headline kicker description section url date_published_raw date_modified_raw event_dates event_place"
    yield from (text for name in names.split() if (text := getattr(article, name)))
    yield from chain(article.authors, article.tags, (block.text for block in article.blocks))
    for image in article.images:
        yield from filter(None, (image.url, image.alt, image.caption, image.credit))
    for link in article.links:
        yield from (link.url, link.text)
    for teaser in article.teasers:
        yield from filter(None, (teaser.target_url, teaser.headline, teaser.kicker, teaser.description))


def _changes(case: Case, before: Article | Exception, after: Article | Exception) -> Iterator[str]:
    """How the reading of a page whose article was left alone differs from that of the page before."""
    if not isinstance(before, Article) or not isinstance(after, Article):
        if type(before) is not type(after):
            yield f"lost: {_named(before)} became {_named(after)}"
        return
    if any(problem.error == "TooDeep" for problem in after.problems) or _is_from_elsewhere(before):
        return
    yield from _leaks(case, before, after)
    for field in ("headline", "date_published", "date_modified", "authors", "description"):
        if getattr(before, field) != getattr(after, field) and not _is_untold(case, before, field):
            yield f"{field}: {_apart(str(getattr(before, field)), str(getattr(after, field)))}"
    if before.content_sha256 != after.content_sha256:
        yield f"content: {_first_difference(before, after)}"


def _is_untold(case: Case, article: Article, field: str) -> bool:
    """Whether a page said something to machines alone, and no longer says so."""
    rule = article.provenance[field].rule or ""
    return "metadata_removed" in case.chain and rule.startswith(("JSON-LD", "meta ", "microdata"))


def _named(found: Article | Exception) -> str:
    return "an article" if isinstance(found, Article) else f"{type(found).__name__} ({str(found)[:80]})"


def _is_from_elsewhere(article: Article) -> bool:
    """Whether the body was read by a tool that we do not answer for."""
    return article.provenance["article_body"].rule == "trafilatura"


def _leaks(case: Case, before: Article, after: Article) -> Iterator[str]:
    own, read_now = _content(before), _content(after)
    for text in (*case.source.beside, *READER_COMMENTS):
        if text in read_now and text not in own:
            yield f"leak: {text[:80]!r} stands beside the article and is read as part of it"


def _content(article: Article) -> str:
    texts = (article.headline, article.description_raw, article.date_published_raw, article.date_modified_raw)
    blocks = (block.text for block in article.blocks)
    captions = (f"{image.caption} {image.credit}" for image in article.images)
    return "\n".join(filter(None, (*texts, *article.authors, *blocks, *captions)))


def _first_difference(before: Article, after: Article) -> str:
    one, other = (
        [f"{block.kind}: {block.text}" for block in article.blocks]
        + [f"caption: {image.caption} © {image.credit}" for image in article.images]
        for article in (before, after)
    )
    for mine, theirs in zip([*one, "nothing more"], [*other, "nothing more"], strict=False):
        if mine != theirs:
            return _apart(mine, theirs)
    return "the same blocks and captions, other lines"


def _apart(one: str, other: str) -> str:
    """Two texts from a little before where they part."""
    apart = next((i for i, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs), 0)
    at = max(0, apart - 20)
    return f"{one[at : at + 100]!a} became {other[at : at + 100]!a}"
