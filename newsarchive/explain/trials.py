"""Every rule of a field, asked again, with what it found held against what was taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from newsarchive.dates import parse_date
from newsarchive.errors import UnknownDate
from newsarchive.extraction.rules import Rule, as_text
from newsarchive.extraction.text import uniform
from newsarchive.extraction.view import PageView
from newsarchive.items import Article
from newsarchive.normalise import same_time
from newsarchive.sites import Site

Verdict = Literal["won", "nothing", "same", "cut", "differs"]
"""`cut` is the beginning of what was taken, as descriptions for search engines are."""
_SHORTEST_CUT = 30
"""Characters of a text that is believed to be the beginning of another."""

AnyRule = Rule[str] | Rule[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One rule that was asked for a field."""

    rule: str
    found: str | None
    verdict: Verdict


def trials(name: str, article: Article, view: PageView, site: Site) -> tuple[Trial, ...]:
    """The rules of a field in the order they are asked; first what the reading knew without a rule of the site's."""
    provenance = article.provenance[name]
    asked = [(rule.name, as_text(rule.find(view) or None)) for rule in _rules(site).get(name, ())]
    names = {rule for rule, _ in asked}
    if provenance.rule and provenance.rule not in names:
        asked.insert(0, (provenance.rule, provenance.value))
    asked += [(rule, text) for rule, text in provenance.lost if rule not in names]
    winner = next((at for at, (rule, text) in enumerate(asked) if rule == provenance.rule and text), None)
    return tuple(
        Trial(rule=rule, found=text, verdict="won" if at == winner else _verdict(name, text, article))
        for at, (rule, text) in enumerate(asked)
    )


def _rules(site: Site) -> Mapping[str, Iterable[AnyRule]]:
    return {
        "headline": site.headline,
        "description": site.description,
        "date_published": site.date_published,
        "date_modified": site.date_modified,
        "section": site.section,
        "authors": site.authors,
        "tags": site.tags,
    }


def _verdict(name: str, found: str | None, article: Article) -> Verdict:
    if found is None:
        return "nothing"
    taken = getattr(article, name)
    if isinstance(taken, date):
        return "same" if _is_date(found, taken, article) else "differs"
    value, text = uniform(article.provenance[name].value or ""), uniform(found)
    if text == value:
        return "same"
    return "cut" if len(text) > _SHORTEST_CUT and value.startswith(text.rstrip(". ")) else "differs"


def _is_date(text: str, taken: date, article: Article) -> bool:
    try:
        return same_time(parse_date(text, article.page.fetched_at), taken)
    except UnknownDate:
        return False
