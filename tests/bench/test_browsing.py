"""The made-up archive that browsing is measured over, and the measuring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bench.browsing.__main__ import measure, render
from bench.browsing.asking import PAGES, samples
from bench.browsing.filling import fill
from bench.browsing.prose import COMMON
from bench.browsing.timing import Timed, Times
from newsarchive.archive import FILE_NAME
from newsarchive.archive.database import open_for_reading
from newsarchive.archive.integrity import Integrity
from newsarchive.archive.schema import TABLES

ARTICLES = 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "archive"
    fill(folder, ARTICLES)
    return folder


@pytest.fixture
def db(folder: Path) -> Iterator[Database]:
    with closing(open_for_reading(folder)) as db:
        yield db


def test_there_are_as_many_as_was_asked_for(db: Database) -> None:
    counts = {table.name: db.table(table.name).count for table in TABLES if not table.query}
    assert (counts["articles"], counts["revisions"]) == (ARTICLES, 1.3 * ARTICLES)
    assert counts["teaser_sightings"] == 6 * ARTICLES
    assert all(counts.values())


def test_it_agrees_with_itself(db: Database) -> None:
    integrity = Integrity(db)
    assert not list(integrity.sqlite_finds(fast=False))
    assert not list(integrity.foreign_keys_find())
    assert not list(integrity.search_finds())
    assert not list(integrity.disagreements())


def test_one_word_is_in_a_quarter_of_all_articles(db: Database) -> None:
    found = db.execute("SELECT count(*) FROM revisions_fts WHERE revisions_fts MATCH ?", (COMMON,)).fetchone()[0]
    assert 0.18 < found / db.table("revisions").count < 0.32


def test_it_is_the_same_for_the_same_seed(db: Database, tmp_path: Path) -> None:
    fill(tmp_path / "again", ARTICLES)
    with closing(open_for_reading(tmp_path / "again")) as again:
        for table in TABLES:
            query = f"SELECT * FROM {table.name}"
            assert db.execute(query).fetchall() == again.execute(query).fetchall(), table.name


def test_pages_are_asked_for_and_told_of(folder: Path) -> None:
    (found,) = measure(folder, 2, ["article"])
    assert (found.ours.status, found.stock.status) == (200, 200)
    assert found.ours.median > 0
    told = render([found], folder, 2, datetime(2026, 2, 6, tzinfo=UTC))
    assert told.splitlines()[-1].startswith("| article | ")


def test_samples_are_of_articles_that_changed(folder: Path) -> None:
    for sample in samples(folder / FILE_NAME, 5):
        assert sample.earlier < sample.stamp
        assert sample.word


@pytest.mark.parametrize(
    ("median", "p95", "status", "met"),
    [(15, 30, 200, True), (15.1, 16, 200, False), (5, 30.1, 200, False), (5, 6, 404, None)],
)
def test_half_of_the_answers_keep_the_limit_and_19_in_20_twice_that(
    median: float, p95: float, status: int, met: bool | None
) -> None:
    times = Times(median=median, p95=p95, status=status)
    assert PAGES[0].limit == 15
    assert Timed(page=PAGES[0], ours=times, stock=times).met is met
