"""docs/architecture.md, held: who imports whom, stages that fit, names that agree, modules one can read."""

from __future__ import annotations

import importlib
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import get_type_hints

import pytest

from newsarchive.items import Article, Page, RawArticle, Version
from newsarchive.sites import site_names
from tests import layout

ROOT = Path(__file__).parent.parent
Rule = Callable[[str, str], Iterator[str]]


def hold(rule: Rule, files: Iterable[tuple[str, str]]) -> None:
    """Fail with every breach of the rule, each with file and line."""
    breaches = list(dict.fromkeys(breach for path, text in files for breach in rule(path, text)))
    if breaches:
        pytest.fail("\n".join(breaches), pytrace=False)


def tracked_texts() -> Iterator[tuple[str, str]]:
    """What git keeps, or every file of a tree without git, but for what is no text."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("this tree is no git checkout: there is no list of the project's own files")
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                yield name, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


# The tree


def test_imports_run_one_way() -> None:
    hold(layout.wrong_imports, layout.sources(ROOT, *layout.PROJECT))


def test_no_parts_import_each_other() -> None:
    edges: dict[str, set[str]] = {}
    for path, text in layout.sources(ROOT, *layout.PROJECT):
        part = layout.part_of(layout.module_name(path))
        targets = {layout.part_of(i.target) for i in layout.imports(path, text) if i.library in layout.PROJECT}
        known = {target for target in targets if layout.layer_of(target) is not None}
        edges.setdefault(part, set()).update(known - {part})
    assert not "\n".join(layout.cycles(edges))


def test_functions_and_modules_can_be_read() -> None:
    hold(layout.too_long, layout.sources(ROOT, *layout.PROJECT, "bench"))


def test_items_are_values() -> None:
    path = "newsarchive/items.py"
    hold(layout.loose_items, [(path, (ROOT / path).read_text("utf-8"))])


def test_files_do_not_tell_where_they_were_made() -> None:
    hold(layout.telling_text, tracked_texts())


def test_stages_fit_together() -> None:
    settings = importlib.import_module("newsarchive.crawling.settings")
    order = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    hints = [get_type_hints(_process_item(stage)) for stage in order]
    flow = [(hint["item"], hint["return"]) for hint in hints]
    assert [taken for taken, _ in flow] == [Page, RawArticle, Article, Version], order
    assert all(given == taken for (_, given), (taken, _) in pairwise(flow)), list(zip(order, flow, strict=True))
    assert flow[-1][1] == Version


def _process_item(stage: str) -> Callable[..., object]:
    module, _, name = stage.rpartition(".")
    found: Callable[..., object] = getattr(importlib.import_module(module), name).process_item
    return found


def test_each_stage_has_a_file_of_its_own() -> None:
    settings = importlib.import_module("newsarchive.crawling.settings")
    named = {dotted.rpartition(".")[0] for dotted in settings.ITEM_PIPELINES}
    assert named == {f"pipelines.{name}" for name in _modules("pipelines", besides=())}


def test_sites_spiders_and_fixtures_bear_the_same_names() -> None:
    sites = set(site_names())
    spiders = _modules("spiders", besides=("base",))
    fixtures = {path.name for path in (ROOT / "tests/fixtures").iterdir() if path.is_dir()}
    assert sites
    assert sites == spiders
    assert sites == fixtures - {"generic"}
    assert {name: _spider_name(name) for name in spiders} == {name: name for name in spiders}


def _spider_name(module: str) -> str | None:
    """What the spider of this module answers to on the command line."""
    members = vars(importlib.import_module(f"spiders.{module}")).values()
    own = (m for m in members if isinstance(m, type) and m.__module__ == f"spiders.{module}")
    return next((m.name for m in own if hasattr(m, "name")), None)


def _modules(folder: str, *, besides: tuple[str, ...]) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob("*.py")} - {"__init__", *besides}


def test_help_loads_nothing_heavy() -> None:
    script = f"""
        import sys
        from newsarchive.cli.main import main
        try:
            main(["--help"])
        except SystemExit:
            pass
        print("heavy:", *sorted({set(layout.HEAVY)!r} & set(sys.modules)))
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "heavy:"


