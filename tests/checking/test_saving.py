"""What --save keeps: fixtures that load and say what was read, with everything else beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.cli.main import main
from newsarchive.demo import SmallReplica, running
from newsarchive.proposal.fixture import FIELDS
from tests import test_fixtures
from tests.checking.sites import checked, whole
from tests.crawling.running import Reply


def test_saved_pages_are_fixtures_that_wait_for_review(tmp_path: Path) -> None:
    assessment, _ = checked(whole(), save=tmp_path)
    folder = tmp_path / "macommune"
    assert {path.name for path in folder.iterdir()} == {
        "front-page-1.html",
        *(f"feed-{number}.xml" for number in range(1, 5)),
        "sitemap-1.xml",
        "listing-1.html",
        "page-2-1.html",
        "report.json",
        "un-pont-rouvre",
        "une-piste-ouvre",
        "une-ecole-ferme",
    }
    for sample, _, article in assessment.contact.read:
        case = folder / sample.choice.identity.strip("/").rpartition("/")[2]
        assert (case / "page.html").read_bytes() == sample.answer.body
        truth = json.loads((case / "article.json").read_text("utf-8"))
        assert truth["reviewed"] is False
        assert (truth["url"], truth["headline"]) == (article.url, article.headline)
        assert {name: truth[name] for name in FIELDS} == test_fixtures.found(case)
    assert json.loads((folder / "report.json").read_text("utf-8")) == json.loads(json.dumps(assessment.as_json()))


def test_dates_of_listings_are_saved_with_the_page(tmp_path: Path) -> None:
    with running(SmallReplica("pleinair")) as base_url:
        options = ["--base-url", base_url, "--delay", "0", "--save", str(tmp_path)]
        assert main(["check", "pleinair", *options]) == 0
    cases = [path.parent for path in tmp_path.glob("pleinair/*/page.html")]
    assert len(cases) == 3
    for case in cases:
        truth = json.loads((case / "article.json").read_text("utf-8"))
        assert truth["listed"]["date_published"] == truth["date_published_raw"]
        assert {name: truth[name] for name in FIELDS} == test_fixtures.found(case)


def test_a_page_nothing_was_read_from_is_saved_too(tmp_path: Path) -> None:
    page = b"<html><body><h1>Page introuvable</h1><p>Rien ici.</p></body></html>"
    checked({**whole(), "/un-pont-rouvre/": page, "/robots.txt": b"User-agent: *\n"}, save=tmp_path)
    case = tmp_path / "macommune" / "un-pont-rouvre"
    assert (case / "page.html").read_bytes() == page
    truth = json.loads((case / "article.json").read_text("utf-8"))
    assert truth.pop("fetched_at")
    assert truth == {"reviewed": False, "url": "https://www.macommune.info/un-pont-rouvre/"}
    assert (tmp_path / "macommune" / "robots.txt").read_bytes() == b"User-agent: *\n"


def test_a_refusal_is_saved_as_well(tmp_path: Path) -> None:
    checked({"/": Reply(status=403, body=b"<html>Non</html>")}, save=tmp_path)
    assert (tmp_path / "macommune" / "front-page-1.html").read_bytes() == b"<html>Non</html>"
    assert json.loads((tmp_path / "macommune" / "report.json").read_text("utf-8"))["exit_code"] == 5


def test_what_is_there_already_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "macommune").mkdir()
    (tmp_path / "macommune" / "notes.txt").write_text("weeks of work")
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "file"):
        assert main(["check", "macommune", "--base-url", "http://127.0.0.1:1", "--save", str(folder)]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
    assert [path.name for path in (tmp_path / "macommune").iterdir()] == ["notes.txt"]
