"""Captures that others made take their place in history, as if a crawl had made them at their time."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.likeness import differences
from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.demo import Replica, running
from newsarchive.importing import Imported, import_files
from newsarchive.items import Exchange, Page
from newsarchive.reextraction import rebuild, reextract
from newsarchive.verification import verify
from newsarchive.warc import Record, WarcWriter, records
from tests.crawling.running import crawl, run
from tests.reextraction.simulated import SITE, START, after, crawling, read_there, story
from tests.reextraction.test_reextract import differing

FIRST, SECOND, THIRD = "Le premier texte.", "Le deuxième texte.", "Le troisième texte."
HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: %b\r\n%b\r\n"


def captured(
    path: str, body: bytes, at: datetime, *, status: int = 200, mime: bytes = b"text/html", more: bytes = b""
) -> Page:
    """What another tool captured."""
    url = path if path.startswith("http") else f"{SITE}{path}"
    exchange = Exchange(request_head=b"GET / HTTP/1.1\r\n\r\n", response_head=HEAD % (status, mime, more), payload=body)
    return Page(url=url, final_url=url, fetched_at=at, status=status, body=body, site="macommune", exchange=exchange)


def written(folder: Path, *pages: Page) -> Path:
    """A WARC file of another tool's, as far as we can tell."""
    writer = WarcWriter(folder, "other", START, {"software": "another tool"})
    for page in pages:
        writer.write_exchange(page, {})
    writer.close()
    return folder / writer.end[0]


def taken(archive: Archive, *paths: Path, sites: Sequence[str] = ("macommune",)) -> Imported:
    return import_files(archive, paths, declared, sites=sites)


def text(body: str, stamp: str = "13/03/2013 - 11:59") -> bytes:
    return story("Un titre", body, stamp=stamp)


def history(archive: Archive) -> list[tuple[Any, ...]]:
    rows = archive.db.conn.execute(
        "SELECT number, stamp, change, first_seen_at, last_seen_at FROM revisions ORDER BY article_id, number"
    )
    return rows.fetchall()