# The rules themselves, each on a small offender


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("newsarchive/dates.py", "\nimport scrapy\n", "dates.py:2: dates may not import scrapy"),
        (
            "newsarchive/sites/le_site.py",
            "def f():\n    from scrapy.http import Response",
            "le_site.py:2: sites may not",
        ),
        ("newsarchive/extraction/blocks.py", "from ..archive import Archive", "extraction may not import archive"),
        ("newsarchive/extraction/blocks.py", "from newsarchive import archive", "extraction may not import archive"),
        ("newsarchive/extraction/blocks.py", "import newsarchive.archive.schema", "extraction may not import archive"),
        ("newsarchive/items.py", "from .urls import article_key", "items may not import urls"),
        ("newsarchive/urls.py", "from newsarchive import extract", "urls may not import extract"),
        (
            "newsarchive/archive/__init__.py",
            "from . import schema\nfrom ..cli import main",
            ":2: archive may not import cli",
        ),
        ("newsarchive/archive/store.py", "import pipelines.store", "archive may not import pipelines"),
        (
            "newsarchive/browse/plugin.py",
            "from newsarchive.items import Page",
            "browse may import archive of ours, not items",
        ),
        (
            "newsarchive/demo/server.py",
            "from newsarchive.dates import parse_date",
            "demo may import items, urls of ours",
        ),
        ("newsarchive/demo/server.py", "import lxml.html", "demo is self-contained and may not import lxml"),
        ("newsarchive/__init__.py", "import dateparser", "loads dateparser for everybody"),
        ("newsarchive/__init__.py", "from newsarchive.sites import read", "loads newsarchive.sites.read for everybody"),
        ("newsarchive/attic.py", "", "attic has no place"),
    ],
)
def test_an_import_against_the_rules_is_caught(path: str, source: str, complaint: str) -> None:
    found = list(layout.wrong_imports(path, source))
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "newsarchive/crawling/run.py",
            "import scrapy\nfrom ..archive import Archive\nfrom newsarchive.dates import PARIS",
        ),
        ("newsarchive/archive/store.py", "from newsarchive import __version__\nfrom . import schema"),
        (
            "newsarchive/__init__.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .items import Article",
        ),
        ("newsarchive/__init__.py", "def extract():\n    from newsarchive.sites import read"),
        ("newsarchive/demo/pages.py", "import asyncio\nimport jinja2\nfrom newsarchive.items import Page"),
        ("spiders/base.py", "import scrapy\nimport newsarchive.crawling\nfrom newsarchive import extract"),
    ],
)
def test_an_import_by_the_rules_is_let_through(path: str, source: str) -> None:
    assert list(layout.wrong_imports(path, source)) == []


def test_a_ring_of_imports_is_caught() -> None:
    assert list(layout.cycles({"changes": {"archive"}, "archive": {"urls"}, "urls": set()})) == []
    found = list(layout.cycles({"changes": {"archive"}, "archive": {"sites"}, "sites": {"changes"}}))
    assert "changes imports itself by way of archive, sites" in found


def test_a_long_function_and_a_long_module_are_caught() -> None:
    function = "def f():\n" + "    pass\n" * layout.MAX_FUNCTION_LINES
    assert [*layout.too_long("a.py", "\n" + function)] == ["a.py:2: f has 46 lines, more than 45"]
    assert [*layout.too_long("a.py", "x = 1\n" * 401)] == ["a.py:401: 401 lines, more than 400: give it one job"]


def test_an_item_that_can_be_changed_is_caught() -> None:
    page = "@dataclass(frozen=True, slots=False, kw_only=True)\nclass Page: ...\n"
    source = page + "class Kind(StrEnum): ...\nclass Loose: ...\n"
    assert [*layout.loose_items("items.py", source)] == [
        "items.py:2: Page is a dataclass without slots",
        "items.py:4: Loose is a dataclass without frozen, kw_only, slots",
    ]


@pytest.mark.parametrize(
    "text", ["see /" + "home/ann/x", "index = https://" + "pypi" + ".org/simple", "cd /" + "root/x"]
)
def test_a_telling_line_is_caught(text: str) -> None:
    assert [*layout.telling_text("notes.md", "fine\n" + text)]


def test_addresses_and_relative_paths_are_no_telling_lines() -> None:
    assert not [*layout.telling_text("notes.md", "https://site.example/home/news and ../shared/home/x and data/root/a")]
