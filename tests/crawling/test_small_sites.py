"""The other sites' replicas, crawled as users do; the archive is held against their truth, field by field."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.demo import HOUSES, SmallReplica, running
from tests.crawling.running import Run, column, rows, run

FIELDS = (
    "headline", "description", "section", "date_published", "date_published_raw", "date_modified", "date_modified_raw",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    replica: SmallReplica
    archive: Path
    runs: tuple[Run, ...]


@pytest.fixture(scope="module", params=HOUSES)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A first crawl and a second one of the unchanged site."""
    archive = tmp_path_factory.mktemp(request.param) / "data"
    replica = SmallReplica(request.param)
    with running(replica) as base_url:
        options = ("--archive", str(archive), "--base-url", base_url, "--delay", "0", "--json")
        command = (sys.executable, "-m", "newsarchive", "crawl", request.param, *options)
        yield Crawled(replica=replica, archive=archive, runs=(run(*command), run(*command, "--full")))


def test_the_crawls_end_well(crawled: Crawled) -> None:
    first, second = crawled.runs
    assert [first.code, second.code] == [0, 0], first.err + second.err
    known = len(crawled.replica.truth())
    assert (first.counts["first"], first.counts["failed"]) == (known, 0), first.err
    assert (second.counts["unchanged"], second.counts["failed"]) == (known, 0), second.err
    assert column(crawled.archive, "SELECT message FROM problems") == []


def test_articles_are_as_they_mean(crawled: Crawled) -> None:
    found = {row["url"]: row for row in rows(crawled.archive, "SELECT * FROM current_articles")}
    truths = crawled.replica.truth()
    assert set(found) == set(truths)
    for url, truth in truths.items():
        assert {name: found[url][name] for name in FIELDS} == {name: getattr(truth, name) for name in FIELDS}
        assert found[url]["article_body"] == "\n\n".join(block.text for block in truth.blocks)
        assert json.loads(found[url]["authors"]) == list(truth.authors)


def test_parts_of_articles_are_as_they_mean(crawled: Crawled) -> None:
    joined = "FROM {} part JOIN articles ON articles.current_revision_id = part.revision_id ORDER BY articles.url"
    images = rows(crawled.archive, "SELECT articles.url page, part.* " + joined.format("images") + ", part.position")
    wanted = sorted(crawled.replica.truth().items())
    assert [tuple(row)[0:1] + tuple(row)[3:] for row in images] == [
        (url, image.url, image.alt, image.caption, image.credit) for url, truth in wanted for image in truth.images
    ]
    items = rows(
        crawled.archive,
        "SELECT articles.url, text, depth " + joined.format("list_items") + ", list_number, item_number",
    )
    assert [tuple(row) for row in items] == [
        (url, item.text, item.depth)
        for url, truth in wanted
        for block in truth.blocks
        if block.kind == "list"
        for item in block.items
    ]
    tags = "FROM article_tags JOIN articles ON articles.id = article_id JOIN tags ON tags.id = tag_id"
    assert {tuple(row) for row in rows(crawled.archive, f"SELECT articles.url, tags.name {tags}")} == {
        (url, tag) for url, truth in wanted for tag in truth.tags
    }


def test_every_article_is_asked_for_once_a_crawl(crawled: Crawled) -> None:
    assert max(Counter(column(crawled.archive, "SELECT crawl_id || canonical_url FROM captures")).values()) == 1


def test_dates_of_listings_are_kept_with_the_address(crawled: Crawled) -> None:
    dated = column(crawled.archive, "SELECT count(*) FROM urls WHERE date_listed IS NOT NULL")[0]
    assert dated == (len(crawled.replica.truth()) if crawled.replica.home.endswith("pleinair.net") else 0)