class TestHistory:
    """An archive that was crawled on some days, and captures of days between and before."""

    @pytest.fixture
    def crawled(self, tmp_path: Path) -> Path:
        with Archive(tmp_path / "crawled") as archive:
            for day, body in ((10, SECOND), (20, THIRD)):
                with crawling(archive, after(days=day), full=True) as visit:
                    visit.answer("/un-titre/", text(body), seconds=0)
        return tmp_path / "crawled"

    @pytest.fixture
    def others(self, tmp_path: Path) -> Path:
        return written(
            tmp_path / "others",
            captured("/un-titre/", text(SECOND), after(days=15)),
            captured("/un-titre/", text(FIRST), after(days=1)),
            captured("/un-titre/", text(FIRST), after(days=30)),
            captured("/seul/", story("Seul", FIRST), after(days=2)),
        )

    def test_it_is_that_of_a_crawl_on_all_those_days(self, tmp_path: Path, crawled: Path, others: Path) -> None:
        with Archive(tmp_path / "fresh") as archive:
            visits = [(1, FIRST), (2, ""), (10, SECOND), (15, SECOND), (20, THIRD), (30, FIRST)]
            for day, body in visits:
                with crawling(archive, after(days=day), full=True) as visit:
                    page = text(body) if body else story("Seul", FIRST)
                    visit.answer("/un-titre/" if body else "/seul/", page, seconds=0)
            expected = read_there(archive)
        with Archive(crawled) as archive:
            imported = taken(archive, others)
            found = read_there(archive)
        assert (imported.taken, imported.articles, imported.versions) == (4, 2, 3)
        ours = {name: without_ids(rows) for name, rows in found.items()}
        theirs = {name: without_ids(rows) for name, rows in expected.items()}
        assert differing(ours, theirs) == []
        assert [row["change"] for row in found["revisions"] if row["url"].endswith("/un-titre/")] == [
            "first",
            "silent-edit",
            "silent-edit",
            "reversion",
        ]
        discovered = {row["url"]: (row["discovered_at"], row["discovered_via"]) for row in found["urls"]}
        assert discovered[f"{SITE}/un-titre/"] == (after(days=1).isoformat(), "import")

    def test_who_captured_them_is_not_said_to_be_us(self, crawled: Path, others: Path) -> None:
        with Archive(crawled) as archive:
            taken(archive, others)
        ids = {each.headers["warc-record-id"] for each in records(others) if isinstance(each, Record)}
        (path,) = [path for path in (crawled / "warc").iterdir() if b"import" in info_of(path)]
        assert b"robots:" not in info_of(path)
        assert b"operator:" not in info_of(path)
        taken_in = [each for each in records(path) if isinstance(each, Record) and "newsarchive-source" in each.headers]
        assert len(taken_in) == 4
        assert {each.headers["newsarchive-source"] for each in taken_in} < ids

    def test_names_stay_and_numbers_move(self, crawled: Path, others: Path) -> None:
        with Archive(crawled) as archive:
            before = {(key, stamp) for key, stamp in names(archive)}
            taken(archive, others)
            assert before < {(key, stamp) for key, stamp in names(archive)}
            assert [row[0] for row in history(archive)] == [1, 2, 3, 4, 1]

    def test_a_second_time_nothing_happens(self, crawled: Path, others: Path) -> None:
        with Archive(crawled) as archive:
            taken(archive, others)
            once = read_there(archive), list(archive.db.query("SELECT * FROM crawls")), sizes(crawled)
            again = taken(archive, others)
            assert (read_there(archive), list(archive.db.query("SELECT * FROM crawls")), sizes(crawled)) == once
        assert (again.taken, again.known, again.articles, again.versions) == (0, 4, 0, 0)

    def test_one_that_was_cut_off_is_gone_on_with(self, tmp_path: Path, crawled: Path, others: Path) -> None:
        def cut(imported: Imported) -> None:
            if imported.taken == 3:
                raise KeyboardInterrupt

        with Archive(crawled) as archive:
            with pytest.raises(KeyboardInterrupt):
                import_files(archive, [others], declared, sites=["macommune"], tell=cut)
            assert len(history(archive)) == 2
        with Archive(crawled) as archive:
            imported = taken(archive, others)
            assert (imported.taken, imported.known) == (1, 3)
            assert len(history(archive)) == 5
        rebuild(crawled, tmp_path / "rebuilt", declared)
        assert list(differences(crawled, tmp_path / "rebuilt")) == []

    def test_it_can_be_rebuilt_and_read_again(self, tmp_path: Path, crawled: Path, others: Path) -> None:
        with Archive(crawled) as archive:
            taken(archive, others)
            with crawling(archive, datetime.now(UTC).replace(microsecond=0), full=True) as visit:
                visit.answer("/un-titre/", text(THIRD))
                visit.answer("/seul/", b"", status=404)
            assert reextract(archive, declared).changed == 0
        rebuild(crawled, tmp_path / "rebuilt", declared)
        assert list(differences(crawled, tmp_path / "rebuilt")) == []

    def test_what_is_gone_stays_gone(self, crawled: Path, others: Path) -> None:
        with Archive(crawled) as archive:
            with crawling(archive, after(days=40), full=True) as visit:
                visit.answer("/un-titre/", b"", status=404)
            taken(archive, others)
            (article,) = archive.db.query("SELECT status, gone_at FROM articles WHERE url LIKE '%/un-titre/'")
        assert article == {"status": "gone", "gone_at": after(days=40, seconds=1).isoformat()}


def test_a_body_that_came_packed_is_told_of_as_it_is_unpacked(tmp_path: Path) -> None:
    coding, body = b"Content-Encoding: gzip\r\n", text(FIRST)
    path = written(
        tmp_path / "other",
        captured("/un-titre/", gzip.compress(body), START, more=coding),
        captured("/coupe/", gzip.compress(body)[:-9], START, more=coding),
    )
    with Archive(tmp_path / "archive") as archive:
        assert taken(archive, path).articles == 1
        sizes = archive.db.conn.execute("SELECT payload_size FROM captures ORDER BY id").fetchall()
    assert sizes == [(len(body),), (len(gzip.compress(body)) - 9,)]
    assert verify(tmp_path / "archive").faults == []
    rebuild(tmp_path / "archive", tmp_path / "rebuilt", declared)
    assert list(differences(tmp_path / "archive", tmp_path / "rebuilt")) == []


def test_a_date_that_cannot_be_is_none(tmp_path: Path) -> None:
    dates = [datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC), START]
    path = written(tmp_path / "other", *(captured("/un-titre/", text(FIRST), at) for at in dates))
    with Archive(tmp_path / "archive") as archive:
        imported = taken(archive, path)
    assert (imported.taken, imported.skipped["impossible date"]) == (1, 2)


