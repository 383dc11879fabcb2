"""Figures, findings, and what the monitors ask the archive."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.items import Finding
from newsarchive.monitoring import KEPT_FIELDS
from tests.archive.making import NOON, URL, archived, article, begin, page, rows, seen_later, text

HOUR = timedelta(hours=1)
LOST = Finding(monitor="fields", message="tags was found on 0 of 38 pages.")


def run(archive: Archive, number: int, every: timedelta = HOUR) -> int:
    crawl_id = begin(archive, NOON + number * every)
    archive.ledger.record_findings(crawl_id, {"fresh pages": number + 1, "failed": 0.0}, [], NOON + number * every)
    return crawl_id


def test_figures_and_findings_are_rows_of_their_run(archive: Archive, crawl_id: int) -> None:
    archive.ledger.record_findings(crawl_id, {"fresh pages": 3, "failed": 0}, [LOST, LOST], NOON)
    assert rows(archive, "crawl_figures") == [{"crawl_id": crawl_id, "name": "fresh pages", "value": 3.0}]
    assert [(row["id"], row["crawl_id"], row["monitor"], row["at"]) for row in rows(archive, "findings")] == [
        (1, crawl_id, "fields", "2026-02-06T12:00:30+00:00"),
        (2, crawl_id, "fields", "2026-02-06T12:00:30+00:00"),
    ]


@pytest.mark.parametrize(
    ("every", "runs", "known"),
    [(HOUR, 50, 50), (timedelta(days=1), 30, 21), (timedelta(days=7), 30, 10), (HOUR, 3, 3), (HOUR, 0, 0)],
)
def test_history_is_ten_runs_or_three_weeks(archive: Archive, every: timedelta, runs: int, known: int) -> None:
    for number in range(runs):
        run(archive, number, every)
    now = NOON + runs * every
    history = archive.ledger.figures_before(begin(archive, now), "macommune", now)
    assert [each.values["fresh pages"] for each in history] == list(range(runs - known + 1, runs + 1))
    assert [each.started_at for each in history] == sorted(each.started_at for each in history)


def test_runs_that_were_killed_later_ones_and_those_of_other_sites_are_no_history(archive: Archive) -> None:
    begin(archive)
    other = archive.begin_crawl("hebdo25", version="0.1.0", options={}, at=NOON)
    archive.ledger.record_findings(other, {"fresh pages": 9}, [], NOON)
    first = run(archive, 0)
    run(archive, 1)
    assert archive.ledger.figures_before(first, "macommune", NOON) == []
    (known,) = archive.ledger.figures_before(first + 1, "macommune", NOON)
    assert known.values == {"fresh pages": 1.0}


def test_what_is_kept_of_an_article(archive: Archive, crawl_id: int) -> None:
    assert archive.ledger.kept(URL, before_last=False) is None
    archived(archive, crawl_id, article())
    kept = archive.ledger.kept(URL, before_last=False)
    assert kept is not None
    assert set(kept.sizes) == set(KEPT_FIELDS)
    assert kept.sizes["article_body"] == article().word_count
    sizes = {name: kept.sizes[name] for name in ("kicker", "authors", "tags", "list_items", "images", "links")}
    assert sizes == {"kicker": 1, "authors": 2, "tags": 2, "list_items": 3, "images": 1, "links": 1}
    assert kept.first_seen_at == NOON.replace(microsecond=0)


def test_the_version_before_the_last(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    assert archive.ledger.kept(URL, before_last=True) is None
    poorer = replace(article(blocks=text("Un mot."), date_modified=None, date_modified_raw=None), tags=())
    archived(archive, crawl_id, seen_later(poorer, NOON + HOUR))
    before, now = archive.ledger.kept(URL, before_last=True), archive.ledger.kept(URL, before_last=False)
    assert before is not None
    assert now is not None
    assert (before.sizes["date_modified"], now.sizes["date_modified"]) == (1, 0)
    assert (before.sizes["list_items"], now.sizes["list_items"]) == (3, 0)
    assert "tags" not in before.sizes
    assert now.sizes["tags"] == 0


def test_articles_by_day(archive: Archive, crawl_id: int) -> None:
    dated: tuple[dict[str, Any], ...] = (
        {"date_published": date(2026, 2, 5)},
        {},
        {"date_published": None, "date_published_raw": None},
        {"date_published": date(2026, 2, 5), "site": "hebdo25"},
    )
    for number, given in enumerate(dated):
        archived(archive, crawl_id, article(url=f"{URL}{number}/", teasers=(), **given))
    assert archive.ledger.published("macommune", date(2026, 1, 1)) == {date(2026, 2, 5): 1, date(2026, 2, 6): 1}
    assert archive.ledger.page_types("macommune") == {"article": 3}


def test_answers_of_304_are_counted_where_there_is_an_article(archive: Archive, crawl_id: int) -> None:
    archived(archive, crawl_id, article())
    archive.record_unchanged(page(status=304, body=b""), crawl_id, url=URL, kind="article")
    archive.record_unchanged(page(status=304, body=b""), crawl_id, url=f"{URL}feed/", kind="feed")
    assert archive.ledger.not_modified(crawl_id) == 1


def test_an_archive_of_before_the_monitors_gets_their_tables(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article())
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    for statement in (
        "DROP TABLE findings",
        "DROP TABLE crawl_figures",
        "DELETE FROM _sqlite_migrations WHERE name = '0005_monitors'",
    ):
        connection.execute(statement)
    connection.commit()
    connection.close()
    with Archive(tmp_path) as archive:
        crawl_id = run(archive, 1)
        archive.ledger.record_findings(begin(archive), {}, [LOST], NOON)
        assert archive.db.execute("PRAGMA foreign_key_list(findings)").fetchone()[2] == "crawls"
        assert [row["crawl_id"] for row in rows(archive, "crawl_figures")] == [crawl_id]
