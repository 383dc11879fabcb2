"""The pages that are read, each with its truth as the corpus's score.py has it: real ones, fixtures, replicas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bench import corpus
from bench.measure import ROOT
from newsarchive.demo import HOUSES, Replica, SmallReplica
from newsarchive.sites import site_of

FIXTURES = ROOT / "tests" / "fixtures"
SETS = ("corpus", "fixtures", "replicas")
PER_REPLICA = 40
"""Pages of a replica, evenly over all it has."""
LONG_ENOUGH = 15
"""Letters of a line that occurs nowhere by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page and what it means."""

    id: str
    site: str
    """Name of the site whose rules read it, `generic` where none claims its address."""
    url: str
    html: bytes
    listed: Mapping[str, str] = field(default_factory=dict)
    """What listings print beside their links to it, for sites that date articles there."""
    truth: Mapping[str, Any]
    """A row as score.py reads it; on our own pages also `teasers`, pairs of address and headline."""


def samples_of(name: str) -> list[Sample]:
    """The pages of a set, always in the same order."""
    return list({"corpus": real_pages, "fixtures": fixtures, "replicas": replicas}[name]())


def real_pages() -> Iterator[Sample]:
    """The French pages of the corpus."""
    for row in corpus.scorer().load("fr"):
        url = row["url"] or ""
        yield Sample(id=row["id"], site=site_of(url).name, url=url, html=row["_raw"], truth=row)


def fixtures() -> Iterator[Sample]:
    """The tests' fixtures whose truth is reviewed."""
    for path in sorted(FIXTURES.glob("*/*/page.html")):
        article = json.loads(path.with_name("article.json").read_text("utf-8"))
        if article["reviewed"]:
            name, listed = f"{path.parts[-3]}/{path.parts[-2]}", article.get("listed", {})
            yield _sample(f"fixture/{name}", article["url"], path.read_bytes(), article, listed)


def replicas() -> Iterator[Sample]:
    """Pages of the replica of every site that has one."""
    sites: list[Replica | SmallReplica] = [Replica(), *map(SmallReplica, HOUSES)]
    for site in sites:
        truths = list(site.truth().values())
        for truth in truths[:: max(1, len(truths) // PER_REPLICA)][:PER_REPLICA]:
            path = urlsplit(truth.url).path
            listed = {"date_published": truth.date_published_raw} if _dated_by_listings(truth.url) else {}
            yield _sample(f"replica{path}", truth.url, site.serve(path).answer.body, truth.as_json(), listed)


def _dated_by_listings(url: str) -> bool:
    return any(rule.name == "listing" for rule in site_of(url).date_published)


def _sample(name: str, url: str, html: bytes, article: Mapping[str, Any], listed: Mapping[str, str]) -> Sample:
    return Sample(id=name, site=site_of(url).name, url=url, html=html, listed=listed, truth=truth_of(article))


def truth_of(article: Mapping[str, Any]) -> dict[str, Any]:
    """A row for score.py from an article in plain dicts, as fixtures and replicas have it.

    Every line of the body is wanted in the text; no line of teasers and comments is, but for those the body has too.
    """
    blocks, teasers, comments = article["blocks"], article["teasers"], article.get("comments", ())
    body = "\n\n".join(block["text"] for block in blocks)
    items = [item["text"] for block in blocks for item in block["items"]]
    beside = [text for teaser in teasers for text in (teaser["headline"], teaser["description"])]
    beside += [comment["text"] for comment in comments]
    return {
        "headline": article["headline"],
        "date_published": article["date_published"],
        "date_modified": article["date_modified"],
        "tz": "Europe/Paris",
        "body": body,
        "standfirst": article["description"],
        "authors": article["authors"],
        "list_items": items,
        "teasers": [(teaser["target_url"], teaser["headline"]) for teaser in teasers],
        "with": [*_lines(block["text"] for block in blocks if not block["items"]), *_lines(items)],
        "without": [line for line in _lines(beside) if line not in f"{body}\n{article['description']}"],
    }


def _lines(texts: Iterable[str | None]) -> list[str]:
    found = (line.strip() for text in texts if text for line in text.split("\n"))
    return list(dict.fromkeys(line for line in found if len(line) >= LONG_ENOUGH))
