"""Reading captures again brings an archive to what a fresh crawl with today's reader would hold."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsarchive import sites
from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.demo import Replica, running
from newsarchive.errors import EmptyPage
from newsarchive.items import Page, RawArticle
from newsarchive.reextraction import Outcome, reextract
from tests.crawling.running import crawl, run
from tests.reextraction.simulated import SITE, START, after, crawling, read_there, story
from tests.reextraction.test_rebuild import weeks

Reader = Callable[[Page], RawArticle]
READ: Reader = sites.read


def without_the_chapo(page: Page) -> RawArticle:
    """A reader that finds less than ours."""
    return replace(READ(page), description=None, teasers=())


def short_sighted(page: Page) -> RawArticle:
    """A reader that takes an advertisement for text: it makes a version of each page."""
    raw = READ(page)
    return replace(raw, headline=f"{raw.headline} {page.fetched_at:%d %H:%M:%S}")


def choking(page: Page) -> RawArticle:
    """A reader that reads hardly anything."""
    if b"premier" in page.body:
        raise EmptyPage("There is nothing in it.")
    return READ(page)


def crawled(folder: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> Archive:
    """The archive of some weeks, as a reader saw them."""
    archive = Archive(folder)
    with monkeypatch.context() as patch:
        patch.setattr(sites, "read", reader)
        weeks(archive)
    return archive


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What today's reader makes of those weeks."""
    with Archive(tmp_path_factory.mktemp("fresh") / "archive") as archive:
        weeks(archive)
        return read_there(archive)


@pytest.mark.parametrize("reader", [without_the_chapo, short_sighted, choking])
@pytest.mark.parametrize("workers", [1, 2])
def test_another_reader_s_archive_becomes_that_of_a_fresh_crawl(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fresh: dict[str, list[dict[str, Any]]],
    reader: Reader,
    workers: int,
) -> None:
    with crawled(tmp_path / "archive", monkeypatch, reader) as archive:
        before = read_there(archive)
        outcome = reextract(archive, declared, workers=workers)
        now = read_there(archive)
        again = reextract(archive, declared)
    assert before != fresh
    assert outcome.changed > 0
    assert outcome.left == outcome.unrecorded == 0
    assert {name: now[name] for name in now if name != "urls"} == {
        name: fresh[name] for name in fresh if name != "urls"
    }
    assert again.changed == 0


@pytest.mark.parametrize("reader", [without_the_chapo, short_sighted])
def test_the_frontier_is_that_of_a_fresh_crawl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: dict[str, list[dict[str, Any]]], reader: Reader
) -> None:
    with crawled(tmp_path / "archive", monkeypatch, reader) as archive:
        reextract(archive, declared)
        now = read_there(archive)
    told = ("url", "kind", "state", "article_id", "discovered_at", "discovered_via", "discovered_from")
    assert [[row[name] for name in told] for row in now["urls"]] == [
        [row[name] for name in told] for row in fresh["urls"]
    ]


def test_nothing_is_written_where_all_is_as_it_was(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        weeks(archive)
        before = rows_by_id(archive)
        outcome = reextract(archive, declared)
        assert rows_by_id(archive) == before
    assert (outcome.changed, outcome.groups, outcome.captures) == (0, 13, 24)


def test_a_better_reader_makes_no_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with crawled(tmp_path / "archive", monkeypatch, without_the_chapo) as archive:
        versions = "SELECT article_id, number, stamp, change, capture_id FROM revisions ORDER BY 1, 2"
        before = archive.db.conn.execute(versions).fetchall()
        ids = archive.db.conn.execute("SELECT id, key FROM articles ORDER BY id").fetchall()
        outcome = reextract(archive, declared)
        assert archive.db.conn.execute(versions).fetchall() == before
        assert archive.db.conn.execute("SELECT id, key FROM articles ORDER BY id").fetchall() == ids
    assert outcome.fields["description"] == len(before)
    assert "version" not in outcome.fields


def test_what_only_differs_is_shown_and_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with crawled(tmp_path / "archive", monkeypatch, without_the_chapo) as archive:
        before = rows_by_id(archive)
    done = run(sys.executable, "-m", "newsarchive", "reextract", "--archive", str(tmp_path / "archive"), "--diff", "3")
    assert done.code == 0, done.err
    assert "would change; nothing was written" in done.out
    assert "\n+Le chapô de l'article, qui résume en une phrase ce qui suit.\n" in done.out
    assert done.out.count(SITE) == 3
    with Archive(tmp_path / "archive") as archive:
        assert rows_by_id(archive) == before


def test_one_that_is_stopped_leaves_whole_articles_and_can_be_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: dict[str, list[dict[str, Any]]]
) -> None:
    def stop(outcome: Outcome) -> None:
        if outcome.changed == 3:
            raise KeyboardInterrupt

    with crawled(tmp_path / "archive", monkeypatch, without_the_chapo) as archive:
        with pytest.raises(KeyboardInterrupt):
            reextract(archive, declared, tell=stop)
        half = archive.db.conn.execute("SELECT count(DISTINCT article_id) FROM revisions WHERE description IS NOT NULL")
        assert half.fetchone() == (3,)
        assert archive.db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        reextract(archive, declared)
        assert read_there(archive)["revisions"] == fresh["revisions"]


