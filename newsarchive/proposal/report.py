"""What a proposal rests on, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator

from newsarchive.proposal.declaration import Proposal
from newsarchive.proposal.evidence import Finding

_MARKS = {"kept": "+", "contradicted": "-", "constant": "=", "silent": " "}
_VALUE = 34
_RULE = 34


def lines(proposal: Proposal) -> Iterator[str]:
    """The evidence, page by page in columns of one order."""
    yield f"{proposal.publisher}: {len(proposal.samples)} pages of {proposal.addresses.host}"
    for number, sample in enumerate(proposal.samples, start=1):
        yield f"  {number}  {sample.path}"
    yield from _addresses(proposal)
    yield from _surroundings(proposal)
    yield ""
    yield "fields: + declared, - contradicted by other rules, = the same on every page; rules left out found nothing"
    for field, findings in proposal.findings.items():
        yield from _field(field, findings)
    if proposal.is_dated_in_listings:
        yield "  No page says when it was published: the date is taken from listings that print one."


def _addresses(proposal: Proposal) -> Iterator[str]:
    found = proposal.addresses
    yield ""
    yield f"articles    {' · '.join(f'/{shape}' + '/' * found.final_slash for shape in found.articles)}"
    yield f"listings    {found.listing_paths}"


def _surroundings(proposal: Proposal) -> Iterator[str]:
    for name in ("related", "boxes", "prompts", "ignored"):
        yield f"{name:<12}{' · '.join(getattr(proposal.landmarks, name)) or '(none seen)'}"
    yield f"{'body':<12}by {proposal.locate}; characters found on each page:"
    for name in ("after_headline", "densest_element"):
        sizes = (f"{getattr(body, name):>6}" for body in proposal.bodies)
        yield f"{'':<12}{name:<16}{' '.join(sizes)}"


def _field(field: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    yield f"  {field}"
    for finding in findings:
        if finding.verdict != "silent":
            values = " | ".join(_short(value) for value in finding.values)
            yield f"    {_MARKS[finding.verdict]} {finding.known.rule.name:<{_RULE}}{values}"
    if silent := [finding.known.rule.name for finding in findings if finding.verdict == "silent" and finding.declared]:
        yield f"      declared for other pages: {', '.join(silent)}"


def _short(value: str | None) -> str:
    if value is None:
        return "–"
    line = " ".join(value.split())
    return line if len(line) <= _VALUE else f"{line[: _VALUE - 1]}…"
