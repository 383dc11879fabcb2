"""First contact with a site from beginning to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsarchive.checking.assessment import Assessment
from newsarchive.checking.contact import make_contact
from newsarchive.checking.saving import place, save_contact
from newsarchive.crawling.declared import declared

DELAY = 1.0
"""Seconds between two requests: the default, and the least on a site that is no mirror."""


def check(
    site: str,
    *,
    base_url: str | None = None,
    delay: float | None = None,
    save: Path | None = None,
    tell: Callable[[str], None] = lambda request: None,
) -> Assessment:
    """Ask a site, or the mirror of it at `base_url`, for a dozen addresses, and judge what came.

    `delay` is in seconds, and at least one where a site itself is asked; `save` is a folder for the pages;
    `tell` hears of each request before it is made. Raises UnknownSite, and FileUnusable where the folder cannot be
    used; a site that refuses is no error but a verdict.
    """
    what = declared(site, base_url)
    folder = place(save, site) if save else None
    assessment = Assessment.of(make_contact(what, polite(delay, base_url), base_url, tell=tell))
    if folder:
        save_contact(assessment, folder)
    return assessment


def polite(delay: float | None, base_url: str | None) -> float:
    """The seconds to wait: those wished for on a mirror, no less than a second on a site."""
    wished = DELAY if delay is None else delay
    return wished if base_url else max(wished, DELAY)
