"""One article, stored once: each table, row by row and field by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pytest

from newsarchive import __version__
from newsarchive.archive import Archive, blocks_from_json
from newsarchive.archive.schema import TABLES
from newsarchive.items import Change, ChangeKind, Finding, Version
from tests.archive.making import BLOCKS, BODY, NOON, TARGET, URL, article, begin, rows

SEEN = "2026-02-06T12:00:30+00:00"
STATE = {
    "page_type": "article",
    "headline": "Besançon et Dijon unis",
    "kicker": "VIDÉO",
    "description": "Un pôle est né.",
    "description_raw": "VIDÉO • Un pôle est né.",
    "section": "Politique",
    "authors": '["Élodie","D. P."]',
    "date_published": "2013-03-12T17:32:00+01:00",
    "date_published_raw": "Publié le 12/03/2013 - 17:32",
    "date_modified": "2013-03-13T11:59:00+01:00",
    "date_modified_raw": "Mis à jour le 13/03/2013 - 11:59",
    "event_dates": "Du 1 au 31 mars 2013",
    "event_place": "Hôtel de ville",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl_id = begin(archive)
        archive.store(Version(article=article(), change=Change(kind=ChangeKind.FIRST)), crawl_id)
        found = [Finding(monitor="fields", message="tags was found on 0 of 1 pages.")]
        archive.ledger.record_findings(crawl_id, {"fresh pages": 1, "failed": 0}, found, NOON)
        yield archive


def test_articles(archive: Archive) -> None:
    assert rows(archive, "articles") == [
        {
            "id": 1,
            "key": article().key,
            "url": URL,
            "site": "macommune",
            **STATE,
            "word_count": 14,
            "revision_count": 1,
            "current_revision_id": 1,
            "status": "live",
            "first_seen_at": SEEN,
            "last_seen_at": SEEN,
            "gone_at": None,
            "redirect_url": None,
            "redirect_article_id": None,
            "year": 2013,
            "month": "2013-03",
        }
    ]


def test_revisions(archive: Archive) -> None:
    (row,) = rows(archive, "revisions")
    body = row["article_body"]
    assert body == "pôle métropolitain\n\nInfo +\n\n- Besançon\n  - Planoise\n- Dijon\n\nLes élus sont d’accord."
    assert blocks_from_json(body, row.pop("blocks")) == BLOCKS
    assert json.loads(row.pop("provenance")) == {
        "headline": {"rule": "h1", "value": "Besançon", "lost": [["og:title", "Dijon"], ["json", None]]}
    }
    assert row == {
        "id": 1,
        "article_id": 1,
        "number": 1,
        "stamp": "20260206120030",
        "change": "first",
        "first_seen_at": SEEN,
        "last_seen_at": SEEN,
        "words_added": 0,
        "words_removed": 0,
        "content_sha256": article().content_sha256,
        "capture_id": 1,
        "extractor_version": __version__,
        **STATE,
        "article_body": body,
    }


def test_captures(archive: Archive) -> None:
    (row,) = rows(archive, "captures")
    assert row == {
        "id": 1,
        "crawl_id": 1,
        "url": URL,
        "canonical_url": URL,
        "article_id": 1,
        "fetched_at": SEEN,
        "status": 200,
        "mime": "text/html",
        "etag": '"v1"',
        "last_modified": "Fri, 06 Feb 2026",
        "redirect_url": None,
        "payload_sha256": hashlib.sha256(BODY).hexdigest(),
        "payload_size": len(BODY),
        "warc_file": None,
        "warc_offset": None,
        "warc_length": None,
        "kind": "article",
        "digest": None,
        "original_id": None,
    }


def test_list_items(archive: Archive) -> None:
    assert [tuple(row.values()) for row in rows(archive, "list_items", order="2, 3")] == [
        (1, 1, 1, 0, 0, "Besançon"),
        (1, 1, 2, 1, 1, "Planoise"),
        (1, 1, 3, 0, 0, "Dijon"),
    ]


def test_images(archive: Archive) -> None:
    assert [tuple(row.values()) for row in rows(archive, "images")] == [
        (1, 1, "https://i.example/1.jpg", "Mairie", "La mairie", "DR")
    ]


def test_links(archive: Archive) -> None:
    assert [tuple(row.values()) for row in rows(archive, "links")] == [(1, 1, TARGET, "le budget", None)]


def test_tags(archive: Archive) -> None:
    query = "SELECT article_id, name FROM article_tags JOIN tags ON tags.id = tag_id ORDER BY name"
    assert archive.db.execute(query).fetchall() == [(1, "Dijon"), (1, "élus")]


def test_teasers_and_sightings(archive: Archive) -> None:
    assert [tuple(row.values()) for row in rows(archive, "teasers")] == [
        (1, TARGET, None, "Budget voté", "VIDÉO", "Hier."),
        (2, "https://ailleurs.example/x", None, "Ailleurs", None, None),
    ]
    assert [tuple(row.values()) for row in rows(archive, "teaser_sightings")] == [
        (1, 1, 1, "Economie", 1, SEEN, SEEN, 1),
        (2, 2, 1, None, 2, SEEN, SEEN, 1),
    ]


def test_urls(archive: Archive) -> None:
    (visited,) = rows(archive, "urls")
    assert visited == {
        "url": URL,
        "article_id": 1,
        "kind": "article",
        "discovered_at": SEEN,
        "discovered_via": "manual",
        "discovered_from": None,
        "lastmod": None,
        "date_listed": None,
        "last_visited_at": SEEN,
        "next_visit_at": visited["next_visit_at"],
        "visits": 1,
        "unchanged_visits": 0,
        "last_status": 200,
        "site": "macommune",
        "state": "archived",
        "lastmod_at": None,
        "redirect_url": None,
        "missing_since": None,
        "failed_visits": 0,
        "last_crawl_id": 1,
    }
    assert visited["next_visit_at"] > "2026-06"


def test_problems(archive: Archive) -> None:
    assert [tuple(row.values()) for row in rows(archive, "problems")] == [
        (1, 1, URL, 1, "normalise", "DatesDisagree", "og says 2014", SEEN)
    ]


def test_crawls(archive: Archive) -> None:
    (row,) = rows(archive, "crawls")
    assert (row["site"], row["version"], row["options"], row["started_at"]) == (
        "macommune",
        "0.1.0",
        '{"full":true}',
        SEEN,
    )
    assert row["first_versions"] == 1
    assert row["finished_at"] is None
    counts = archive.crawl_counts(1)
    assert counts.pop("first") == 1
    assert set(counts.values()) == {0}
    assert set(counts) == {
        *(set(ChangeKind) - {ChangeKind.FIRST}),
        *("gone", "redirected", "failed", "discovered", "requests", "responses", "not_modified", "bytes"),
    }


def test_current_articles(archive: Archive) -> None:
    (row,) = rows(archive, "current_articles")
    assert row["article_body"] == rows(archive, "revisions")[0]["article_body"]
    assert row["headline"] == STATE["headline"]


def test_every_table_has_a_row_but_those_of_comments_and_warc_files(archive: Archive) -> None:
    assert [table.name for table in TABLES if not rows(archive, table.name)] == ["warc_files", "comments"]


@pytest.mark.parametrize("words", ["metropolitain", "accord", "elus", "ne", "dijon", "video", '"est ne"'])
def test_full_text(archive: Archive, words: str) -> None:
    query = "SELECT rowid FROM revisions_fts WHERE revisions_fts MATCH ?"
    assert archive.db.execute(query, [words]).fetchall() == [(1,)]


def test_the_file_is_sound(archive: Archive) -> None:
    assert archive.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert archive.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert archive.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
