"""The copy made for everybody: of one moment, and without what is not for everybody."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.archive.publication import Publication
from newsarchive.archive.schema import TABLES
from newsarchive.archive.shape import Column, Table
from newsarchive.archive.snapshot import snapshot
from newsarchive.errors import ArchiveUnusable
from tests.archive.making import NOON, URL, archived, article, begin, rows

NEVER = """
captures.url captures.redirect_url captures.warc_file crawls.options problems.message warc_files.name
comments.author comments.date_posted comments.date_posted_raw comments.text comments.first_seen_at comments.last_seen_at
""".split()
"""What tells of machines, and what readers wrote."""
TEXTS = """
articles.description articles.description_raw
revisions.description revisions.description_raw revisions.article_body revisions.blocks revisions.provenance
list_items.text images.alt images.caption links.text teasers.description
""".split()
PUBLIC = """
articles.key articles.url articles.site articles.page_type articles.headline articles.kicker articles.section
articles.authors articles.date_published articles.date_published_raw articles.date_modified articles.date_modified_raw
articles.event_dates articles.event_place articles.status articles.first_seen_at articles.last_seen_at articles.gone_at
articles.redirect_url
revisions.stamp revisions.change revisions.first_seen_at revisions.last_seen_at revisions.content_sha256
revisions.extractor_version revisions.page_type revisions.headline revisions.kicker revisions.section revisions.authors
revisions.date_published revisions.date_published_raw revisions.date_modified revisions.date_modified_raw
revisions.event_dates revisions.event_place
images.url images.credit links.url tags.name teasers.target_url teasers.headline teasers.kicker
teaser_sightings.heading teaser_sightings.first_seen_at teaser_sightings.last_seen_at
captures.canonical_url captures.fetched_at captures.mime captures.etag captures.last_modified captures.payload_sha256
captures.kind captures.digest
crawls.site crawls.version crawls.started_at crawls.finished_at crawls.finish_reason crawls.resume_at
urls.url urls.kind urls.discovered_at urls.discovered_via urls.discovered_from urls.lastmod urls.date_listed
urls.last_visited_at urls.next_visit_at urls.site urls.state urls.lastmod_at urls.redirect_url urls.missing_since
problems.url problems.stage problems.error problems.at crawl_figures.name
findings.monitor findings.message findings.at
""".split()
"""What of every text of the archive may be shown without those somebody wrote; a new column has to be judged."""


def mark(table: Table, column: Column) -> str:
    return f"{table.name}.{column.name}"


def stored(table: Table) -> list[Column]:
    return [column for column in table.columns if column.generated is None]


def value(table: Table, column: Column) -> object:
    if mark(table, column) == "crawls.options":
        return '{"base_url": "crawls.options!", "limit": 7}'
    return f"{mark(table, column)}!" if column.type == "TEXT" else 1


@pytest.fixture
def marked(archive: Archive) -> Path:
    """An archive with a row in every table, each of whose texts says where it stands."""
    archive.db.execute("PRAGMA foreign_keys = OFF")
    for table in TABLES:
        if not table.query:
            archive.db.table(table.name).insert({column.name: value(table, column) for column in stored(table)})
    return archive.folder


def published(folder: Path, tmp_path: Path, *, with_text: bool) -> tuple[Publication, Path]:
    target = tmp_path / "copy.db"
    return snapshot(folder, target, with_text=with_text, at=NOON), target


@pytest.mark.parametrize(("with_text", "left_out"), [(True, NEVER), (False, NEVER + TEXTS)])
def test_every_text_is_public_or_left_out(marked: Path, tmp_path: Path, with_text: bool, left_out: list[str]) -> None:
    content = published(marked, tmp_path, with_text=with_text)[1].read_bytes()
    texts = [
        mark(table, column) for table in TABLES if not table.query for column in stored(table) if column.type == "TEXT"
    ]
    assert sorted(texts) == sorted(PUBLIC + TEXTS + NEVER)
    assert {text for text in texts if f"{text}!".encode() not in content} == set(left_out)


@pytest.mark.parametrize("with_text", [True, False])
def test_tables_that_are_left_out_have_no_rows(marked: Path, tmp_path: Path, with_text: bool) -> None:
    publication, _ = published(marked, tmp_path, with_text=with_text)
    empty = {table.name for table in TABLES if not table.query and not publication.counts[table.name]}
    assert empty == set(publication.left_out)
    assert {"comments", "warc_files"} <= empty


@pytest.fixture
def told(archive: Archive) -> Archive:
    crawl_id = begin(archive)
    archived(archive, crawl_id, article())
    archived(archive, crawl_id, replace(article(headline="Dijon seule"), content_sha256="other"))
    return archive


@pytest.fixture
def without_text(told: Archive, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(published(told.folder, tmp_path, with_text=False)[1])) as connection:
        yield connection


def test_only_what_is_left_is_searched(without_text: sqlite3.Connection) -> None:
    found = "SELECT count(*) FROM revisions_fts WHERE revisions_fts MATCH ?"
    counts = [without_text.execute(found, (word,)).fetchone()[0] for word in ("besançon", "unis", "accord", "pôle")]
    assert counts == [1, 1, 0, 0]
    without_text.execute("INSERT INTO revisions_fts(revisions_fts, rank) VALUES ('integrity-check', 1)")


def test_numbers_stay(without_text: sqlite3.Connection) -> None:
    query = "SELECT headline, word_count, revision_count, year FROM articles"
    assert without_text.execute(query).fetchall() == [("Dijon seule", 14, 2, 2013)]
    assert without_text.execute("SELECT change, words_added FROM revisions").fetchall() == [
        ("first", 0),
        ("silent-edit", 0),
    ]


def test_wordings_that_differ_in_their_text_alone_stay_apart(told: Archive, tmp_path: Path) -> None:
    teaser = {"target_url": URL, "headline": "Unis", "kicker": None}
    for text in ("Hier.", "Demain."):
        told.db.table("teasers").insert({**teaser, "description": text})
    _, target = published(told.folder, tmp_path, with_text=False)
    with closing(sqlite3.connect(target)) as connection:
        found = connection.execute("SELECT description FROM teasers WHERE headline = 'Unis'").fetchall()
        assert found == [(None,), (None,)]


def test_a_copy_is_of_one_moment_while_a_crawl_writes(told: Archive, tmp_path: Path) -> None:
    with told.together():
        archived(told, begin(told), article(url=f"{URL}2/"))
        publication, target = published(told.folder, tmp_path, with_text=True)
    assert (publication.counts["articles"], publication.counts["crawls"]) == (1, 1)
    assert told.holds(f"{URL}2/")
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute(
            "SELECT count(*) FROM revisions_fts WHERE revisions_fts MATCH 'accord'"
        ).fetchone() == (2,)


def test_a_copy_is_one_file_that_says_what_it_is(told: Archive, tmp_path: Path) -> None:
    publication, target = published(told.folder, tmp_path, with_text=False)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    assert (publication.published_at, publication.sites, publication.with_text) == (NOON, ("macommune",), False)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone() > (20,)
        for table, count in publication.counts.items():
            assert connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (count,), table


def test_the_archive_is_as_it_was(told: Archive, tmp_path: Path) -> None:
    before = {table.name: rows(told, table.name) for table in TABLES}
    published(told.folder, tmp_path, with_text=False)
    assert {table.name: rows(told, table.name) for table in TABLES} == before


def test_of_the_options_of_runs_those_that_tell_how_much_was_asked_for_stay(told: Archive, tmp_path: Path) -> None:
    for options in ({"base_url": "http://127.0.0.1:1", "limit": 7}, {"import": "private.warc.gz", "base_url": None}):
        told.begin_crawl("macommune", version="0.1.0", options=options, at=NOON)
    with closing(sqlite3.connect(published(told.folder, tmp_path, with_text=True)[1])) as connection:
        found = [options for (options,) in connection.execute("SELECT options FROM crawls ORDER BY id")]
    assert found == ['{"full":true}', '{"limit":7}', '{"import":true}']


def test_a_copy_is_no_archive(told: Archive, tmp_path: Path) -> None:
    copy = tmp_path / "public"
    copy.mkdir()
    snapshot(told.folder, copy / FILE_NAME, with_text=True, at=NOON)
    for use in (
        lambda: Archive(copy).close(),
        lambda: snapshot(copy, tmp_path / "again.db", with_text=True, at=NOON),
    ):
        with pytest.raises(ArchiveUnusable, match="holds a publication: name the archive"):
            use()
    with Archive.open_existing(copy) as read:
        assert len(read.summary().years) == 1


def test_a_damaged_archive_is_told_of_as_such(told: Archive, tmp_path: Path) -> None:
    told.close()
    file = told.folder / FILE_NAME
    with file.open("r+b") as damaged:
        damaged.seek(4096 * 20)
        damaged.write(b"\xff" * 4096 * 8)
    with pytest.raises(ArchiveUnusable, match=rf"^{file} is damaged"):
        published(told.folder, tmp_path, with_text=True)


FULL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from newsarchive.archive.snapshot import snapshot
from newsarchive.errors import NewsArchiveError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    snapshot(Path(sys.argv[1]), Path(sys.argv[2]), with_text=True, at=datetime.now(UTC))
except NewsArchiveError as error:
    print(f"{type(error).__name__}: {error}")
"""


def test_where_there_is_no_room(told: Archive, tmp_path: Path) -> None:
    """A file may not grow beyond 100 kB, which is less than the empty tables take."""
    command = [sys.executable, "-c", FULL, str(told.folder), str(tmp_path / "copy.db")]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    assert said.stdout.startswith("ArchiveUnwritable: ")
    assert str(tmp_path / "copy.db") in said.stdout
    assert said.stderr == ""
