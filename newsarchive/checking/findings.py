"""What is to be said of a site, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refused", "missing", "gap", "note"]
"""`missing` is what no article may be without, `gap` what a crawl would lose, `note` what is worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was noticed."""

    severity: Severity
    subject: str
    """A field, or what the site was asked for: `date_published`, `feed`."""
    message: str
    advice: str | None = None
    """What to do about it; None for a note that asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What all findings come to."""

    word: Literal["read well", "read with gaps", "could not be reached or refuses"]
    exit_code: int
    sentence: str


def verdict_of(findings: tuple[Finding, ...], name: str, articles: int) -> Verdict:
    """The verdict in one or two sentences; `articles` is how many were read."""
    refusals = [finding for finding in findings if finding.severity == "refused"]
    gaps = [finding for finding in findings if finding.severity in ("missing", "gap")]
    if refusals:
        word: Literal["could not be reached or refuses"] = "could not be reached or refuses"
        return Verdict(word=word, exit_code=5, sentence=f"{name} {word}: {refusals[0].message}.")
    if gaps:
        named = ", ".join(dict.fromkeys(finding.subject for finding in gaps))
        read = {0: "No article could be read", 1: "One article was read"}.get(
            articles, f"{articles} articles were read"
        )
        return Verdict(
            word="read with gaps",
            exit_code=3,
            sentence=f"{name} is read with gaps: {named}. {read}.",
        )
    return Verdict(
        word="read well",
        exit_code=0,
        sentence=f"{name} is read well: {articles} articles with headline, date and text. It can be crawled.",
    )
