"""A short run of bench.years, and proof that it notices what is wrong. The long one is `make years`."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bench.years.chronicle import Chronicle
from bench.years.invariants import Invariants
from bench.years.outcome import examine
from bench.years.passing import let_pass
from bench.years.runs import Run
from newsarchive.demo import Replica, running
from newsarchive.demo.exchange import LoggedRequest
from tests.crawling.running import crawl, run

QUIET = Run(manner="whole", code=0, requests=())


def test_an_archive_survives_weeks_of_everything() -> None:
    done = run(sys.executable, "-m", "bench.years", "--days", "11", "--articles", "90", "--seed", "11")
    assert done.code == 0, done.out + done.err
    assert "Nothing was lost, nothing made up." in done.out


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Replica, Chronicle]:
    archive, replica = tmp_path_factory.mktemp("crawled"), Replica(articles=90)
    with running(replica) as base_url:
        assert crawl(archive, base_url, "--quiet").code == 0
    return archive, replica, Chronicle(replica)


def copy_of(archive: Path, folder: Path) -> Path:
    """A copy to be damaged."""
    with (
        closing(sqlite3.connect(archive / "newsarchive.db")) as db,
        closing(sqlite3.connect(folder / "newsarchive.db")) as copied,
    ):
        db.backup(copied)
    return folder


def change(archive: Path, sql: str) -> None:
    with closing(sqlite3.connect(archive / "newsarchive.db")) as db, db:
        db.execute(sql)


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("DELETE FROM revisions WHERE id = 3", "version 3 was lost"),
        ("UPDATE revisions SET article_body = 'Vérification' WHERE id = 3", "version 3 was altered"),
        ("UPDATE revisions SET stamp = '20260101000000' WHERE id = 3", "version 3 was altered"),
        ("DELETE FROM images WHERE revision_id = (SELECT min(revision_id) FROM images)", "was altered"),
        ("UPDATE articles SET key = 'autrement' WHERE id = 3", "has become ('autrement'"),
        ("UPDATE articles SET status = 'gone' WHERE id = 3", "is gone and was never removed or moved"),
        ("UPDATE articles SET url = url || 'x' WHERE id = 3", "is archived and was never published"),
        ("UPDATE crawls SET finish_reason = 'killed'", "1 runs are told to have been killed, of 0 that were"),
    ],
)
def test_damage_between_runs_is_noticed(
    crawled: tuple[Path, Replica, Chronicle], tmp_path: Path, damage: str, complaint: str
) -> None:
    archive, _, chronicle = crawled
    copied = copy_of(archive, tmp_path)
    invariants = Invariants(copied)
    assert list(invariants.check(QUIET, chronicle, timedelta(), 0)) == []
    let_pass(copied, timedelta(days=9))
    assert list(invariants.check(QUIET, chronicle, timedelta(days=9), 0)) == []
    change(copied, damage)
    assert any(complaint in text for text in invariants.check(QUIET, chronicle, timedelta(days=9), 0))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("UPDATE revisions SET headline = 'Un instant' WHERE id = 3", "is none that was published there then"),
        ("UPDATE articles SET status = 'gone' WHERE id = 3", "is gone where it should be live"),
        ("DELETE FROM articles WHERE id = 3", "is archived as None"),
        ("UPDATE urls SET article_id = NULL, url = url || 'x', state = 'failed' WHERE article_id = 3", "coverage"),
        ("DELETE FROM captures WHERE id = (SELECT min(capture_id) FROM revisions)", "foreign key"),
        ("INSERT INTO revisions_fts(revisions_fts) VALUES ('delete-all')", "the full-text index is not"),
    ],
)
def test_a_wrong_outcome_is_noticed(
    crawled: tuple[Path, Replica, Chronicle], tmp_path: Path, damage: str, complaint: str
) -> None:
    archive, replica, chronicle = crawled
    copied = copy_of(archive, tmp_path)
    assert list(examine(copied, replica.truth(), chronicle)) == []
    change(copied, damage)
    assert any(complaint in text for text in examine(copied, replica.truth(), chronicle))


def test_an_address_asked_for_twice_is_noticed_and_a_retry_is_none(
    crawled: tuple[Path, Replica, Chronicle], tmp_path: Path
) -> None:
    archive, _, chronicle = crawled
    copied = copy_of(archive, tmp_path)

    def complaints(*statuses: int) -> list[str]:
        requests = tuple(LoggedRequest("GET", "/une/", status, 0) for status in statuses)
        asked = Run(manner="whole", code=0, requests=requests)
        return list(Invariants(copied).check(asked, chronicle, timedelta(), 0))

    assert complaints(503, 503, 200) == []
    assert complaints(200, 304) == ["/une/ was asked for 2 times in one run"]
    assert complaints(503, 503, 503, 503) == ["/une/ was tried 4 times in one run"]
