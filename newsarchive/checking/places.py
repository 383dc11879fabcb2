"""What is to be said of robots.txt, the front page, feeds, sitemaps and listings. Pure functions of a contact."""

from __future__ import annotations

from collections.abc import Iterator

from newsarchive.checking.contact import Contact
from newsarchive.checking.findings import Finding, Severity
from newsarchive.checking.indexes import Index

_FEW = 0.5
"""A feed of which less than this part are articles was probably misunderstood."""
_LATER = "try again later, and write to the site's people where it goes on refusing"


def refusals(contact: Contact) -> Iterator[Finding]:
    """Why there is nothing to be had of a site; nothing where it answers as sites do."""
    if contact.visitor.stopped:
        yield Finding(severity="refused", subject="access", message=contact.visitor.stopped, advice=_LATER)
        return
    front = contact.of_kind("front page")[0]
    if not front.answer.is_welcome:
        advice = _LATER
        if front.answer.outcome == "not asked":
            moved = bool(front.answer.redirects)
            advice = (
                f"correct `host` and `aliases` in {_module(contact)}" if moved else "that is obeyed: ask its people"
            )
        yield Finding(severity="refused", subject="front page", message=str(front.fault), advice=advice)
    elif contact.samples and all(sample.answer.outcome in ("refused", "unreachable") for sample in contact.samples):
        fault = contact.samples[0].fault
        yield Finding(severity="refused", subject="articles", message=f"no article is given: {fault}", advice=_LATER)


def places(contact: Contact) -> Iterator[Finding]:
    """Gaps and notes on where articles are found."""
    yield from _robots(contact)
    for index in contact.indexes:
        yield from _one(index, contact)
    yield from _older(contact)


def _robots(contact: Contact) -> Iterator[Finding]:
    robots, visitor = contact.robots, contact.visitor
    if visitor.robots.crawl_delay:
        advice = f"crawl with --delay {visitor.robots.crawl_delay:g}: a crawl does not read that line"
        message = f"robots.txt wants {visitor.robots.crawl_delay:g} s between requests"
        yield Finding(severity="note", subject="robots.txt", message=message, advice=advice)
    if robots.is_read and b"<html" in robots.body[:2000].lower():
        message = "robots.txt is an HTML page: it forbids nothing"
        yield Finding(severity="note", subject="robots.txt", message=message)


def _one(index: Index, contact: Contact) -> Iterator[Finding]:
    optional = index.kind == "sitemap" or index in contact.of_kind("feed")[1:] or index.answer.outcome == "not asked"
    severity: Severity = "note" if optional else "gap"
    if index.fault:
        declared = index.kind != "sitemap" and index.answer.outcome != "not asked"
        advice = f"correct `{_declared_as(index)}` in {_spider(contact)}" if declared else None
        yield Finding(severity=severity, subject=index.kind, message=index.fault, advice=advice)
    elif index.kind in ("front page", "feed", "listing") and not index.articles:
        message = f"none of the {index.entries} addresses that {index.answer.url} names is an article's by its form"
        advice = f"correct `not_articles` and `rewrites` in {_module(contact)}"
        yield Finding(severity=severity, subject=index.kind, message=message, advice=advice)
    elif index.kind == "feed" and len(index.articles) < _FEW * index.entries:
        message = f"{len(index.articles)} of {index.entries} addresses in {index.answer.url} are articles by their form"
        advice = f"read the others, and `not_articles` in {_module(contact)}"
        yield Finding(severity=severity, subject=index.kind, message=message, advice=advice)


def _older(contact: Contact) -> Iterator[Finding]:
    """Whether anything leads to articles that are no longer new."""
    first = {
        article for index in contact.indexes if index.kind in ("front page", "listing") for article in index.articles
    }
    second = contact.of_kind("page 2")
    if second and not second[0].fault and not set(second[0].articles) - first:
        message = f"{second[0].answer.url} shows nothing that the pages before it do not show"
        yield Finding(severity="note", subject="page 2", message=message)
    if any(set(index.articles) - first for index in second) or any(
        index.articles for index in contact.of_kind("sitemap")
    ):
        if not second:
            message = "no listing links to a second page that could be told by its form: sitemaps lead to old articles"
            advice = f"look at the end of a saved listing, and at `listing_paths` in {_spider(contact)}"
            yield Finding(severity="note", subject="page 2", message=message, advice=advice)
        return
    message = "no sitemap and no second page of a listing leads to articles that are no longer new"
    advice = f"look for a sitemap, and at the end of a listing: `sitemaps` and `listing_paths` in {_spider(contact)}"
    yield Finding(severity="gap", subject="old articles", message=message, advice=advice)


def _declared_as(index: Index) -> str:
    return {"feed": "feeds", "page 2": "listing_paths"}.get(index.kind, "listings")


def _module(contact: Contact) -> str:
    return f"newsarchive/sites/{contact.declared.site}.py"


def _spider(contact: Contact) -> str:
    return f"spiders/{contact.declared.site}.py"
