"""A first contact as titled tables of plain text, whoever prints them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsarchive.checking.assessment import Assessment
from newsarchive.checking.contact import Contact, Sample
from newsarchive.checking.facts import EXPECTED, NEEDED, Fact, facts_of
from newsarchive.checking.indexes import Index
from newsarchive.checking.judging import LINKED, canonical_says, listing_says
from newsarchive.checking.measures import LONG, MOSTLY_LINKS, SHORT, Measures, boilerplate, measure
from newsarchive.intake.routes import Route
from newsarchive.items import Article
from newsarchive.sites import site_named

_LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is printed under one title; the last column is the one that may be long."""

    title: str
    about: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def tables(assessment: Assessment) -> Iterator[Table]:
    """The parts of the report that have anything to say, findings and verdict aside."""
    contact = assessment.contact
    yield Table(title="robots.txt", rows=tuple(_robots(contact)))
    if contact.indexes:
        columns = ("", "status", "links", "articles", "newest", "address")
        places = tuple(_index(index) for index in contact.indexes)
        yield Table(title="Where articles are found", columns=columns, rows=places)
    for number, sample in enumerate(contact.samples, start=1):
        yield _sample(number, sample, contact)
    if contact.read:
        numbers = tuple(str(at) for at, sample in enumerate(contact.samples, 1) if sample in _read_samples(contact))
        rows = tuple(_measures(contact))
        yield Table(title="Text, and what stands round it", columns=("", *numbers, ""), rows=rows)
        yield Table(title="Asking for changes alone", about=(assessment.changes_alone, _validators(contact)))


def _robots(contact: Contact) -> Iterator[tuple[str, str]]:
    answer, robots, route = contact.robots, contact.visitor.robots, contact.declared.route
    yield "status", str(answer.status or "none")
    if answer.is_read or not contact.visitor.stopped:
        yield "forbids us", ", ".join(robots.forbidden(route.home)) or "nothing"
        yield "crawl-delay", f"{robots.crawl_delay:g} s" if robots.crawl_delay else "none"
        yield "sitemaps", ", ".join(_on_site(url, route) for url in robots.sitemaps) or "none named"


def _index(index: Index) -> tuple[str, ...]:
    answer = index.answer
    counts = ("", "") if index.fault else (str(index.entries), str(len(index.articles)))
    newest = f"{index.newest:%Y-%m-%d}" if index.newest else ""
    status = str(answer.status) if answer.status else answer.outcome.replace("not asked", "–")
    return index.kind, status, *counts, newest, _path(answer.url)


def _validators(contact: Contact) -> str:
    """Which of the places answer with what a conditional request needs."""
    read = [index for index in contact.indexes if not index.fault]
    given = dict.fromkeys(index.kind for index in read if index.answer.validators)
    bare = dict.fromkeys(index.kind for index in read if not index.answer.validators)
    named = [f"with ETag or Last-Modified: {', '.join(given) or 'none'}"]
    return "; ".join([*named, *([f"without: {', '.join(bare)}"] if bare else [])])


def _sample(number: int, sample: Sample, contact: Contact) -> Table:
    source = sample.choice.source
    where = f"{sample.choice.kind}, by the {source.kind}".replace("from a listing, by the listing", "from a listing")
    title = f"Article {number}: {where}"
    if sample.report is None or sample.report.article is None:
        return Table(title=title, about=(sample.answer.url, sample.fault or ""))
    report, article = sample.report, sample.report.article
    about = [article.page_type, report.view.document.charset, f"{len(report.page.body) / 1024:.1f} KiB"]
    about += [canonical_says(sample, report, contact.declared.route), listing_says(sample, article) or ""]
    expected = set(EXPECTED) - set(site_named(contact.declared.site).never_printed)
    rows = [row for fact in facts_of(report, article) for row in _field(fact, expected)]
    problems = [("problem", problem.error, problem.message) for problem in report.problems]
    return Table(
        title=title,
        about=(sample.answer.url, " · ".join(filter(None, about))),
        columns=("field", "rule", "what was read"),
        rows=(*rows, *problems),
    )


def _field(fact: Fact, expected: Container[str]) -> Iterator[tuple[str, str, str]]:
    missing = "MISSING" if fact.name in NEEDED else "missing" if fact.name in expected else "–"
    raw = f"  «{fact.raw}»" if fact.raw else ""
    yield fact.name, fact.rule or "", _short(f"{fact.value or missing}{raw}")
    for rule, found in fact.disagree:
        yield "", f"≠ {rule}", _short(found)
    for problem in fact.problems:
        yield "", "!", problem


def _measures(contact: Contact) -> Iterator[tuple[str, ...]]:
    """Each number of each article, with a word on all of them."""
    read = [(measure(article), article) for _, _, article in contact.read]
    shared = boilerplate([article for _, article in read])

    def row(name: str, cell: Callable[[Measures], object], word: str) -> tuple[str, ...]:
        return name, *(str(cell(measures)) for measures, _ in read), word

    yield row("words", lambda m: m.words, _words(read))
    yield row("blocks", lambda m: m.blocks, f"{len(shared)} the same on all" if shared else "none the same on all")
    yield row("in links", lambda m: f"{m.link_share:.0%}", _links(read))
    yield row("lists", lambda m: m.lists, "" if any(m.lists for m, _ in read) else "no list on any of them")
    yield row("images", lambda m: m.images, "" if any(m.images for m, _ in read) else "no image on any of them")
    yield row("teasers", lambda m: m.teasers, _teasers(read))
    yield row("comments", lambda m: m.comments, "")
    repeats = dict.fromkeys(name for m, _ in read for name in m.repeats)
    yield row("repeats", lambda m: len(m.repeats), f"{' and '.join(repeats)} in the body" if repeats else "none")


def _words(read: list[tuple[Measures, Article]]) -> str:
    counts = [(m.words, article.page_type) for m, article in read]
    if not all(words for words, _ in counts):
        return "a body is EMPTY"
    if any(words > LONG for words, _ in counts):
        return "very long: swallowed something?"
    return "very short" if any(words < SHORT and kind == "article" for words, kind in counts) else "plausible"


def _links(read: list[tuple[Measures, Article]]) -> str:
    many = any(m.link_share > MOSTLY_LINKS and article.page_type not in LINKED for m, article in read)
    return "mostly links: a list of teasers?" if many else "plausible"


def _teasers(read: list[tuple[Measures, Article]]) -> str:
    if not any(m.teasers for m, _ in read):
        return "none on any of them"
    if any(m.teasers_to_itself for m, _ in read):
        return "one leads to its own article"
    inside = any(m.teasers_in_body and article.page_type not in LINKED for m, article in read)
    return "one stands in the body too" if inside else "none in the body"


def _read_samples(contact: Contact) -> list[Sample]:
    return [sample for sample, _, _ in contact.read]


def _on_site(url: str, route: Route) -> str:
    """A sitemap's path, or its whole address where it lies on another host and is not asked for."""
    return _path(url) if route.owns(route.identity(url)) else f"{url} (elsewhere, not asked for)"


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
