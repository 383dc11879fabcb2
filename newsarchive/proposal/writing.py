"""Puts a proposal into a checkout: site module, spider and fixtures, none of which may be there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsarchive.errors import SiteExists
from newsarchive.items import Article
from newsarchive.normalise import normalise
from newsarchive.proposal.declaration import Proposal
from newsarchive.proposal.fixture import write_fixture
from newsarchive.sites.reader import read_page

_NEEDED = ("newsarchive/sites", "spiders", "tests/fixtures")


def places(name: str, into: Path) -> tuple[Path, Path, Path]:
    """Where a site's module, spider and fixtures go; raises SiteExists where they cannot."""
    if missing := next((folder for folder in _NEEDED if not (into / folder).is_dir()), None):
        raise SiteExists(f"{into} is no checkout of newsarchive (it has no {missing}/): name one with --into.")
    found = (into / f"newsarchive/sites/{name}.py", into / f"spiders/{name}.py", into / f"tests/fixtures/{name}")
    if taken := next((path for path in found if path.exists()), None):
        raise SiteExists(f"{taken} is there already: remove it, or choose another name with --name.")
    return found


def write(proposal: Proposal, into: Path) -> Iterator[Path]:
    """The files written, in turn; the pages are read by the declaration just written."""
    module, spider, fixtures = places(proposal.name, into)
    site = proposal.site()
    articles: dict[str, Article] = {}
    for sample in proposal.samples:
        article = normalise(read_page(replace(sample.page, site=site.name), site), site)
        case = sample.case if sample.case not in articles else f"{sample.case}-{len(articles) + 1}"
        articles[case] = article
    for path, source in ((module, proposal.site_source), (spider, proposal.spider_source)):
        path.write_text(source, "utf-8")
        yield path
    for case, article in articles.items():
        write_fixture(fixtures / case, article)
        yield fixtures / case
