"""How right we read: no score may fall below its floor; and the bench that says so, in a tiny form."""

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.quality import __main__ as command
from bench.quality import floors, pages, report
from bench.quality.costs import cost_table, too_dear
from bench.quality.reading import OURS, PEERS, Reading, attempt, merged, read
from bench.quality.scores import Score, offered, scores
from bench.quality.tables import behind, errors, score_table, scores_by_tool
from newsarchive.sites import site_names

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _the_corpus(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus's scorer judges all pages: without it nothing here runs."""
    monkeypatch.setenv("NEWSARCHIVE_CORPUS", str(corpus))


def test_no_score_is_below_its_floor() -> None:
    found = list(floors.breaches(floors.load(), floors.measured()))
    if found:
        pytest.fail("\n".join(found), pytrace=False)


# Pages


def test_every_set_has_pages_with_truth() -> None:
    replicas = pages.samples_of("replicas")
    assert {sample.site for sample in replicas} <= set(site_names())
    assert "macommune" in {sample.site for sample in replicas}
    assert len(pages.samples_of("fixtures")) == len(list(pages.FIXTURES.glob("*/*/page.html")))
    assert {sample.site for sample in pages.samples_of("corpus")} == {"generic"}
    names = [sample.id for name in pages.SETS for sample in pages.samples_of(name)]
    assert len(set(names)) == len(names)


def test_a_line_that_the_body_has_too_is_no_unwanted_segment() -> None:
    teasers = [
        {"target_url": "https://a.example/1", "headline": "Le pont rouvre lundi matin", "description": None},
        {"target_url": "https://a.example/2", "headline": "Le marché change de place", "description": "Court"},
    ]
    block = {"text": "À lire : Le pont rouvre lundi matin.", "items": []}
    article: dict[str, Any] = {
        "headline": "Titre",
        "date_published": None,
        "date_modified": None,
        "description": None,
        "authors": [],
    }
    truth = pages.truth_of({**article, "blocks": [block], "teasers": teasers})
    assert truth["without"] == ["Le marché change de place"]
    assert truth["with"] == ["À lire : Le pont rouvre lundi matin."]


# Readings


def test_a_tool_reads_in_a_process_of_its_own() -> None:
    samples = pages.samples_of("fixtures")[:2]
    readings = read(OURS, sys.executable, samples)
    assert list(readings) == [sample.id for sample in samples]
    assert [readings[s.id].found["headline"] for s in samples] == [s.truth["headline"] for s in samples]
    assert all(reading.cpu_ms > 0 and not reading.error for reading in readings.values())


def test_a_tool_that_fails_has_found_nothing() -> None:
    def broken(*_: object) -> dict[str, object]:
        raise LookupError("no title")

    reading = attempt(broken, b"", "", {})
    assert (reading.found, reading.error) == ({}, "LookupError: no title")
    assert list(errors({"theirs": {"a": reading}})) == ["theirs failed on 1 pages, first with LookupError: no title"]


def test_rounds_give_each_page_its_median_time() -> None:
    rounds = [{"a": Reading(found={"headline": "A"}, cpu_ms=ms)} for ms in (9.0, 1.0, 2.0)]
    assert merged(rounds) == {"a": Reading(found={"headline": "A"}, cpu_ms=2.0)}


# Scores


def sample(name: str, **truth: object) -> pages.Sample:
    return pages.Sample(id=name, site="generic", url=f"https://a.example/{name}", html=b"", truth=truth)


def test_items_and_teasers_are_scored_by_precision_and_recall() -> None:
    samples = [sample("a", list_items=["un", "deux"], teasers=[("/1", "Un")]), sample("b", list_items=[], teasers=[])]
    found: dict[str, dict[str, Any]] = {
        "a": {"list_items": ["un", "trois"], "teasers": [["/1", "Un"]]},
        "b": {"list_items": ["un"]},
    }
    assert scores(samples, found) == {
        "list-precision": Score(0.25, 2),
        "list-recall": Score(0.5, 1),
        "teaser-precision": Score(1.0, 1),
        "teaser-recall": Score(1.0, 1),
    }


def readings_of(**headlines: str) -> dict[str, Reading]:
    return {name: Reading(found={"headline": text}, cpu_ms=5.0) for name, text in headlines.items()}


def test_a_table_marks_the_best_and_what_is_not_offered() -> None:
    samples = [sample("a", headline="Un", authors=["Ève"]), sample("b", headline="Deux", authors=["Ève"])]
    ours = readings_of(a="Un", b="Non")
    ours["a"] = Reading(found={"headline": "Un", "authors": ["Ève"]}, cpu_ms=5.0)
    by_tool = scores_by_tool(samples, {OURS: ours, "theirs": readings_of(a="Un", b="Deux")})
    assert score_table(by_tool, targets=True).splitlines()[2:] == [
        "| headline, exact | 2 | 0.500 | **1.000** | 0.97 |",
        "| authors, mean F1 | 2 | **0.500** | – | 0.85 |",
    ]
    assert list(behind(by_tool)) == ["headline, exact: 0.500, behind theirs 1.000"]


def test_offered_is_what_a_tool_finds_anywhere() -> None:
    found = [{"date_published": "2026-03-01"}, {"date_published": "2026-03-01T12:00"}]
    assert offered(found[:1]) == {"published-day"}
    assert offered(found) == {"published-day", "published-clock"}


# The page


def run_of_fixtures() -> report.Run:
    samples = {
        name: pages.samples_of("fixtures") if name == "fixtures" else pages.samples_of(name)[:2] for name in pages.SETS
    }
    every = [page for of_set in samples.values() for page in of_set]
    ours = {s.id: Reading(found={"headline": s.truth.get("headline")}, cpu_ms=10.0) for s in every}
    theirs = {s.id: Reading(found={"headline": "Autre"}, cpu_ms=15.0) for s in every}
    readings = {OURS: ours, **dict.fromkeys(PEERS, theirs)}
    dates = {OURS: dict.fromkeys(report.DATE_CLASSES, (1, 2)), "dateparser": dict.fromkeys(report.DATE_CLASSES, (2, 2))}
    return report.Run(at=AT, rounds=1, versions={"htmldate": "1"}, samples=samples, readings=readings, dates=dates)


def test_the_page_follows_from_the_readings() -> None:
    run = run_of_fixtures()
    text = report.render(run)
    assert text.startswith("<!-- Written by `make bench-quality`")
    assert "Measured 2026-03-01 with newsarchive" in text
    assert "| headline, exact | 2 | **1.000** | 0.000 | 0.000 | 0.000 | 0.000 | 0.97 |" in text
    assert "| absolute | 2 | 0.500 | 1.000 | 0.97 |" in text
    assert "- date texts: absolute: 0.500, target 0.97." in text
    assert "- date texts: absolute: 1 of 2, behind dateparser 2." in text
    assert "10.0 / 10.0 | 15.0 / 15.0" in cost_table(run.pages, run.readings)
    assert "- CPU time: generic: 0.67 of trafilatura's, target 0.50." in text
    assert len(list(too_dear(run.pages, run.readings))) == len({sample.site for sample in run.pages})
    assert not [sample.truth["headline"] for sample in run.samples["corpus"] if sample.truth["headline"] in text]


def test_floors_are_raised_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.toml")
    monkeypatch.setattr(floors, "measured", lambda: {"corpus": {"headline": 0.9876}})
    monkeypatch.setattr(sys, "argv", ["quality", "--raise-floors", "--reason", "measured first"])
    assert command.main() == 0
    written = tomllib.loads((tmp_path / "floors.toml").read_text("utf-8"))
    assert written == {"corpus": {"headline": {"floor": 0.988, "reason": "measured first"}}}


def test_without_a_corpus_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSARCHIVE_CORPUS", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["quality", "--peers", sys.executable])
    monkeypatch.setattr(command, "PAGE", tmp_path / "quality.md")
    assert command.main() == 0
    assert "NEWSARCHIVE_CORPUS" in capsys.readouterr().err
    assert not (tmp_path / "quality.md").exists()
