"""An archive that two crawls of the replica made, for every test of what verification says of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from newsarchive.demo import Replica, running
from tests.crawling.running import crawl


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never written to: it has records of every kind, and articles in several versions."""
    folder = tmp_path_factory.mktemp("crawled") / "data"
    replica = Replica(articles=90)
    with running(replica) as base_url:
        for _ in range(2):
            run = crawl(folder, base_url, "--full", "--quiet")
            assert run.code == 0, run.err
            replica.publish_round()
    return folder


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return shutil.copytree(crawled, tmp_path / "data")
