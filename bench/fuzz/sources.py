"""The pages that are mutated: the replica's, broken ones, the tests' fixtures and, where it is there, a corpus."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bench.corpus import folder
from bench.measure import ROOT
from newsarchive.demo import HOUSES, ArticleTruth, Replica, SmallReplica
from newsarchive.items import Page
from newsarchive.sites import site_of

FETCHED = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIXTURES = ROOT / "tests" / "fixtures"
ROUNDS = 3
"""Rounds of edits after which the replica's pages are taken a second time: other layouts, silent edits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A page as it is before it is mutated."""

    name: str
    page: Page
    truth: ArticleTruth | None = None
    """Of a page of the replica: its article must survive any disguise."""
    beside: tuple[str, ...] = ()
    """Texts printed beside the article that must never end in one of its fields."""


@cache
def sources() -> tuple[Source, ...]:
    """All pages, in an order that depends on nothing but their names."""
    return (*_replica(0), *_replica(ROUNDS), *_small(), *_hostile(), *_fixtures(), *_corpus())


def _replica(rounds: int) -> Iterator[Source]:
    replica = Replica()
    for _ in range(rounds):
        replica.publish_round()
    for url, truth in replica.truth().items():
        body = replica.serve(urlsplit(url).path).answer.body
        page = _page(url, body, replica.now)
        yield Source(name=f"replica/{rounds}{urlsplit(url).path}", page=page, truth=truth, beside=_beside(truth))
        if truth.dress == "wordpress" and truth.page_type == "article" and not rounds:
            yield Source(name=f"amp{truth.paths[2]}", page=_page(f"{url}amp/", _amp(replica, truth), replica.now))


def _small() -> Iterator[Source]:
    for site in sorted(HOUSES):
        replica = SmallReplica(site)
        for url, truth in replica.truth().items():
            page = _page(url, replica.serve(urlsplit(url).path).answer.body, replica.now)
            yield Source(name=f"{site}{urlsplit(url).path}", page=page, truth=truth, beside=_beside(truth))


def _amp(replica: Replica, truth: ArticleTruth) -> bytes:
    return replica.serve(truth.paths[2]).answer.body


def _beside(truth: ArticleTruth) -> tuple[str, ...]:
    texts = [text for teaser in truth.teasers for text in (teaser.headline, teaser.description)]
    texts += [comment.text for comment in truth.comments]
    boxes = ("Offre d'emploi", "Devenez membre", "Publiez gratuitement", "Prenez-vous le bus", "m/s", "hPa")
    lines = (line for text in texts if text for line in text.split("\n"))
    return (*boxes, *dict.fromkeys(line for line in lines if len(line) >= 15))


def _hostile() -> Iterator[Source]:
    replica = Replica(hostile=True)
    for url in replica.hostile:
        body = replica.serve(urlsplit(url).path).answer.body
        yield Source(name=f"hostile{urlsplit(url).path}", page=_page(url, body[: 2**21], replica.now))


def _fixtures() -> Iterator[Source]:
    for path in sorted(FIXTURES.glob("*/*/page.html")):
        truth = json.loads(path.with_name("article.json").read_text("utf-8"))
        yield Source(name=f"fixture/{path.parent.name}", page=_page(truth["url"], path.read_bytes(), FETCHED))


def _corpus() -> Iterator[Source]:
    for path in sorted(folder().glob("*/*.html.gz")):
        url = f"https://{_host(path)}/actualite/{path.name.split('.')[0]}"
        yield Source(name=f"corpus/{path.name}", page=_page(url, gzip.decompress(path.read_bytes()), FETCHED))


def _host(path: Path) -> str:
    return f"www.{path.name.removesuffix('.html.gz').replace('_', '-')}.example"


def _page(url: str, body: bytes, fetched_at: datetime) -> Page:
    return Page(url=url, final_url=url, fetched_at=fetched_at, status=200, body=body, site=site_of(url).name)
