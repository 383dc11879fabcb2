"""A database made from the WARC files alone is the one that was crawled."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.likeness import differences
from newsarchive.archive import Archive
from newsarchive.crawling.declared import declared
from newsarchive.demo import Replica, running
from newsarchive.errors import ArchiveUnusable
from newsarchive.items import Finding, Problem
from newsarchive.reextraction import rebuild
from tests.crawling.running import crawl, run
from tests.reextraction.simulated import SITE, START, after, count, crawling, story

HTML_ETAG = {"content-type": "text/html", "etag": '"1"'}
GZIPPED = {"content-type": "text/html", "content-encoding": "gzip"}
LISTED = {"date_published": "12 février 2013, à l’aube"}
CHALLENGE = b"<title>Just a moment...</title><script>window._cf_chl_opt = {cvId: '3'};</script>"
TIMEOUT = Problem(stage="fetch", error="DownloadTimeout", message="www.macommune.info did not answer in time.")
FINDING = Finding(monitor="fields", message="date_published is missing on 90 % of pages.")
SITEMAP = "".join(f"<url><loc>{SITE}/titre-{number}/</loc></url>" for number in range(1201))


def weeks(archive: Archive) -> None:
    """All that befalls a site within some weeks."""
    with crawling(archive, START) as first:
        first.answer("/robots.txt", b"User-agent: *", kind="robots", headers={"content-type": "text/plain"})
        first.answer("/sitemap_index.xml", f"<urlset>{SITEMAP}</urlset>".encode(), kind="sitemap")
        first.answer("/feed/", b"no feed at all", kind="feed")
        first.answer("/", b'<a href="/un-titre/">Un titre</a> <a href="/page/2/">2</a>', kind="listing")
        first.answer("/un-titre/", story("Un titre", "Le premier texte de cet article."), headers=HTML_ETAG)
        first.answer("/pris-en-double/", story("Un titre", "Le premier texte de cet article."), seconds=0)
        first.answer("/retire/", story("Retiré bientôt", "Un texte qui sera retiré du site."))
        first.answer("/deplace/", story("Déplacé bientôt", "Un texte qui ira vivre ailleurs."))
        first.answer("/comprime/", gzip.compress(story("Comprimé", "Un texte.")), headers=GZIPPED)
        first.answer("/coupe/", gzip.compress(story("Coupé", "Un texte."))[:-9], headers=GZIPPED)
        first.answer("/vide/", b"")
        first.answer("/en-panne/", b"busy", status=503, again=True)
        first.answer("/en-panne/", b"busy", status=503)
        first.answer("/sans-date/", b"<h1>Sans date</h1><p>Un texte sans date aucune.</p>", listed=LISTED)
        first.answer("/sans-barre", b"", status=301, headers={"location": f"{SITE}/sans-barre/"})
        first.no_answer("/muet/")
        archive.record_problem(first.crawl_id, url=f"{SITE}/muet/", problem=TIMEOUT, at=after(minutes=9))
        archive.ask_to_wait(first.crawl_id, after(hours=1), after(minutes=10))
        archive.ledger.record_findings(first.crawl_id, {"asked": 9}, [FINDING], after(minutes=11))
    with crawling(archive, after(days=1)) as second:
        second.answer("/un-titre/", b"", status=304, headers={})
        second.answer("/pris-en-double/", story("Un titre", "Le second texte.", stamp="14/03/2013 - 10:00"))
        second.answer("/retire/", b"gone", status=404)
        second.answer("/deplace/", b"", status=301, headers={"location": f"{SITE}/arrive/"})
        second.answer("/arrive/", story("Déplacé bientôt", "Un texte qui ira vivre ailleurs."))
        second.answer("/comprime/", CHALLENGE, status=403)
        second.answer("/jamais-vu/", b"nothing", status=404)
        second.answer("/hors-du-site/", b"", status=302, headers={"location": "https://ailleurs.example/"})
    with crawling(archive, after(days=3)) as third:
        third.answer("/retire/", b"gone", status=410)
        third.answer("/un-titre/", story("Un titre", "Le premier texte, sans le dire."))
        third.answer("/arrive/", b"", status=301, headers={"location": f"{SITE}/deplace/"})
    with crawling(archive, after(days=9), full=True) as last:
        last.answer("/retire/", story("Retiré bientôt", "Un texte qui est revenu sur le site."))
        last.answer("/un-titre/", story("Un titre", "Le premier texte de cet article."))


def archive_states(folder: Path) -> set[str]:
    with Archive.open_existing(folder) as archive:
        return {state for (state,) in archive.db.conn.execute("SELECT DISTINCT state FROM urls")}


def rebuilt(source: Path, into: Path, *, workers: int = 1) -> Path:
    followed = rebuild(source, into, declared, workers=workers)
    assert followed.unusable == []
    return into


def test_weeks_of_a_site_are_rebuilt_table_by_table(tmp_path: Path) -> None:
    with Archive(tmp_path / "crawled") as archive:
        weeks(archive)
    into = rebuilt(tmp_path / "crawled", tmp_path / "rebuilt")
    assert list(differences(tmp_path / "crawled", into)) == []
    filled = {
        name: count(into, f"SELECT count(*) FROM {name}") for name in ("captures", "problems", "findings", "urls")
    }
    assert min(filled.values()) > 0
    assert count(into, "SELECT count(*) FROM captures WHERE original_id IS NOT NULL") == 5
    states = archive_states(into)
    assert states == {"pending", "read", "archived", "redirected", "unreadable", "failed", "missing"}
    assert count(into, "SELECT count(*) FROM revisions WHERE change = 'reversion'") == 1


def test_two_processes_that_read_come_to_the_same(tmp_path: Path) -> None:
    with Archive(tmp_path / "crawled") as archive:
        weeks(archive)
    into = rebuilt(tmp_path / "crawled", tmp_path / "rebuilt", workers=2)
    assert list(differences(tmp_path / "crawled", into)) == []


def test_a_real_crawl_is_rebuilt_with_its_edits(tmp_path: Path) -> None:
    replica, crawled = Replica(), tmp_path / "crawled"
    with running(replica) as base_url:
        assert crawl(crawled, base_url, "--full").code == 0
        for _ in range(2):
            replica.publish_round()
            assert crawl(crawled, base_url, "--full").code == 0
    done = run(
        sys.executable, "-m", "newsarchive", "reextract", "--archive", str(crawled), "--into", str(tmp_path / "rebuilt")
    )
    assert done.code == 0, done.err
    assert list(differences(crawled, tmp_path / "rebuilt")) == []
    assert count(tmp_path / "rebuilt", "SELECT count(DISTINCT change) FROM revisions") == 6


def test_without_a_database_nothing_is_lost(tmp_path: Path) -> None:
    with Archive(tmp_path / "crawled") as archive:
        weeks(archive)
    lost = tmp_path / "lost"
    lost.mkdir()
    (tmp_path / "crawled" / "warc").rename(lost / "warc")
    assert list(differences(tmp_path / "crawled", rebuilt(lost, tmp_path / "rebuilt"))) == []


def test_one_that_was_stopped_is_gone_on_with(tmp_path: Path) -> None:
    with Archive(tmp_path / "crawled") as archive:
        weeks(archive)
    for _ in range(4):
        left = iter(range(9))

        def tell(_: object, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rebuild(tmp_path / "crawled", tmp_path / "rebuilt", declared, tell=tell)
    into = rebuilt(tmp_path / "crawled", tmp_path / "rebuilt")
    assert list(differences(tmp_path / "crawled", into)) == []


def test_runs_of_two_sites_come_in_the_order_they_happened(tmp_path: Path) -> None:
    with Archive(tmp_path / "crawled") as archive:
        for day in range(4):
            site = "macommune" if day % 2 else "hebdo25"
            at = after(days=day)
            info = {"ispartof": site, "newsarchive-started-at": at.isoformat(), "newsarchive-version": "1"}
            options = {"newsarchive-options": "{}"}
            archive.begin_crawl(site, version="1", options={}, at=at, warcinfo=info | options)
    into = rebuilt(tmp_path / "crawled", tmp_path / "rebuilt")
    assert list(differences(tmp_path / "crawled", into)) == []
    assert len(list((tmp_path / "crawled" / "warc").iterdir())) == 2


def test_what_is_in_the_way_stays(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnusable, match="no WARC files"):
        rebuild(tmp_path, tmp_path / "rebuilt", declared)
    with Archive(tmp_path / "crawled") as archive, crawling(archive, START):
        pass
    with pytest.raises(ArchiveUnusable, match="in use"):
        rebuild(tmp_path / "crawled", tmp_path / "crawled", declared)
    with Archive(tmp_path / "another"):
        pass
    with pytest.raises(ArchiveUnusable, match="in use"):
        rebuild(tmp_path / "crawled", tmp_path / "another", declared)


def test_from_where_nothing_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(tmp_path / "crawled") as archive, crawling(archive, START) as run_of:
        run_of.answer("/un-titre/", story("Un titre", "Le premier texte de cet article."))
    before = sorted((tmp_path / "crawled").rglob("*"))
    monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path) == tmp_path / "crawled" and mode & os.W_OK))
    assert rebuild(tmp_path / "crawled", tmp_path / "rebuilt", declared).records
    assert sorted((tmp_path / "crawled").rglob("*")) == before


def test_a_location_that_is_no_address_loses_nothing(tmp_path: Path) -> None:
    junk = {"content-type": "text/html", "location": "http://[bad"}
    with Archive(tmp_path / "crawled") as archive, crawling(archive, START) as crawl:
        crawl.answer("/nulle-part/", status=301, headers=junk)
        crawl.answer("/un-titre/", story("Un titre", "Un texte."), headers=junk)
    folder = tmp_path / "crawled"
    assert count(folder, "SELECT count(*) FROM captures WHERE redirect_url IS NULL") == 2
    assert count(folder, "SELECT count(*) FROM articles") == 1
    assert list(differences(folder, rebuilt(folder, tmp_path / "rebuilt"))) == []


def test_what_left_its_payload_to_a_damaged_record_is_told_too(tmp_path: Path) -> None:
    with Archive(tmp_path / "crawled") as archive, crawling(archive, START) as crawl:
        crawl.answer("/un-titre/", story("Un titre", "Un texte."))
        crawl.answer("/pris-en-double/", story("Un titre", "Un texte."))
        first, _ = archive.db.query("SELECT * FROM captures ORDER BY id")
    path = tmp_path / "crawled" / "warc" / first["warc_file"]
    data = bytearray(path.read_bytes())
    data[first["warc_offset"] + first["warc_length"] // 2] ^= 1
    path.write_bytes(data)
    followed = rebuild(tmp_path / "crawled", tmp_path / "rebuilt", declared)
    assert len(followed.unusable) == 2
    assert "the record it leaves its payload to is not there" in followed.unusable[1]
