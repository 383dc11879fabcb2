"""Saved pages of one site, read as far as a page can be read by anybody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from newsarchive.errors import UnfitSample
from newsarchive.extraction.document import Document, parse
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.view import PageView
from newsarchive.items import Page
from newsarchive.sites.generic import SITE as GENERIC

FEWEST = 2
_HEADLINE = 25
"""Characters from which on a link's text is taken for a headline."""
_CASE_WORDS = 3


@dataclass(frozen=True)
class Sample:
    """One article page. Not slotted: what is derived from it is kept."""

    page: Page

    @cached_property
    def document(self) -> Document:
        """The parsed page."""
        return parse(self.page.body, self.page.final_url, self.page.encoding)

    @cached_property
    def view(self) -> PageView:
        """The page by the generic landmarks."""
        return PageView(self.document, GENERIC.landmarks)

    @property
    def host(self) -> str:
        """Host of the page's address, lower case."""
        return urlsplit(self.page.final_url).netloc.lower()

    @property
    def path(self) -> str:
        """Path of the page's address."""
        return urlsplit(self.page.final_url).path

    @property
    def case(self) -> str:
        """A name for its fixture."""
        return case_of(self.page.final_url)

    def links(self) -> Iterator[tuple[str, str]]:
        """Absolute address and text of each link on the page."""
        for piece in self.view.printed:
            for href, text in piece.links:
                yield urljoin(self.page.final_url, href), text


def case_of(url: str) -> str:
    """A name for the fixture of a page: the first words of its address."""
    last = [part for part in urlsplit(url).path.split("/") if part][-1:] or ["page"]
    words = re.sub(r"\.\w+$", "", last[0]).lower().split("-")
    return "-".join([word for word in words if word and not word.isdigit()][:_CASE_WORDS]) or "page"


def checked(pages: Sequence[Page]) -> tuple[Sample, ...]:
    """The pages as samples; raises UnfitSample where they are too few, not of one site or not articles."""
    if len(pages) < FEWEST:
        raise UnfitSample(f"One page does not tell what a site repeats: give {FEWEST} to 5 articles of it.")
    samples = tuple(Sample(page) for page in pages)
    for sample in samples:
        if not sample.page.final_url.startswith("http"):
            raise UnfitSample(f"{sample.page.final_url} does not say where it came from: give its address with --url.")
        if sample.path in ("", "/"):
            raise UnfitSample(f"{sample.page.final_url} is a front page: give articles of the site.")
        if sample.view.headline_at is None:
            raise UnfitSample(f"{sample.page.final_url} has no headline that could be found: give another article.")
    hosts = {bare_host(sample.host) for sample in samples}
    if len(hosts) > 1:
        raise UnfitSample(f"The pages are of several sites ({', '.join(sorted(hosts))}): give articles of one.")
    return samples


def bare_host(host: str) -> str:
    """A host without its `www.`."""
    return host.removeprefix("www.")


def name_of(samples: Sequence[Sample]) -> str:
    """What to call the site: its host without `www.` and ending, fit for a module's name."""
    labels = bare_host(samples[0].host).split(".")
    name = re.sub(r"\W", "_", labels[0] if len(labels) <= 2 else "_".join(labels[:-1]))
    return f"site_{name}" if name[0].isdigit() else name


def publisher_of(samples: Sequence[Sample]) -> str:
    """What the site calls itself: og:site_name, else what ends every title, else its host."""
    names = [sample.view.meta.get("og:site_name") for sample in samples]
    titles = [sample.document.root.findtext(".//title") or "" for sample in samples]
    tails = [re.split(r"\s[-–—|•]\s", title)[-1].strip() for title in titles if re.search(r"\s[-–—|•]\s", title)]
    for found in (Counter(filter(None, names)), Counter(tails)):
        if found and found.most_common(1)[0][1] == len(samples):
            return found.most_common(1)[0][0]
    return bare_host(samples[0].host)


def headline_links(samples: Sequence[Sample]) -> set[str]:
    """Paths on the site of links as long as headlines: other articles, as a rule."""
    host = bare_host(samples[0].host)
    found = (link for sample in samples for link in sample.links() if len(link[1]) >= _HEADLINE)
    return {urlsplit(url).path for url, _ in found if bare_host(urlsplit(url).netloc.lower()) == host} - {"", "/"}


def below_headline(sample: Sample) -> list[Piece]:
    """What stands below the headline, sidebars and the like aside."""
    at = sample.view.headline_at
    return [piece for piece in sample.view.pieces[(at or 0) + 1 :] if not piece.aside]
