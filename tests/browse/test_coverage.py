"""Coverage by month agrees with the view of that name, which looks every address up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.archive.coverage import OUTCOMES
from newsarchive.browse.app import Browser
from newsarchive.browse.reading.coverage import Coverage, coverage_page
from newsarchive.changes import decide
from newsarchive.items import AddressKind, AddressState, Discovery, Problem, Version
from tests.archive.making import NOON, archived, article, begin, page
from tests.browse.asking import shown, told, words

UNDATED: dict[str, Any] = {"sans-date": {"date_published": None}}
PROBLEM = Problem(stage="extract", error="NoHeadline", message="No headline.")


def url(name: str) -> str:
    return f"https://www.macommune.info/{name}/"


def heard(name: str, kind: AddressKind = "article", lastmod: datetime | None = None) -> Discovery:
    return Discovery(url=url(name), kind=kind, via="sitemap", source=None, lastmod_at=lastmod)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Addresses that came to everything an address can come to, most of them in two months."""
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        crawl = begin(archive)
        for name in ("un", "deux", "parti", "ancien", "sans-date"):
            archived(archive, crawl, article(url(name), teasers=(), links=(), **UNDATED.get(name, {})))
        once_more = article(url("un"), teasers=(), links=())
        change = decide(once_more, archive.history(url("un")))
        archive.store(Version(article=once_more, change=change), crawl, requested=url("alias"))
        archive.mark_gone(url("parti"), crawl, NOON)
        archive.record_redirect(
            page(url("ancien"), status=301), crawl, url=url("ancien"), kind="article", to=heard("deux"), permanent=True
        )
        named = ("attente", "absent", "panne", "interdit", "illisible", "mene-ailleurs")
        archive.discover("macommune", [heard(name, lastmod=NOON) for name in named], NOON)
        archive.discover("macommune", [heard(name, "other") for name in ("tag", "fichier")], NOON)
        archive.discover("macommune", [heard(name, "listing") for name in ("liste",)], NOON)
        archive.record_missing(page(url("absent"), status=404), crawl, url=url("absent"))
        archive.record_redirect(
            page(url("mene-ailleurs"), status=301),
            crawl,
            url=url("mene-ailleurs"),
            kind="article",
            to=heard("un"),
            permanent=True,
        )
        archive.quarantine(page(url("illisible")), crawl, PROBLEM, url=url("illisible"))
        states: dict[str, AddressState] = {"panne": "failed", "interdit": "forbidden"}
        for name, state in states.items():
            archive.record_failure(crawl, site="macommune", url=url(name), kind="article", state=state, at=NOON)
        yield archive.folder


def read(folder: Path) -> Coverage:
    with closing(sqlite3.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)) as connection:
        return coverage_page(connection)


def test_as_the_view_has_it(folder: Path) -> None:
    (site,) = read(folder).sites
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        view = connection.execute(f"SELECT site, month, discovered, {', '.join(OUTCOMES)} FROM coverage").fetchall()
    names = ("period", "discovered", *OUTCOMES)
    told = {(site.site, *(getattr(month, name) for name in names)) for month in site.months if month.discovered}
    assert told == set(view)
    assert all(getattr(site.total, name) for name in OUTCOMES)


def test_sums_and_shares(folder: Path) -> None:
    (site,) = read(folder).sites
    assert [year.period for year in site.years] == [*(str(year) for year in range(2026, 2012, -1)), None]
    assert (
        sum(year.discovered for year in site.years)
        == site.total.discovered
        == sum(each.discovered for each in site.months)
    )
    without_date = site.years[-1]
    assert (without_date.archived, without_date.excluded, without_date.redirected) == (1, 2, 1)
    thirteenth = site.years[-2]
    assert (thirteenth.archived, thirteenth.gone, thirteenth.redirected, thirteenth.share) == (2, 1, 1, 1.0)
    assert site.years[0].share == 0


def test_months_without_any_address_are_told(folder: Path) -> None:
    (site,) = read(folder).sites
    assert [month.period for month in site.months[:2]] == ["2026-02", "2026-01"]
    assert [month.period for month in site.months[-2:]] == ["2013-03", None]
    assert len(site.months) == 12 * 13 + 1
    assert (site.months[1].discovered, site.months[1].share) == (0, None)


def test_the_page(folder: Path) -> None:
    page = shown(Browser(folder), "/health/coverage")
    years, months = page.cssselect("table")
    assert [words(cell) for cell in years.cssselect("thead th")] == [
        *("Année", "Adresses", "Part archivée", "Archivées", "Retirées du site", "Redirigées", "Jamais visitées"),
        *("Introuvables", "Illisibles", "En échec", "Interdites par robots.txt", "Hors du champ"),
    ]
    thirteenth = [words(cell).replace("\u00a0", " ") for cell in years.cssselect("tbody tr")[13]]
    assert thirteenth == ["2013", "4", "100 %", "2", "1", "1", *[""] * 6]
    assert words(months.cssselect("tbody th")[0]) == "février 2026"
    assert [words(cell) for cell in months.cssselect("tbody tr")[1]][:3] == ["janvier 2026", "0", ""]
    assert words(page.cssselect("summary")[0]) == "156 mois, un par un"
    assert "dont l’archive n’a jamais entendu parler" in words(page)
    assert words(years.cssselect("tfoot th")[0]) == "en tout"
    assert told(Browser(folder), "/health/coverage.json")["sites"][0]["site"] == "macommune"


def test_an_empty_archive(tmp_path: Path) -> None:
    with Archive(tmp_path):
        assert read(tmp_path) == Coverage(sites=())
        assert "Aucune adresse" in words(shown(Browser(tmp_path), "/health/coverage"))