def test_a_canonical_link_that_is_read_now_joins_two_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_links(page: Page) -> RawArticle:
        return READ(replace(page, body=re.sub(rb"<link[^>]*>", b"", page.body)))

    def visits(archive: Archive) -> None:
        link = f'<link rel="canonical" href="{SITE}/un-titre/">'
        with crawling(archive, START) as crawl:
            crawl.answer("/un-titre/", story("Un titre", "Un texte."))
            crawl.answer("/un-titre-bis/", story("Un titre", "Un texte.", extra=link))
            crawl.answer("/autre/", story("Autre chose", "Un texte."))
        with crawling(archive, after(days=2), full=True) as crawl:
            crawl.answer("/un-titre-bis/", story("Un titre", "Un texte.", extra=link, stamp="14/03/2013 - 10:00"))

    with Archive(tmp_path / "fresh") as archive:
        visits(archive)
        expected = read_there(archive)
    with Archive(tmp_path / "archive") as archive:
        with monkeypatch.context() as patch:
            patch.setattr(sites, "read", without_links)
            visits(archive)
        assert len(read_there(archive)["articles"]) == 3
        reextract(archive, declared)
        now = read_there(archive)
    assert len(now["articles"]) == 2
    assert [now[name] for name in ("articles", "revisions", "captures")] == [
        expected[name] for name in ("articles", "revisions", "captures")
    ]


def test_captures_of_before_there_were_records_are_left_as_they_are(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        with crawling(archive, START) as crawl:
            crawl.answer("/un-titre/", story("Un titre", "Un texte."))
            crawl.answer("/autre/", story("Autre chose", "Un texte."))
        with archive.db.conn:
            archive.db.execute("UPDATE captures SET warc_file = NULL, kind = NULL WHERE url LIKE '%/un-titre/'")
            archive.db.execute("UPDATE revisions SET headline = 'Ancien'")
        outcome = reextract(archive, declared)
        headlines = [row["headline"] for row in archive.db.query("SELECT headline FROM revisions ORDER BY id")]
    assert (outcome.unrecorded, outcome.left, outcome.changed) == (1, 0, 1)
    assert sorted(headlines) == ["Ancien", "Autre chose"]


def test_a_damaged_record_is_named_and_its_article_left_as_it_is(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        weeks(archive)
        row = next(archive.db.query("SELECT * FROM captures WHERE article_id IS NOT NULL LIMIT 1"))
    path = tmp_path / "archive" / "warc" / row["warc_file"]
    data = bytearray(path.read_bytes())
    data[row["warc_offset"] + row["warc_length"] // 2] ^= 1
    path.write_bytes(data)
    done = run(sys.executable, "-m", "newsarchive", "reextract", "--archive", str(tmp_path / "archive"))
    assert done.code == 1
    assert f"{path.name} holds no whole record at byte {row['warc_offset']}" in done.out


def test_a_replica_s_archive_is_as_today_s_reader_reads_it(tmp_path: Path) -> None:
    replica, folder = Replica(), tmp_path / "archive"
    with running(replica) as base_url:
        assert crawl(folder, base_url, "--full").code == 0
        replica.publish_round()
        assert crawl(folder, base_url, "--full").code == 0
    with closing(sqlite3.connect(folder / "newsarchive.db")) as db, db:
        db.execute("UPDATE revisions SET headline = 'Faux', article_body = 'Faux'")
        db.execute("DELETE FROM list_items")
        (versions,) = db.execute("SELECT count(*) FROM revisions").fetchone()
    done = run(sys.executable, "-m", "newsarchive", "reextract", "--archive", str(folder), "--workers", "2")
    assert done.code == 0, done.err
    assert re.search(rf"headline: {versions}\n", done.out)
    with closing(sqlite3.connect(folder / "newsarchive.db")) as db:
        assert db.execute("SELECT count(*) FROM revisions WHERE headline = 'Faux'").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM revisions").fetchone() == (versions,)
        db.execute("INSERT INTO revisions_fts (revisions_fts, rank) VALUES ('integrity-check', 1)")


def differing(now: dict[str, list[dict[str, Any]]], fresh: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The first row of each table that differs, but for those of the frontier."""
    found = []
    for name in sorted(fresh.keys() - {"urls"}):
        mine, theirs = ([str(row) for row in rows[name]] for rows in (now, fresh))
        found += [f"{name}: {row}" for row in mine if row not in theirs][:1]
        found += [f"{name} lacks: {row}" for row in theirs if row not in mine][:1]
    return found


def rows_by_id(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """Every table of what was read, row numbers and all."""
    tables = ("articles", "revisions", "list_items", "teasers", "teaser_sightings", "comments", "problems", "urls")
    return {name: list(archive.db.query(f"SELECT * FROM {name}")) for name in tables}
