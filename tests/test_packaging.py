"""The wheel, built and installed for real, works far from the checkout.

Dependencies come from the environment the tests run in, by a .pth file: nothing is fetched.
"""

import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import layout

ROOT = Path(__file__).parent.parent
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT, cwd=folder)
    return next(folder.glob("newsarchive-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout, with the wheel installed in its `venv`."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv/bin/python"
    run(*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    site_packages = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    )
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_wheel_holds_the_three_packages_and_their_data(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    kept = {path for package in ("newsarchive", "spiders", "pipelines") for path in (ROOT / package).rglob("*")}
    files = {p.relative_to(ROOT).as_posix() for p in kept if p.is_file() and "__pycache__" not in p.parts}
    assert files <= names
    assert not [name for name in names if name.split("/")[0] in {"tests", "bench", "docs", "data"}]


def test_the_command_runs_from_another_folder(elsewhere: Path) -> None:
    printed = run(elsewhere / "venv/bin/newsarchive", "--help", cwd=elsewhere)
    commands = {path.stem.replace("_", "-") for path in (ROOT / "newsarchive/cli").glob("[!_]*.py")} - {"main"}
    assert {"crawl", "demo", "new-site"} <= commands
    assert not [name for name in commands if name not in printed]


def test_every_module_is_imported_from_the_wheel(elsewhere: Path) -> None:
    script = """
import importlib, pkgutil, sys
import newsarchive, pipelines, spiders
for package in (newsarchive, pipelines, spiders):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            print(importlib.import_module(module.name).__file__)
"""
    files = run(elsewhere / "venv/bin/python", "-c", script, cwd=elsewhere).splitlines()
    assert files
    assert not [file for file in files if not file.startswith(str(elsewhere))]


def test_extraction_works_from_another_folder(elsewhere: Path) -> None:
    script = """
import newsarchive
page = "<html><body><article><h1>Un pont à Besançon</h1><p>Publié le 12/03/2013 - 17:32</p>"
page += "<p>Le pont de la République rouvre lundi à la circulation.</p></article></body></html>"
article = newsarchive.extract(page, "https://www.macommune.info/un-pont/")
print(article.headline, article.date_published.isoformat())
"""
    printed = run(elsewhere / "venv/bin/python", "-c", script, cwd=elsewhere)
    assert printed.strip() == "Un pont à Besançon 2013-03-12T17:32:00+01:00"


def test_the_pins_cover_every_requirement() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    pins: dict[str, str] = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    installed = {name: distribution(name).version for name in requirements("newsarchive[dev]")}
    of_the_venv_itself = {"newsarchive", "pip", "setuptools"}
    assert {name: pins.get(name) for name in installed.keys() - of_the_venv_itself} == {
        name: version for name, version in installed.items() if name not in of_the_venv_itself
    }


def test_every_library_that_is_imported_is_declared() -> None:
    """Nothing is used that merely happens to come along with something else."""
    declared = {canonicalize_name(Requirement(text).name) for text in distribution("newsarchive").requires or []}
    distributions = packages_distributions()
    standard = sys.stdlib_module_names | {"compression"}  # since Python 3.14
    undeclared = []
    for path, text in layout.sources(ROOT, *layout.PROJECT):
        for found in layout.imports(path, text):
            providers = {canonicalize_name(name) for name in distributions.get(found.library, [found.library])}
            if found.library not in layout.PROJECT | standard and not providers & declared:
                undeclared.append(
                    f"{path}:{found.line}: {found.library} is not among the dependencies of pyproject.toml"
                )
    assert not undeclared, "\n".join(undeclared)


def requirements(wanted: str) -> set[str]:
    """Names of all packages this requirement brings along on this machine, itself included."""
    waiting, seen = [Requirement(wanted)], set[tuple[str, str]]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        needed = [Requirement(text) for text in distribution(name).requires or []]
        for extra in {"", *requirement.extras} - {extra for seen_name, extra in seen if seen_name == name}:
            seen.add((name, extra))
            waiting += [r for r in needed if r.marker is None or r.marker.evaluate({"extra": extra})]
    return {name for name, _ in seen}
