"""What to ask a site for, so that a dozen requests say most: where articles are found, and three of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from time import sleep
from typing import Literal, NamedTuple

from newsarchive.checking.indexes import Index, IndexKind, read_entries, read_listing
from newsarchive.checking.visiting import Answer, Visitor
from newsarchive.crawling.settings import SITEMAP_MAXSIZE
from newsarchive.errors import UnreadablePage
from newsarchive.explain import Report, examine
from newsarchive.intake.declared import Declared
from newsarchive.intake.routes import Route
from newsarchive.items import Article, Page

ARTICLES = 3
_SITEMAPS = 3
"""Requests for sitemaps, an index and its parts counted alike."""
_SPARE = ARTICLES + 1
"""Requests that are kept for the articles and for asking one of them again."""

_MOST_TRIED = ARTICLES + 2
SampleKind = Literal["newest", "old", "from a listing", "another"]


class Choice(NamedTuple):
    """An article to ask for."""

    kind: SampleKind
    source: Index
    """What named it."""
    identity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One article's page as it was read."""

    choice: Choice
    answer: Answer
    listed: str | None
    """The date a listing prints beside a link to it."""
    report: Report | None = None
    """How it was read, where there was anything to read."""
    fault: str | None = None
    """Why there is no article, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """All that came of asking a site."""

    declared: Declared
    visitor: Visitor
    robots: Answer
    indexes: tuple[Index, ...] = ()
    samples: tuple[Sample, ...] = ()
    again: Answer | None = None
    """An article asked for a second time, on condition that it changed; None where that could not be asked."""

    @property
    def read(self) -> tuple[tuple[Sample, Report, Article], ...]:
        """The articles that could be read."""
        return tuple(
            (sample, sample.report, sample.report.article)
            for sample in self.samples
            if sample.report and sample.report.article
        )

    def of_kind(self, kind: IndexKind) -> tuple[Index, ...]:
        """What was asked for of one kind."""
        return tuple(index for index in self.indexes if index.kind == kind)


def make_contact(
    declared: Declared,
    delay: float,
    base_url: str | None,
    *,
    wait: Callable[[float], None] = sleep,
    tell: Callable[[str], None] = lambda request: None,
) -> Contact:
    """Ask the site, `delay` seconds between requests; whatever it answers, this comes to an end."""
    visitor = Visitor(declared.route, delay, wait, tell)
    contact = Contact(declared=declared, visitor=visitor, robots=visitor.ask_robots())
    indexes: list[Index] = []
    for index in _indexes(declared, visitor, indexes):
        indexes.append(index)
        if index.kind == "front page" and not index.answer.is_welcome:
            return replace(contact, indexes=tuple(indexes))
    samples = tuple(_samples(declared, visitor, indexes, base_url))
    again = _ask_again(visitor, samples)
    indexes += _other_feeds(declared, visitor)
    return replace(contact, indexes=tuple(indexes), samples=samples, again=again)


def _indexes(declared: Declared, visitor: Visitor, so_far: list[Index]) -> Iterator[Index]:
    """The front page, a feed, sitemaps, a listing and its second page; `so_far` grows as they are handed on."""
    route = declared.route
    if visitor.stopped:
        return
    yield read_listing("front page", visitor.ask(f"{route.home}/"), route)
    for feed in declared.feeds[:1]:
        yield read_entries("feed", visitor.ask(route.identity(route.home + feed), spare=_SPARE), route)
    yield from _sitemaps(declared, visitor)
    if section := _section(declared, so_far[0]):
        yield read_listing("listing", visitor.ask(section, spare=_SPARE), route)
    if second := _second_page(route, so_far):
        yield read_listing("page 2", visitor.ask(second, spare=_SPARE), route)


def _sitemaps(declared: Declared, visitor: Visitor) -> Iterator[Index]:
    """One sitemap with articles in it: those that robots.txt names come first, parts of an index next."""
    route = declared.route
    named = [identity for identity in map(route.identity, visitor.robots.sitemaps) if route.owns(identity)]
    waiting = list(dict.fromkeys([*named, *(route.identity(route.home + path) for path in declared.sitemaps)]))
    for _ in range(_SITEMAPS):
        if not waiting or visitor.stopped:
            return
        answer = visitor.ask(waiting.pop(0), spare=_SPARE, largest=SITEMAP_MAXSIZE)
        index = read_entries("sitemap", answer, route)
        yield index
        if index.articles:
            return
        waiting = [*index.sitemaps, *waiting]


def _other_feeds(declared: Declared, visitor: Visitor) -> Iterator[Index]:
    """Declared feeds beside the first, for as many requests as are left."""
    route = declared.route
    for feed in declared.feeds[1:]:
        if visitor.left and not visitor.stopped:
            yield read_entries("feed", visitor.ask(route.identity(route.home + feed)), route)


def _section(declared: Declared, front: Index) -> str | None:
    """A listing beside the front page: a declared one, else the first that the front page links to."""
    route = declared.route
    known = [route.identity(route.home + path) for path in declared.listings]
    return next((identity for identity in (*known, *front.listings) if identity != f"{route.home}/"), None)


def _second_page(route: Route, indexes: list[Index]) -> str | None:
    """A further page that a listing links to; the section's own comes before the front page's."""
    section = next((index for index in indexes if index.kind == "listing" and index.further), indexes[0])
    identity = route.identity(section.answer.asked)
    return next((page for page in section.further if page.startswith(identity)), next(iter(section.further), None))


def _samples(declared: Declared, visitor: Visitor, indexes: list[Index], base_url: str | None) -> Iterator[Sample]:
    """Three articles that answer, or what else came of trying."""
    listed = {article: text for index in indexes for article, text in index.listed.items()}
    named = [_of_these(index, listed) for index in indexes] if declared.dates_in_listings and listed else indexes
    read = 0
    for choice in choose(named)[:_MOST_TRIED]:
        if read < ARTICLES and not visitor.stopped:
            answer = _still_an_article(visitor.ask(choice.identity), declared.route)
            sample = _read(declared, choice, answer, listed.get(choice.identity), base_url)
            read += not sample.fault
            yield sample


def _of_these(index: Index, dated: Container[str]) -> Index:
    """The index with those of its articles that a listing dates, where pages themselves print no date."""
    dates = {article: moment for article, moment in index.dates.items() if article in dated}
    return replace(index, articles=tuple(article for article in index.articles if article in dated), dates=dates)


def choose(indexes: Sequence[Index]) -> list[Choice]:
    """Articles worth reading, each once: the newest of the feed, the oldest of a sitemap, one of a listing, others."""
    listings = [index for kind in ("listing", "page 2", "front page") for index in indexes if index.kind == kind]
    feeds = [index for index in indexes if index.kind == "feed"]
    newest = [index for index in (*feeds, *listings[::-1]) if index.articles][:1]
    sitemaps = [index for index in indexes if index.kind == "sitemap"]
    found = [Choice("newest", index, article) for index in newest for article in _by_date(index)[::-1][:1]]
    found += [Choice("old", index, article) for index in sitemaps for article in _by_date(index)[:1]]
    taken = {choice.identity for choice in found}
    from_listings = (Choice("from a listing", index, article) for index in listings for article in index.articles)
    found += [choice for choice in from_listings if choice.identity not in taken][:1]
    found += [
        Choice("another", index, article) for index in (*listings, *feeds, *sitemaps) for article in index.articles
    ]
    unique: dict[str, Choice] = {}
    for choice in found:
        unique.setdefault(choice.identity, choice)
    return list(unique.values())


def _by_date(index: Index) -> list[str]:
    """Its articles, oldest first; those without a date in the order of a list that begins with the newest."""
    undated = index.articles if index.kind == "sitemap" else index.articles[::-1]
    return sorted(index.dates, key=index.dates.__getitem__) or list(undated)


def _still_an_article(answer: Answer, route: Route) -> Answer:
    """The answer, with a fault where an article redirects to what is none: to the front page, as a rule."""
    if not answer.redirects or answer.fault or route.kind_of(route.identity(answer.url)) == "article":
        return answer
    return replace(answer, fault=f"{answer.asked} redirects to {answer.url}, which is no article's address")


def _read(declared: Declared, choice: Choice, answer: Answer, listed: str | None, base_url: str | None) -> Sample:
    sample = Sample(choice=choice, answer=answer, listed=listed, fault=answer.fault)
    if answer.fault:
        return sample
    page = Page(
        url=answer.asked,
        final_url=answer.url,
        fetched_at=answer.fetched_at,
        status=answer.status or 0,
        headers=answer.headers,
        body=answer.body,
        encoding=answer.charset,
        site=declared.site,
        mirror=base_url,
        listed={"date_published": listed} if listed and declared.dates_in_listings else {},
    )
    try:
        report = examine(page)
    except UnreadablePage as error:
        return replace(sample, fault=f"{answer.url}: {error}")
    return replace(sample, report=report, fault=f"{answer.url}: {report.error}" if report.error else None)


def _ask_again(visitor: Visitor, samples: Sequence[Sample]) -> Answer | None:
    """The first article that says how to ask for changes alone, asked for so."""
    answer = next((sample.answer for sample in samples if sample.answer.validators and not sample.answer.fault), None)
    if answer is None or visitor.stopped or not visitor.left:
        return None
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return visitor.ask(
        answer.url, headers={names[name]: answer.headers[name] for name in names if name in answer.headers}
    )
