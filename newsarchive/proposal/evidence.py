"""Every rule the library knows, tried on every page: which find a field, and which contradict the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from newsarchive.dates import parse_date
from newsarchive.errors import UnknownDate
from newsarchive.extraction import fields
from newsarchive.extraction.rules import Rule, as_text
from newsarchive.extraction.text import uniform
from newsarchive.extraction.view import PageView
from newsarchive.normalise import same_time

Verdict = Literal["kept", "contradicted", "constant", "silent"]
"""`constant` is a date that is the same on every page: the day the pages were made, not that of an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A rule of `newsarchive.extraction.fields`, and how a declaration spells it."""

    source: str
    rule: Rule[Any]
    standard: bool = False
    """Worth declaring even where no sample shows it: other pages may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found, page by page."""

    known: Known
    values: tuple[str | None, ...]
    verdict: Verdict

    @property
    def declared(self) -> bool:
        """Whether it goes into the declaration."""
        return self.verdict == "kept" or (self.verdict == "silent" and self.known.standard)


def _known(name: str, *arguments: str, standard: bool = False, **options: bool) -> Known:
    if not arguments and not options:
        return Known(source=f"fields.{name}", rule=getattr(fields, name), standard=standard)
    spelled = [json.dumps(text) if "\\" not in text else f'r"{text}"' for text in arguments]
    spelled += [f"{option}={value}" for option, value in options.items()]
    rule: Rule[Any] = getattr(fields, name)(*arguments, **options)
    return Known(source=f"fields.{name}({', '.join(spelled)})", rule=rule, standard=standard)


def known_rules(section_links: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    """Field to its rules, what people see before what machines read; `section_links` are regexes for hrefs."""
    return {
        "headline": (
            _known("h1", standard=True),
            _known("titled", standard=True),
            _known("json_ld", "headline"),
            _known("title", standard=True),
        ),
        "description": (
            _known("json_ld", "description"),
            _known("meta", "og:description", "description", standard=True),
        ),
        "date_published": (
            _known("printed", "published"),
            _known("listed", "date_published"),
            _known("json_ld", "datePublished", standard=True),
            _known("meta", "article:published_time", standard=True),
            _known("time_element", "datePublished"),
            _known("unlabelled", with_time=True),
            _known("header_time"),
            _known("unlabelled", with_time=False),
            _known("closing_date"),
        ),
        "date_modified": (
            _known("printed", "modified", standard=True),
            _known("json_ld", "dateModified", standard=True),
            _known("meta", "article:modified_time", "og:updated_time", standard=True),
            _known("time_element", "dateModified"),
        ),
        **_about(section_links),
    }


def _about(section_links: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    return {
        "section": (
            *(_known("section_link", address) for address in section_links),
            _known("json_ld", "articleSection"),
            _known("meta", "article:section", standard=True),
        ),
        "authors": (
            _known("closing_author"),
            _known("byline"),
            _known("rel_author"),
            _known("json_ld_authors", standard=True),
            _known("author_element"),
            _known("meta_authors"),
        ),
        "tags": (
            _known("tag_links", standard=True),
            _known("meta_tags"),
            _known("json_ld_keywords"),
        ),
    }


def gather(views: Sequence[PageView], rules: Mapping[str, Sequence[Known]]) -> dict[str, tuple[Finding, ...]]:
    """Field to the findings of its rules, in the order of preference."""
    return {field: _judged(field, known, views) for field, known in rules.items()}


def _judged(field: str, known: Sequence[Known], views: Sequence[PageView]) -> tuple[Finding, ...]:
    found = [tuple(as_text(each.rule.find(view) or None) for view in views) for each in known]
    telling = [values for values in found if not _is_constant(field, values)]
    agreed = [_agreed(field, [values[page] for values in telling]) for page in range(len(views))]
    return tuple(
        Finding(known=each, values=values, verdict=_verdict(field, values, agreed))
        for each, values in zip(known, found, strict=True)
    )


def _is_constant(field: str, values: Sequence[str | None]) -> bool:
    return field.startswith("date") and None not in values and len(set(values)) == 1


def _agreed(field: str, values: Sequence[str | None]) -> str | None:
    """The value most rules say; of equally many, the one of the rule that is preferred."""
    said = [value for value in values if value is not None]
    return max(said, key=lambda value: sum(_same(field, value, other) for other in said), default=None)


def _verdict(field: str, values: Sequence[str | None], agreed: Sequence[str | None]) -> Verdict:
    pairs = [(value, other) for value, other in zip(values, agreed, strict=True) if value is not None]
    if not pairs:
        return "silent"
    if _is_constant(field, values):
        return "constant"
    return "kept" if all(other and _same(field, value, other) for value, other in pairs) else "contradicted"


def _same(field: str, one: str, other: str) -> bool:
    if not field.startswith("date"):
        return uniform(one).casefold() == uniform(other).casefold()
    try:
        now = datetime.now(UTC)
        return same_time(parse_date(one, now), parse_date(other, now))
    except UnknownDate:
        return False
