"""An archivist's way through the archive, in a real browser: the article on the pôle métropolitain of March 2013.

Every page on the way is held to what holds for all: nothing on the console, nothing asked of another server, nothing
that axe-core finds in the way of people who do not see or use a mouse. Pictures of them are kept in `screenshots/`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from newsarchive.cli.main import main
from tests.browse.serving import served

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The archive of `make demo`, served."""
    archive = tmp_path_factory.mktemp("demo") / "archive"
    assert main(["demo", "--archive", str(archive)]) == 0
    with served(archive) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not there: it is Debian's package of that name")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Walk:
    """A browser's window on the archive, and what was noticed there."""

    address: str
    page: Page
    name: str
    """Of the kind of window, for the pictures' names."""
    noticed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.noticed.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.noticed.append(f"error: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def look(self, name: str) -> None:
        """Hold the page that is shown to what holds for all, and keep a picture of it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=str(SCREENSHOTS / f"{name}-{self.name}.png"), full_page=True)
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(overflow) == 0, f"{name} is wider than the window"
        assert self.noticed == []

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.noticed.append(f"asked another server: {url}")


@pytest.fixture(params=[(width, scheme) for width in WIDTHS for scheme in SCHEMES], ids="-".join)
def walk(request: pytest.FixtureRequest, address: str, chromium: Chromium) -> Iterator[Walk]:
    """A fresh window of one of the widths, in one of the colour schemes."""
    width, scheme = request.param
    across, down = WIDTHS[width]
    context = chromium.new_context(viewport={"width": across, "height": down}, color_scheme=scheme)
    yield Walk(address=address, page=context.new_page(), name=f"{width}-{scheme}")
    context.close()


def test_from_the_first_page_to_a_citation(walk: Walk) -> None:
    page = walk.page
    page.goto(walk.address)
    walk.look("1-home")

    page.get_by_label("Trouver un article").fill("pôle métropolitain mars 2013")
    page.get_by_role("button", name="Rechercher").click()
    walk.look("2-search")
    page.get_by_role("link", name="Le Grand Besançon et le Grand Dijon bientôt officiellement unis").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("bientôt officiellement unis"))
    expect(page.get_by_role("main")).to_contain_text("Publié le 12 mars 2013")
    promoted = page.get_by_role("region", name="Mis en avant par")
    assert promoted.get_by_role("listitem").count() >= 3
    cited = page.get_by_role("region", name="Citer")
    expect(cited).to_contain_text("bientôt officiellement unis")
    walk.look("3-article")

    page.get_by_role("link", name="Voir ce que la dernière a changé").click()
    assert page.locator("ins").count() >= 1
    walk.look("4-difference")
    page.go_back()

    with page.expect_download() as downloaded:
        cited.get_by_role("link", name="BibTeX").click()
    assert "bientôt officiellement unis" in downloaded.value.path().read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "/changes",
        "/promoted",
        "/health",
        "/newsarchive",
        "/newsarchive/articles",
        "/newsarchive/articles?headline__contains=e&_facet=site",
        "/newsarchive/articles/1",
        "/newsarchive/revisions/1",
        "/newsarchive/changed_headlines?period=2026",
        "/nowhere",
    ],
)
def test_all_other_pages(walk: Walk, path: str) -> None:
    answered = walk.page.goto(walk.address + path)
    assert answered
    if path == "/nowhere":
        assert answered.status == 404
        walk.noticed.clear()  # browsers tell on the console that a page was not found
    else:
        assert answered.status == 200
    walk.look(f"5-{path.strip('/').replace('/', '-')}")


def test_by_keyboard_alone(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{walk.address}/search")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("dijon")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=dijon"))
