"""Three crawls of a replica that all tests of what they left behind share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.demo import ArticleTruth, Replica, Round, running
from tests.crawling.running import Run, crawl


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One crawl of the replica: how it ended, the archive as it left it, and what the replica saw of it."""

    run: Run
    archive: Path
    base_url: str
    truth: Mapping[str, ArticleTruth]
    requests: tuple[tuple[str, int], ...]
    """(path, status) of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """A first crawl, one of the unchanged site, one after a round of edits."""

    replica: Replica
    first: Visit
    second: Visit
    third: Visit
    edits: Round


@pytest.fixture(scope="session")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visits]:
    folder = tmp_path_factory.mktemp("visits")
    replica = Replica(articles=90)

    def visit(name: str, *arguments: str) -> Visit:
        before = len(replica.requests)
        run = crawl(folder / "data", base_url, "--json", *arguments)
        assert run.code == 0, run.err
        shutil.copytree(folder / "data", folder / name)
        requests = tuple((request.path, request.status) for request in replica.requests[before:])
        return Visit(run=run, archive=folder / name, base_url=base_url, truth=replica.truth(), requests=requests)

    with running(replica) as base_url:
        first, second = visit("first"), visit("second", "--full")
        edits = replica.publish_round()
        yield Visits(replica=replica, first=first, second=second, edits=edits, third=visit("third", "--full"))