def test_only_what_is_of_the_site_is_taken_and_the_rest_counted(tmp_path: Path) -> None:
    revisit = captured("/un-titre/", text(FIRST), after(days=2))
    file = written(
        tmp_path / "others",
        captured("https://ailleurs.example/a/", text(FIRST), after(days=1)),
        captured("/robots.txt", b"User-agent: *", after(days=1), mime=b"text/plain"),
        captured("/wp-content/photo.jpg", b"\xff\xd8", after(days=1), mime=b"image/jpeg"),
        captured("/un-titre/", text(FIRST), after(days=1)),
        captured("/ancien/", b"", after(days=1), status=404),
        replace(revisit, url=f"{SITE}/un-titre/"),
    )
    with Archive(tmp_path / "archive") as archive:
        imported = taken(archive, file, sites=("pleinair", "macommune"))
        kinds = dict(archive.db.conn.execute("SELECT kind, count(*) FROM captures GROUP BY 1").fetchall())
        assert list(archive.db.query("SELECT status FROM articles")) == [{"status": "live"}]
    assert kinds == {"robots": 1, "requisite": 1, "article": 3}
    assert (imported.taken, imported.skipped["other site"], imported.versions) == (5, 1, 1)


def test_what_wget_captured_of_the_replica_is_taken_in(tmp_path: Path) -> None:
    replica, folder = Replica(), tmp_path / "archive"
    with running(replica) as base_url:
        before = replica.truth()
        urls = [f"{base_url}{url.removeprefix(replica.home)}" for url in list(before)[:25]]
        (tmp_path / "urls").write_text("\n".join([f"{base_url}/", *urls]))
        command = ["wget", "-q", "-i", "urls", "--warc-file=wget", "-O", "wget.html"]
        subprocess.run(command, cwd=tmp_path, check=False, timeout=60)
        edited = {url for _ in range(2) for url, kind in replica.publish_round().changes.items() if kind == "update"}
        assert crawl(folder, base_url, "--quiet").code == 0
        of_the_mirror = ("--archive", str(folder), "--site", "macommune", "--base-url", base_url)
        command = [sys.executable, "-m", "newsarchive", "import-warc", str(tmp_path / "wget.warc.gz"), *of_the_mirror]
        done = run(*command, "--json")
        again = run(*command)
    assert done.code == 0, done.err
    counts = json.loads(done.out)
    assert (counts["taken"], counts["left"], counts["versions"]) == (26, [], 25)
    assert again.out.startswith("0 captures taken, 26 were known already: 0 articles begin there, and 0 versions.")
    with Archive.open_existing(folder) as archive:
        told = dict(archive.db.conn.execute("SELECT url, revision_count FROM articles").fetchall())
        versions = "FROM revisions JOIN articles ON articles.id = article_id WHERE number = 1"
        heads = dict(archive.db.conn.execute(f"SELECT url, revisions.headline {versions}").fetchall())
    first = list(before)[:25]
    assert all(told[url] >= 2 for url in edited & set(first))
    assert all(heads[url] == before[url].headline for url in first)
    rebuild(folder, tmp_path / "rebuilt", declared)
    assert list(differences(folder, tmp_path / "rebuilt")) == []


def test_a_file_that_is_none_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html>")
    command = (sys.executable, "-m", "newsarchive", "import-warc", "--archive", str(tmp_path / "archive"))
    for name in ("page.html", "missing.warc.gz"):
        done = run(*command, str(tmp_path / name))
        assert done.code != 0
        assert done.err.count("\n") == 1
        assert name in done.err
    done = run(*command, str(tmp_path / "page.html"), "--base-url", "http://127.0.0.1:9")
    assert (done.code, done.err.count("--site")) == (2, 1)


def without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without what numbers captures and runs."""
    numbers = {"id", "capture_id", "first_capture_id", "crawl_id", "last_crawl_id"}
    return [{name: value for name, value in row.items() if name not in numbers} for row in rows]


def names(archive: Archive) -> list[tuple[str, str]]:
    found = archive.db.conn.execute("SELECT key, stamp FROM revisions JOIN articles ON articles.id = article_id")
    return found.fetchall()


def info_of(path: Path) -> bytes:
    return b"".join(each.block for each in records(path) if isinstance(each, Record) and each.type == "warcinfo")


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in (folder / "warc").iterdir()}
