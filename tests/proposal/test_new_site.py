"""new-site as it is used: saved pages of undeclared sites, into a copy of the project, up to a passing test."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsarchive.cli.main import main
from newsarchive.demo import ArticleTruth, SmallReplica
from tests.crawling.running import ROOT, Run, run

HOSTS = {"hebdo25": ("hebdo25.net", "combes.example"), "pleinair": ("pleinair.net", "valdoubs.example")}
"""The replica whose pages are saved, its host, and that of the made-up site they are given to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A site that new-site has added to a copy of the project."""

    checkout: Path
    name: str
    run: Run
    truths: dict[str, ArticleTruth]
    """Headline to truth of each page."""

    def articles(self) -> list[Path]:
        return sorted(self.checkout.glob(f"tests/fixtures/{self.name}/*/article.json"))

    def test(self) -> Run:
        command = (
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "tests/test_fixtures.py",
            "-k",
            f"{self.name}/",
        )
        return run(*command, cwd=self.checkout)


def copy_of_the_project(folder: Path) -> Path:
    for part in ("newsarchive", "spiders"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests/fixtures").mkdir(parents=True)
    for name in ("tests/test_fixtures.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def save_pages(replica: SmallReplica, truths: Sequence[ArticleTruth], host: tuple[str, str], folder: Path) -> list[str]:
    for number, truth in enumerate(truths):
        body = replica.serve(urlsplit(truth.url).path).answer.body
        (folder / f"{number}.html").write_bytes(body.replace(host[0].encode(), host[1].encode()))
    return [str(folder / f"{number}.html") for number in range(len(truths))]


@pytest.fixture(scope="module", params=HOSTS)
def added(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Added:
    folder = tmp_path_factory.mktemp(request.param)
    checkout = copy_of_the_project(folder / "checkout")
    host = HOSTS[request.param]
    replica = SmallReplica(request.param)
    truths = list(replica.truth().values())[2:6]
    files = save_pages(replica, truths, host, folder)
    done = run(sys.executable, "-m", "newsarchive", "new-site", *files, "--into", str(checkout))
    assert done.code == 0, done.err
    name = host[1].split(".")[0]
    return Added(checkout=checkout, name=name, run=done, truths={truth.headline: truth for truth in truths})


def test_what_is_written_is_clean(added: Added) -> None:
    files = (f"newsarchive/sites/{added.name}.py", f"spiders/{added.name}.py")
    ruff = Path(sys.executable).parent / "ruff"
    for command in ((ruff, "check"), (ruff, "format", "--check")):
        done = run(*map(str, command), *files, cwd=added.checkout)
        assert done.code == 0, done.out + (added.checkout / files[0]).read_text("utf-8")
    site = (added.checkout / files[0]).read_text("utf-8")
    assert len(site.splitlines()) <= 70


def test_the_pages_are_read_as_they_mean(added: Added) -> None:
    found = [json.loads(path.read_text("utf-8")) for path in added.articles()]
    assert {article["headline"] for article in found} == set(added.truths)
    old, new = HOSTS["hebdo25" if added.name == "combes" else "pleinair"]
    for article in found:
        truth = json.loads(json.dumps(added.truths[article["headline"]].as_json()).replace(old, new))
        for field in ("url", "description", "section", "authors", "tags", "blocks", "images", "links"):
            assert article[field] == truth[field]
        if added.name == "combes":
            assert article["date_published"] == truth["date_published"]
            assert article["date_modified"] == truth["date_modified"]


def test_the_evidence_is_printed(added: Added) -> None:
    out = added.run.out
    assert out.startswith(f"{'Hebdo 25' if added.name == 'combes' else 'valdoubs.example'}: 4 pages of")
    assert all(f"\n  {field}\n" in out for field in ("headline", "date_published", "authors", "tags"))
    assert ("No page says when it was published" in out) == (added.name == "valdoubs")
    assert "by after_headline" in out


def test_the_fixtures_fail_until_they_are_reviewed(added: Added) -> None:
    before = added.test()
    assert before.code == 1
    assert f"review {added.checkout}" in before.out
    assert before.out.count("FAILED") == len(added.truths)
    for path in added.articles():
        path.write_text(path.read_text("utf-8").replace('"reviewed": false', '"reviewed": true'), "utf-8")
    after = added.test()
    assert after.code == 0, after.out


def test_a_site_that_is_there_is_not_overwritten(added: Added, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in added.checkout.glob(f"tests/fixtures/{added.name}/*/page.html")]
    before = {path: path.read_bytes() for path in added.checkout.rglob("*") if path.is_file()}
    assert main(["new-site", *files, "--into", str(added.checkout)]) == 2
    assert "is there already: remove it, or choose another name with --name." in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in before}


PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


@pytest.mark.parametrize(
    ("pages", "urls", "complaint"),
    [
        (("Un titre",), ("https://a.example/un/",), "One page does not tell"),
        (("Un titre", "Deux"), (), "does not say where it came from: give its address with --url"),
        (
            ("Un titre", "Deux"),
            ("https://a.example/un/", "https://b.example/deux/"),
            "several sites (a.example, b.example)",
        ),
        (("Un titre", "Deux"), ("https://a.example/un/", "https://a.example"), "is a front page"),
        (("Un titre", ""), ("https://a.example/un/", "https://a.example/deux/"), "has no headline"),
        (("Un titre", "Deux"), ("https://a.example/un/", "https://a.example/deux/"), "is no checkout of newsarchive"),
    ],
)
def test_what_nothing_can_be_made_of_is_refused_in_a_sentence(
    pages: tuple[str, ...],
    urls: tuple[str, ...],
    complaint: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for number, title in enumerate(pages):
        (tmp_path / f"{number}.html").write_text(PAGE.format(title, "Le texte de la page."), "utf-8")
    files = [str(tmp_path / f"{number}.html") for number in range(len(pages))]
    options = [option for url in urls for option in ("--url", url)]
    assert main(["new-site", *files, *options, "--into", str(tmp_path)]) == 2
    assert complaint in capsys.readouterr().err


def test_the_walk_through_is_what_happens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkout = copy_of_the_project(tmp_path)
    for path in ("newsarchive/sites/letrois.py", "spiders/letrois.py"):
        (checkout / path).unlink()
    files = sorted(str(path) for path in ROOT.glob("tests/fixtures/letrois/*/page.html"))
    assert main(["new-site", *files, "--into", str(checkout)]) == 0
    out = capsys.readouterr().out.replace(f"{checkout}/", "").rstrip()
    assert f"```text\n{out}\n```" in (ROOT / "docs/adding-a-site.md").read_text("utf-8")
    for path in ("newsarchive/sites/letrois.py", "spiders/letrois.py"):
        written, kept = ((folder / path).read_text("utf-8").partition("\n")[2] for folder in (checkout, ROOT))
        assert written == kept
    for case in ROOT.glob("tests/fixtures/letrois/*"):
        written, kept = (
            json.loads((folder / "tests/fixtures/letrois" / case.name / "article.json").read_text("utf-8"))
            for folder in (checkout, ROOT)
        )
        assert {**written, "reviewed": True, "fetched_at": kept["fetched_at"]} == kept
