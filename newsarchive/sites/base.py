"""What a site declares: how it writes addresses, what it prints around articles, and the rules for each field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.rules import Rule
from newsarchive.extraction.view import PageView
from newsarchive.extraction.zones import Zone
from newsarchive.items import PageType
from newsarchive.urls import Addresses

TextRules = tuple[Rule[str], ...]
NameRules = tuple[Rule[tuple[str, ...]], ...]
PageTypeTest = Callable[[PageView, Zone], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site; a newcomer reads its module and knows the site."""

    name: str
    publisher: str
    addresses: Addresses | None
    """None for the generic reader, which knows no site."""
    landmarks: Landmarks
    locate: Callable[[PageView], Zone | None]
    """Where the article lies on a page."""
    headline: TextRules
    description: TextRules
    """Tried where no chapô is visible."""
    date_published: TextRules
    date_modified: TextRules
    section: TextRules
    authors: NameRules
    tags: NameRules
    page_types: tuple[tuple[PageType, PageTypeTest], ...] = ()
    """Tried in order; a page that is none of them is an `article`."""
    body_fallback: bool = False
    """Whether trafilatura is asked for a body where almost none is found."""
    never_printed: tuple[str, ...] = ()
    """Fields that no page of the site prints, so that `newsarchive check` does not miss them: `date_modified`."""
