"""The monitors: evidence -> findings, one function each. docs/monitoring.md says what to do about each finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from newsarchive.items import Finding
from newsarchive.monitoring.calendar import news, volume
from newsarchive.monitoring.evidence import Evidence, Shift
from newsarchive.monitoring.measuring import FIELDS, KEPT_FIELDS, UNITS
from newsarchive.monitoring.room import disk

_KNOWN_TO_KEEP = 50
"""Pages that a page read again is taken to be like before there is a history: none of them lost anything."""
_FIRST_SEEN: Final = {
    "fresh": ("new pages", 0.0),
    "older": ("older pages seen for the first time", 0.9),
}
"""Group of pages -> how a sentence calls them, and the share a field must have had to be counted on.

A backfill goes through years in which the site was another: bylines, kickers, lists and forms of articles come and go.
"""
_PROBLEMS_RISE = 0.1
_ALL_DATED_TODAY = 0.9
_NEXT_TO_NONE_WAS = 0.8
"""A rise by this much."""
_FEW_PAGES = 10


def fields(evidence: Evidence) -> Iterator[Finding]:
    """Fields that are found on fewer pages than before, or that pages read again have lost."""
    for field in FIELDS:
        if shift := _field_lost(evidence, field):
            yield Finding(monitor="fields", message=shift)


def _field_lost(evidence: Evidence, field: str) -> str | None:
    """A sentence on the first group of pages that tells."""
    if field in KEPT_FIELDS:
        still, had = f"reread pages still with {field}", f"reread pages with {field} before"
        if shift := evidence.fallen(still, had, prior=_KNOWN_TO_KEEP):
            return _counted(f"{field} was found on", shift, "pages read again that had it", "it was on")
    for group, (called, usual) in _FIRST_SEEN.items():
        if shift := evidence.fallen(f"{group} pages with {field}", f"{group} pages", usual=usual):
            return _counted(f"{field} was found on", shift, called, "it was on")
    return None


def averages(evidence: Evidence) -> Iterator[Finding]:
    """Pages that have more or less text, lists, links or teasers than pages had, or than they had themselves."""
    for field, unit in UNITS.items():
        fewer, had = f"reread pages with fewer {unit}", f"reread pages with {field} before"
        if shift := evidence.risen(fewer, had, prior=_KNOWN_TO_KEEP):
            message = _counted(f"Fewer {unit} than before were found on", shift, "pages read again", "it was on")
            yield Finding(monitor="averages", message=message)
        elif shift := evidence.average_changed(f"fresh {unit}", "fresh pages"):
            yield Finding(monitor="averages", message=_averaged(unit, shift))


def edits(evidence: Evidence) -> Iterator[Finding]:
    """Too many silent edits at once: the layout has changed, or how it is read."""
    if shift := evidence.risen("silent edits", "known pages"):
        message = _counted("A silent edit was found on", shift, "pages known before", "it was on")
        yield Finding(monitor="edits", message=message)


def page_types(evidence: Evidence) -> Iterator[Finding]:
    """A page type that is on more new pages than before, or that the archive has never seen."""
    new = "pages of the new type "
    for name, number in evidence.now.values.items():
        if name.startswith(new):
            message = f"The page type {name.removeprefix(new)} was never seen before; it is now on {_pages(number)}."
            yield Finding(monitor="page_types", message=message)
        start = "fresh pages of type "
        if name.startswith(start) and (shift := evidence.risen(name, "fresh pages")):
            message = _counted(f"The page type {name.removeprefix(start)} is on", shift, "new pages", "it was on")
            yield Finding(monitor="page_types", message=message)


def problems(evidence: Evidence) -> Iterator[Finding]:
    """More pages than before that failed or from which nothing could be read."""
    if shift := evidence.risen("failed", "asked", least=_PROBLEMS_RISE):
        message = _counted("Nothing could be read from", shift, "pages asked for", "it was so for")
        yield Finding(monitor="problems", message=message)


def dates(evidence: Evidence) -> Iterator[Finding]:
    """Publication dates that cannot be, and the day of the capture taken for them."""
    for kind in ("dated in the future", "dated before 1990"):
        part, whole = f"new versions {kind}", "new versions"
        number, versions = evidence.now.values.get(part, 0), evidence.now.values.get(whole, 0)
        known = sum(run.values.get(whole, 0) for run in evidence.history)
        never = known >= _FEW_PAGES and not any(run.values.get(part) for run in evidence.history)
        if number and (never or evidence.risen(part, whole)):
            verb = "is" if number == 1 else "are"
            before = (
                f"of the {known:,.0f} in the last {len(evidence.history)} runs, {'none was' if never else 'fewer were'}"
            )
            message = f"{number:,.0f} of {versions:,.0f} new versions {verb} {kind}; {before}."
            yield Finding(monitor="dates", message=message)
    yield from _capture_day(evidence)


def _capture_day(evidence: Evidence) -> Iterator[Finding]:
    """Articles of today are dated today, rightly: pages seen for the first time tell only where next to none was."""
    day, what = "dated the day they were read", "date_published is the day of the visit on"
    again, called = "reread pages of earlier days", "pages read again on a later day"
    number, pages = (evidence.now.values.get(name, 0) for name in (f"{again} {day}", again))
    if pages >= _FEW_PAGES and number >= _ALL_DATED_TODAY * pages:
        yield Finding(monitor="dates", message=f"{what} {number:,.0f} of {pages:,.0f} {called}.")
    elif shift := evidence.risen(f"{again} {day}", again):
        yield Finding(monitor="dates", message=_counted(what, shift, called, "it was on"))
    elif shift := evidence.risen(f"new pages {day}", "new pages", least=_NEXT_TO_NONE_WAS):
        yield Finding(monitor="dates", message=_counted(what, shift, "pages seen for the first time", "it was on"))


def _counted(what: str, shift: Shift, called: str, was: str) -> str:
    """As in `date_published was found on 0 of 38 pages; in the last 10 runs it was on 2,105 of 2,110.`"""
    (part, whole), (part_before, whole_before) = shift.now, shift.before
    begin = shift.span + what[0].lower() + what[1:] if shift.span else what
    before = f"; in {shift.span_before} {was} {part_before:,.0f} of {whole_before:,.0f}" if whole_before else ""
    return f"{begin} {part:,.0f} of {whole:,.0f} {called}{before}."


def _averaged(unit: str, shift: Shift) -> str:
    now, before = (total / pages for total, pages in (shift.now, shift.before))
    had = f"{shift.span}{shift.now[1]:,.0f} new pages had {now:,.1f} {unit} each"
    return f"{had}; in {shift.span_before} they had {before:,.1f}."


def _pages(number: float) -> str:
    return "1 page" if number == 1 else f"{number:,.0f} pages"


MONITORS: Final[dict[str, Callable[[Evidence], Iterator[Finding]]]] = {
    "fields": fields,
    "averages": averages,
    "edits": edits,
    "page_types": page_types,
    "problems": problems,
    "volume": volume,
    "news": news,
    "dates": dates,
    "disk": disk,
}
"""Name -> monitor, in the order in which findings are told."""
