"""Each question in a tiny form: that it asks what it says, not how fast anything is."""

import re
import sqlite3
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from bench import __main__ as runner
from bench import capture, crawl, dates, extraction, real_pages, reextraction, startup
from bench.measure import Skipped, Table
from bench.serve import HeavyReplica, filled
from newsarchive import parse_date
from newsarchive.dates import PARIS


def test_both_date_parsers_are_given_texts_that_name_one_moment() -> None:
    for text, moment in dates.texts(40, datetime(2013, 3, 12, 10, 5, tzinfo=PARIS)):
        found = parse_date(text)
        assert found == (moment if isinstance(found, datetime) else moment.date()), text
        assert isinstance(found, date)


def test_dates() -> None:
    measure = dates.measure(rounds=1, count=4)
    assert measure.ours > 0
    assert measure.ratio == measure.ours / measure.theirs
    assert measure.met == (measure.ratio <= 1 / 200)


def test_startup() -> None:
    measure = startup.measure(rounds=1)
    assert 0 < measure.ours < measure.theirs
    assert measure.met == (measure.ours <= startup.LIMIT)


def test_extraction() -> None:
    pages = extraction.replica_pages(3)
    assert len({page.url for page in pages}) == 3
    assert all(page.status == 200 and len(page.body) > 20_000 for page in pages)
    measure = extraction.measure(rounds=1, count=3)
    assert measure.ours > 0
    assert measure.note.startswith("3 pages")


def test_the_bare_crawl_asks_for_what_ours_asked_for(tmp_path: Path) -> None:
    measure = crawl.measure(tmp_path, rounds=1, articles=90)
    assert measure.ours > measure.theirs > 0
    addresses = (tmp_path / "addresses").read_text("utf-8").split()
    assert measure.note.startswith(f"{len(addresses)} requests each")
    database = sqlite3.connect(tmp_path / "archive-0/newsarchive.db")
    (articles,) = database.execute("select count(*) from articles").fetchone()
    database.close()
    assert len(addresses) > articles >= 80


def test_heavy_pages_weigh_what_they_should() -> None:
    heavy, plain = HeavyReplica(90, capture.WEIGHT), HeavyReplica(90, 0)
    for path in ("/", *(address.removeprefix(heavy.home) for address in list(heavy.truth())[:3])):
        assert len(heavy.serve(path).answer.body) == capture.WEIGHT
        assert len(plain.serve(path).answer.body) < capture.WEIGHT
    assert heavy.serve("/robots.txt").answer == plain.serve("/robots.txt").answer
    assert filled(b"<body></body>", 60) == filled(b"<body></body>", 60)


def test_capture(tmp_path: Path) -> None:
    measure = capture.measure(tmp_path, rounds=1, articles=90)
    assert measure.ours > 0
    assert measure.theirs > 0
    archives = {path.name: set(crawl.fetched(path)) for path in tmp_path.iterdir()}
    assert set(archives) == {"with-0", "without-0"}
    assert len(archives["with-0"]) > 80
    assert archives["with-0"] == archives["without-0"]
    assert list((tmp_path / "with-0/warc").glob("*.warc.gz"))
    assert not list((tmp_path / "without-0").glob("warc/*.warc.gz"))


def test_reextraction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reextraction, "FEW", 90)
    two = reextraction.workers(tmp_path, rounds=1, articles=90)
    assert two.ours > 0
    assert two.met == (two.ratio >= reextraction.FASTER)
    other = reextraction.pace(tmp_path, rounds=1, articles=90)
    assert other.ours > other.theirs > 0
    assert reextraction.memory(tmp_path, articles=90).ratio == pytest.approx(1, abs=0.1)
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \|$", reextraction.sizes(tmp_path, articles=90).text, re.M)
    weights = {name: float(kilobytes) for name, kilobytes in rows}
    assert weights["raw pages"] >= 61
    assert weights["raw pages, gzip"] < weights["WARC files, all exchanges"] < weights["raw pages"]


def test_real_pages(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSARCHIVE_CORPUS", str(corpus))
    monkeypatch.setattr(real_pages, "TOOLS", ("newsarchive",))
    table = real_pages.pages(Path(sys.executable), limit=2)
    assert isinstance(table, Table)
    assert (table.met, table.note) == (True, "")
    assert "| headline, exact | 2 | **1.000** |" in table.text


def test_real_date_texts(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSARCHIVE_CORPUS", str(corpus))
    table = real_pages.dates()
    assert isinstance(table, Table)
    assert re.search(r"^\| all \| [01]\.\d{3} \| 0\.\d{3} \|$", table.text, re.M)


def test_without_a_corpus_the_question_is_skipped_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSARCHIVE_CORPUS", str(tmp_path))
    for answer in (real_pages.pages(None), real_pages.dates()):
        assert isinstance(answer, Skipped)
        assert "NEWSARCHIVE_CORPUS" in answer.reason


def test_the_report_is_printed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "startup", "--rounds", "1"])
    assert runner.main() == 0
    printed = capsys.readouterr().out
    assert "| newsarchive --help | CPU s |" in printed
    assert [path.read_text("utf-8") for path in (tmp_path / "results").iterdir()] == [printed]
