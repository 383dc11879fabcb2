"""The documents say what is there, and what they show runs."""

import argparse
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from newsarchive.archive import Archive

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def prose() -> str:
    return "\n".join(path.read_text("utf-8") for path in DOCS)


def snippets() -> Iterator[tuple[str, str]]:
    for path in DOCS:
        for match in re.finditer(r"^```python\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
            yield f"{path.name}:{path.read_text('utf-8')[: match.start()].count(chr(10)) + 1}", match[1]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M))


COMMANDS = sorted({path.stem for path in (ROOT / "newsarchive/cli").glob("[!_]*.py")} - {"main"})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_with_its_options(command: str) -> None:
    line = re.search(rf"^\| `{command.replace('_', '-')}\b.*$", (ROOT / "docs/interfaces.md").read_text("utf-8"), re.M)
    assert line, f"docs/interfaces.md has no line on {command}"
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"newsarchive.cli.{command}").add_arguments(parser)
    options = set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", parser.format_usage()))
    assert not [option for option in options if f"`{option}" not in line[0]]


def test_the_readme_lists_the_options_of_crawl() -> None:
    table = re.findall(r"^\| `(--[a-z-]+)", (ROOT / "README.md").read_text("utf-8"), re.M)
    parser = argparse.ArgumentParser(add_help=False)
    import_module("newsarchive.cli.crawl").add_arguments(parser)
    assert set(table) == set(re.findall(r"(--[a-z-]+)", parser.format_usage()))


def test_every_make_target_that_is_named_exists() -> None:
    in_blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", prose(), re.M | re.S))
    named = set(re.findall(r"`make ([a-z-]+)", prose())) | set(re.findall(r"^make ([a-z-]+)", in_blocks, re.M))
    assert {"demo", "test", "crawl", "browse", "bench", "bench-quality"} <= named
    assert named <= make_targets()


def test_every_table_is_described(tmp_path: Path) -> None:
    with Archive(tmp_path):
        database = sqlite3.connect(tmp_path / "newsarchive.db")
    kinds = "select name from sqlite_master where type in ('table', 'view')"
    names = {name for (name,) in database.execute(kinds)}
    database.close()
    internal = {name for name in names if name.startswith(("sqlite_", "_")) or "_fts" in name}
    assert {"articles", "revisions", "captures"} <= names
    described = prose()
    assert not [name for name in names - internal if f"`{name}`" not in described]


def test_every_setting_that_is_named_exists() -> None:
    crawling = ROOT / "docs/crawling.md"
    if not crawling.exists():
        pytest.skip("docs/crawling.md is not written yet")
    from scrapy.settings import Settings

    known = Settings()
    known.setmodule("newsarchive.crawling.settings")
    named = set(re.findall(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b", crawling.read_text("utf-8")))
    assert named
    assert not [name for name in named if name not in known]


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*DOCS, ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize(("place", "code"), [pytest.param(*found, id=found[0]) for found in snippets()])
def test_a_python_snippet_runs(place: str, code: str, tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{place}\n{run.stderr}"
