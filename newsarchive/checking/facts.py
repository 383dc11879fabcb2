"""What was read of one article, field by field, with the rules that found it and those that disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsarchive.explain import FieldReport, Report
from newsarchive.items import Article

NEEDED = ("headline", "date_published", "body")
EXPECTED = ("date_modified", "description", "teasers")
"""Fields that one article may well be without, but hardly three of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of one article."""

    name: str
    value: str | None
    """For people to read; None where nothing was found."""
    rule: str | None = None
    raw: str | None = None
    """A date as the page words it."""
    disagree: tuple[tuple[str, str], ...] = field(default=())
    """(rule, what it found) of those that lost with another value."""
    problems: tuple[str, ...] = ()


def facts_of(report: Report, article: Article) -> Iterator[Fact]:
    """Every field, in the order of a page from top to bottom."""
    fields = {each.name: each for each in report.fields}
    yield _fact("headline", article.headline, fields["headline"])
    yield Fact(name="kicker", value=article.kicker, rule="before the •" if article.kicker else None)
    yield _fact("description", article.description, fields["description"])
    for name in ("date_published", "date_modified", "section", "authors", "tags"):
        yield _fact(name, fields[name].value, fields[name])
    yield _fact("body", fields["article_body"].value, fields["article_body"])
    items = sum(map(len, article.lists))
    yield Fact(name="lists", value=f"{len(article.lists)} with {items} items" if items else None)
    captions = sum(bool(image.caption) for image in article.images)
    yield Fact(name="images", value=f"{len(article.images)}, {captions} with a caption" if article.images else None)
    headings = dict.fromkeys(f"«{teaser.heading}»" for teaser in article.teasers if teaser.heading)
    under = f" under {', '.join(headings)}" if headings else ""
    yield Fact(name="teasers", value=f"{len(article.teasers)}{under}" if article.teasers else None)
    yield Fact(name="comments", value=str(len(article.comments)) if article.comments else None)


def _fact(name: str, value: str | None, report: FieldReport) -> Fact:
    return Fact(
        name=name,
        value=value,
        rule=report.rule if value else None,
        raw=report.raw,
        disagree=tuple((trial.rule, trial.found or "") for trial in report.trials if trial.verdict == "differs"),
        problems=tuple(problem.message for problem in report.problems if problem.error != "DatesDisagree"),
    )
