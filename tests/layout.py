"""The rules of docs/architecture.md as pure functions: source text -> `file:line: what is wrong`."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"items", "errors"}),
    frozenset({"extraction", "dates", "urls"}),
    frozenset({"archive", "warc", "normalise", "changes", "revisits", "monitoring", "sites"}),
    frozenset({"intake"}),
    frozenset(
        {
            "__main__",
            "cli",
            "crawling",
            "export",
            "explain",
            "proposal",
            "overview",
            "scheduling",
            "checking",
            "reextraction",
            "importing",
            "publishing",
        }
        | {"browse", "demo", "verification"}
    ),
    frozenset({"spiders", "pipelines"}),
)
"""From the bottom up; a part may import its own layer and those below."""
FACADE = "newsarchive"
FACADE_HEIGHT = 2.5
"""`newsarchive/__init__.py` offers names from the three lower layers to everybody above them."""
PROJECT = frozenset({"newsarchive", "spiders", "pipelines"})
ONLY: dict[str, frozenset[str]] = {
    "browse": frozenset({"archive"}),
    "demo": frozenset({"items", "urls"}),
}
"""Parts that stand apart, and all they may import of ours."""
ONLY_THEIRS: dict[str, frozenset[str]] = {"demo": frozenset({"jinja2", "markupsafe"})}
"""Parts that stand apart from other people's libraries too, but for these."""
SCRAPY = frozenset({"scrapy", "twisted"})
MAY_IMPORT_SCRAPY = frozenset({"crawling", "spiders", "pipelines", "cli"})
HEAVY = frozenset({"scrapy", "twisted", "dateparser", "datasette", "trafilatura", "rich", "sqlite_utils"})
"""Dear to import: loaded inside the function that needs them wherever `newsarchive --help` passes."""
MAX_FUNCTION_LINES = 45
MAX_MODULE_LINES = 400
FORBIDDEN_TEXT: dict[str, re.Pattern[str]] = {
    "a path of somebody's machine": re.compile(r"(?<![\w./])/(?:home|Users|root|work)/\w"),
    "the host name of a package registry": re.compile(
        r"\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|registry[.]yarnpkg|proxy[.]golang)", re.I
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One module or name a module imports."""

    line: int
    target: str
    """Full dotted name; for `from a import b` it is `a.b`."""
    at_top: bool
    """Runs when the module is loaded, not when a function is called or types are checked."""

    @property
    def library(self) -> str:
        return self.target.split(".")[0]


def sources(root: Path, *packages: str) -> Iterator[tuple[str, str]]:
    """(path from the root, text) of every module of these packages."""
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            yield path.relative_to(root).as_posix(), path.read_text("utf-8")


def part_of(dotted: str) -> str:
    """The part a dotted name belongs to: `newsarchive.archive.lock` -> `archive`, `spiders.base` -> `spiders`."""
    names = dotted.split(".")
    if names[0] != "newsarchive" or len(names) == 1:
        return names[0]
    return names[1]


def module_name(path: str) -> str:
    """`newsarchive/cli/main.py` -> `newsarchive.cli.main`; a package's `__init__` bears the package's name."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: str, source: str) -> Iterator[Import]:
    """Every import of a module, relative ones resolved, those inside functions included."""
    tree = ast.parse(source, path)
    package = module_name(path) if path.endswith("__init__.py") else module_name(path).rpartition(".")[0]
    top = set(_loaded_with(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join(filter(None, [*parents, node.module]))
            targets = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (Import(line=node.lineno, target=target, at_top=node in top) for target in targets)


def _loaded_with(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _loaded_with(child)


def layer_of(part: str) -> int | None:
    """Number of the layer, from 0 at the bottom; None for a part the architecture does not name."""
    return next((number for number, parts in enumerate(LAYERS) if part in parts), None)


def wrong_imports(path: str, source: str) -> Iterator[str]:
    """Imports that go upwards, reach a part from one that stands apart, or bring Scrapy into the library's core."""
    part = part_of(module_name(path))
    if part != FACADE and layer_of(part) is None:
        yield f"{path}:1: {part} has no place in docs/architecture.md (LAYERS in tests/layout.py)"
        return
    for found in imports(path, source):
        complaint = _complaint(part, found)
        if complaint:
            yield f"{path}:{found.line}: {complaint}"


def _complaint(part: str, found: Import) -> str | None:
    if found.library in SCRAPY and part not in MAY_IMPORT_SCRAPY:
        return f"{part} may not import {found.library}: only {', '.join(sorted(MAY_IMPORT_SCRAPY))} may"
    if part == FACADE and found.at_top and (found.library in HEAVY or found.library in PROJECT):
        return f"newsarchive/__init__.py loads {found.target} for everybody: import it where it is used"
    if found.library in PROJECT:
        return _complaint_about_ours(part, found)
    if part in ONLY_THEIRS and found.library not in ONLY_THEIRS[part] | sys.stdlib_module_names:
        return f"{part} is self-contained and may not import {found.library}"
    return None


def _complaint_about_ours(part: str, found: Import) -> str | None:
    target = part_of(found.target)
    if target == part or found.target == "newsarchive.__version__":
        return None
    if part in ONLY and target not in ONLY[part]:
        return f"{part} may import {', '.join(sorted(ONLY[part]))} of ours, not {target}"
    if _height(target) > _height(part):
        return f"{part} may not import {target}, which stands above it"
    return None


def _height(part: str) -> float:
    """A part's layer, or that of the façade for `newsarchive` itself and the names it offers."""
    layer = layer_of(part)
    return FACADE_HEIGHT if layer is None else layer


def cycles(edges: dict[str, set[str]]) -> Iterator[str]:
    """Parts that import each other, in whichever number of steps; `edges` is part -> parts it imports."""
    for start in sorted(edges):
        reached: set[str] = set()
        waiting = set(edges[start])
        while waiting:
            part = waiting.pop()
            reached.add(part)
            waiting |= edges.get(part, set()) - reached
        if start in reached:
            yield f"{start} imports itself by way of {', '.join(sorted(reached - {start}))}"


def too_long(path: str, source: str) -> Iterator[str]:
    """Functions that do not fit on a screen, modules that have more than one job."""
    lines = len(source.splitlines())
    if lines > MAX_MODULE_LINES:
        yield f"{path}:{lines}: {lines} lines, more than {MAX_MODULE_LINES}: give it one job"
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, more than {MAX_FUNCTION_LINES}"


def loose_items(path: str, source: str) -> Iterator[str]:
    """Classes of items.py that are no frozen, slotted, keyword-only dataclass (enumerations aside)."""
    wanted = {"frozen", "slots", "kw_only"}
    for node in ast.parse(source, path).body:
        if not isinstance(node, ast.ClassDef) or any("Enum" in ast.unparse(base) for base in node.bases):
            continue
        calls = [d for d in node.decorator_list if isinstance(d, ast.Call) and ast.unparse(d.func) == "dataclass"]
        keywords = chain.from_iterable(call.keywords for call in calls)
        given = {word.arg for word in keywords if isinstance(word.value, ast.Constant) and word.value.value is True}
        if missing := wanted - given:
            yield f"{path}:{node.lineno}: {node.name} is a dataclass without {', '.join(sorted(missing))}"


def telling_text(path: str, text: str) -> Iterator[str]:
    """Lines that tell where the project was made or where packages come from: both change from machine to machine."""
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in FORBIDDEN_TEXT.items():
            if pattern.search(line):
                yield f"{path}:{number}: {what}: {line.strip()[:100]}"
