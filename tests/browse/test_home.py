"""The first page, over a real archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from tests.archive.making import PARIS, URL, archived, article, begin
from tests.browse.asking import shown, words


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles, published two years apart."""
    with Archive(tmp_path / "archive") as archive:
        crawl = begin(archive)
        for year, month in ((2013, 11), (2015, 2)):
            published = datetime(year, month, 9, 12, tzinfo=PARIS)
            archived(archive, crawl, article(f"{URL}{year}/", date_published=published, teasers=()))
        return archive.folder


def test_the_table_of_months_shows_what_is_missing(archive: Path) -> None:
    head, *years = shown(Browser(archive), "/").cssselect("table.figures tr")
    assert [
        words(cell) for cell in head
    ] == "Année janv. févr. mars avril mai juin juil. août sept. oct. nov. déc. Total".split()
    assert [abbreviated.get("title") for abbreviated in head.cssselect("abbr")][:2] == ["janvier", "février"]
    assert [[words(cell) for cell in year] for year in years] == [
        ["2015", "0", "1", *[""] * 10, "1"],
        ["2014", *["0"] * 12, "0"],
        ["2013", *[""] * 10, "1", "0", "1"],
    ]
