"""An archive of three crawls that left every kind of record, and what is exported from it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from newsarchive.cli.main import main
from tests.crawling.running import Reply, Script, article, crawl, scripted, sitemap
from tests.export.tools import require_tools

PATHS = ("/inchangee/", "/identique/", "/paquet/", "/corrigee/", "/ancienne/")


@pytest.fixture(scope="package")
def tools() -> None:
    require_tools()


@pytest.fixture(scope="package")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """New pages, answers that nothing had changed, pages that came again as they were, and one that had changed."""
    folder = tmp_path_factory.mktemp("archive") / "my-archive"
    packed = {"Content-Encoding": "gzip"}
    script: Script = {
        "/wp-sitemap.xml": Reply(body=sitemap(*PATHS), headers={"Content-Type": "application/xml"}),
        "/": b"<a href='/inchangee/'>x</a>",
        "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /wp-admin/\n", headers={"Content-Type": "text/plain"}),
        "/inchangee/": article("Inchangée"),
        "/identique/": article("Identique"),
        "/paquet/": Reply(body=gzip.compress(article("Paquet"), mtime=0), headers=packed),
        "/corrigee/": article("Corrigée"),
        "/ancienne/": Reply(status=301, headers={"Location": "/identique/"}),
    }
    with scripted(script) as (base_url, _):
        assert crawl(folder, base_url, "--full").code == 0
        script["/inchangee/"] = Reply(status=304)
        assert crawl(folder, base_url, "--full").code == 0
        script["/corrigee/"] = article("Corrigée", "Une phrase de plus.")
        assert crawl(folder, base_url, "--full").code == 0
    return folder


def exported(archive: Path, name: str) -> Path:
    output = archive.parent / f"exported.{name}"
    assert main(["export", name, "--archive", str(archive), "--output", str(output)]) == 0
    return output


@pytest.fixture(scope="package")
def cdxj(archive: Path) -> Path:
    return exported(archive, "cdxj")


@pytest.fixture(scope="package")
def wacz(archive: Path) -> Path:
    return exported(archive, "wacz")
