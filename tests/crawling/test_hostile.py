"""A replica with pages no crawler should trip over: each ends in a problem with a sentence, or is read all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.demo import Replica, running
from tests.crawling.running import Run, column, crawl, rows

UNREADABLE = {
    "empty body",
    "error page served with 200",
    "no headline",
    "only teasers",
    "20 MB page",
    "redirect loop",
    "503 for ever",
    "broken gzip",
    "connection dropped midway",
}
FAILED_WITHOUT_A_PAGE = {"redirect loop", "503 for ever", "connection dropped midway"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordeal:
    """The crawl of a hostile replica."""

    replica: Replica
    archive: Path
    run: Run

    @property
    def problems(self) -> dict[str, str]:
        """Address -> sentence."""
        return {row["url"]: row["message"] for row in rows(self.archive, "SELECT url, message FROM problems")}


@pytest.fixture(scope="module")
def ordeal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ordeal]:
    archive = tmp_path_factory.mktemp("ordeal")
    replica = Replica(articles=90, hostile=True)
    with running(replica) as base_url:
        yield Ordeal(replica=replica, archive=archive, run=crawl(archive, base_url, "--json"))


def test_the_crawl_ends_well_and_has_every_good_article(ordeal: Ordeal) -> None:
    assert ordeal.run.code == 0, ordeal.run.err
    assert "Traceback" not in ordeal.run.err
    assert ordeal.run.counts["finish_reason"] == "finished"
    assert set(ordeal.replica.truth()) <= set(column(ordeal.archive, "SELECT url FROM articles"))


def test_what_cannot_be_read_is_a_problem_and_no_article(ordeal: Ordeal) -> None:
    unreadable = {url for url, kind in ordeal.replica.hostile.items() if kind in UNREADABLE}
    assert len(unreadable) == len(UNREADABLE)
    assert unreadable <= set(ordeal.problems)
    assert not unreadable & set(column(ordeal.archive, "SELECT url FROM articles"))
    assert ordeal.run.counts["failed"] >= len(unreadable)


def test_what_is_no_article_is_kept_in_quarantine(ordeal: Ordeal) -> None:
    texts = [path.read_text("utf-8") for path in (ordeal.archive / "quarantine").glob("*/error.txt")]
    for url, kind in ordeal.replica.hostile.items():
        if kind in UNREADABLE - FAILED_WITHOUT_A_PAGE:
            assert any(url in text for text in texts), kind


def test_every_hostile_page_comes_to_something(ordeal: Ordeal) -> None:
    ended = set(ordeal.problems) | set(column(ordeal.archive, "SELECT url FROM articles"))
    assert set(ordeal.replica.hostile) <= ended


def test_a_page_that_recovers_is_archived(ordeal: Ordeal) -> None:
    [url] = [url for url, kind in ordeal.replica.hostile.items() if kind == "503 that recovers"]
    assert column(ordeal.archive, "SELECT status FROM articles WHERE url = ?", url) == ["live"]
    assert column(ordeal.archive, "SELECT status FROM captures WHERE canonical_url = ? ORDER BY id", url)[-1] == 200
