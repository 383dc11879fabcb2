"""The declaration of a site as Python source, laid out as `ruff format` would."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.view import PageView
from newsarchive.proposal.addresses import AddressProposal, propose_addresses
from newsarchive.proposal.evidence import Finding, gather, known_rules
from newsarchive.proposal.samples import Sample, publisher_of
from newsarchive.proposal.surroundings import BodySizes, compare_bodies, propose_landmarks
from newsarchive.sites.base import Site

_WIDTH = 120
_MODULES = {"after_headline": "zones", "densest_element": "density"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for a site, with the evidence."""

    name: str
    publisher: str
    samples: tuple[Sample, ...]
    addresses: AddressProposal
    landmarks: Landmarks
    bodies: tuple[BodySizes, ...]
    """Page by page."""
    locate: Literal["after_headline", "densest_element"]
    findings: Mapping[str, tuple[Finding, ...]]
    """By field."""

    @property
    def is_dated_in_listings(self) -> bool:
        """Whether no page says when it was published."""
        return not any(finding.verdict == "kept" for finding in self.findings["date_published"])

    def declared(self, field: str) -> list[str]:
        """The rules of a field as source, in order."""
        first = ['fields.listed("date_published")'] if field == "date_published" and self.is_dated_in_listings else []
        return first + [finding.known.source for finding in self.findings[field] if finding.declared]

    @property
    def site_source(self) -> str:
        """Source of newsarchive/sites/<name>.py."""
        return _site_source(self)

    @property
    def spider_source(self) -> str:
        """Source of spiders/<name>.py."""
        return _spider_source(self)

    def site(self) -> Site:
        """The declaration as its module would give it."""
        namespace: dict[str, Site] = {}
        exec(compile(self.site_source, f"<{self.name}>", "exec"), namespace)
        return namespace["SITE"]


def propose(samples: tuple[Sample, ...], name: str) -> Proposal:
    """A declaration that suits these samples."""
    addresses, landmarks = propose_addresses(samples), propose_landmarks(samples)
    bodies = tuple(compare_bodies(sample, landmarks) for sample in samples)
    views = [PageView(sample.document, landmarks, listed=sample.page.listed) for sample in samples]
    return Proposal(
        name=name,
        publisher=publisher_of(samples),
        samples=samples,
        addresses=addresses,
        landmarks=landmarks,
        bodies=bodies,
        locate="after_headline" if all(body.agree for body in bodies) else "densest_element",
        findings=gather(views, known_rules(addresses.section_links)),
    )


def _site_source(proposal: Proposal) -> str:
    addresses, landmarks = proposal.addresses, proposal.landmarks
    imports = sorted(
        [
            "from newsarchive.extraction import fields",
            "from newsarchive.extraction.landmarks import Landmarks",
            f"from newsarchive.extraction.{_MODULES[proposal.locate]} import {proposal.locate}",
            "from newsarchive.sites.base import Site",
            "from newsarchive.urls import Addresses",
        ],
        key=lambda line: line.split()[1],
    )
    title = f'"""{proposal.publisher}: proposed from {len(proposal.samples)} saved pages."""'
    lines = [title, "", "from __future__ import annotations", "", *imports, "", "SITE = Site("]
    lines += [f"    name={json.dumps(proposal.name)},", f"    publisher={_string(proposal.publisher)},"]
    lines += ["    addresses=Addresses(", f"        host={json.dumps(addresses.host)},"]
    lines += _tuple("aliases", map(_string, addresses.aliases), 8)
    if addresses.rewrites:
        lines += _tuple("rewrites", (f"({_regex(old)}, {_string(new)})" for old, new in addresses.rewrites), 8)
    lines += [] if addresses.final_slash else ["        final_slash=False,"]
    lines += [*_tuple("not_articles", map(_regex, addresses.not_articles), 8), "    ),", "    landmarks=Landmarks("]
    for field in ("related", "boxes", "prompts", "ignored"):
        lines += _tuple(field, map(_regex, getattr(landmarks, field)), 8)
    lines += ["    ),", f"    locate={proposal.locate},"]
    for field in proposal.findings:
        lines += _tuple(field, proposal.declared(field), 4)
    return "\n".join([*lines, ")", ""])


def _spider_source(proposal: Proposal) -> str:
    lines = [
        f'"""{proposal.addresses.host}: where its articles are found."""',
        "",
        "from spiders.base import NewsSpider",
        "",
        "",
        f"class {proposal.name.title().replace('_', '')}Spider(NewsSpider):",
        '    """Feeds, sitemaps and listings as its pages link to them."""',
        "",
        f"    name = {json.dumps(proposal.name)}",
        f"    listing_paths = {_regex(proposal.addresses.listing_paths)}",
    ]
    lines += ["    dates_in_listings = True"] if proposal.is_dated_in_listings else []
    return "\n".join([*lines, ""])


def _tuple(name: str, items: Iterable[str], indent: int) -> list[str]:
    """`name=(…),` on one line where that fits, else an item a line."""
    entries = tuple(items)
    space = " " * indent
    inside = ", ".join(entries) + ("," if len(entries) == 1 else "")
    line = f"{space}{name}=({inside}),"
    if len(line) <= _WIDTH:
        return [line]
    return [f"{space}{name}=(", *(f"{space}    {entry}," for entry in entries), f"{space}),"]


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _regex(pattern: str) -> str:
    return f'r"{pattern}"' if "\\" in pattern else _string(pattern)
