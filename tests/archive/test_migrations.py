"""Archives that earlier releases made, brought up to date: `releases/` holds one for each step that changed rows."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.archive.schema import TABLES
from tests.archive.making import columns, rows

RELEASES = Path(__file__).parent / "releases"
SITE = "https://www.macommune.info"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive as it was before its addresses were the frontier: two crawls of a small site."""
    (tmp_path / FILE_NAME).write_bytes(gzip.decompress((RELEASES / "0003.db.gz").read_bytes()))
    return tmp_path


def test_nothing_that_was_archived_changes(folder: Path, tmp_path: Path) -> None:
    with Archive(folder) as archive:
        articles = {row["url"].removeprefix(SITE): row["status"] for row in rows(archive, "articles")}
        changes = [row["change"] for row in rows(archive, "revisions")]
        assert archive.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert articles == {"/une/": "live", "/deux/": "live", "/retiree/": "gone"}
    assert changes == ["first", "first", "first", "silent-edit"]


def test_every_address_has_a_standing_and_is_due(folder: Path) -> None:
    with Archive(folder) as archive:
        found = {row["url"].removeprefix(SITE): row for row in rows(archive, "urls")}
    assert {path: (row["kind"], row["state"]) for path, row in found.items() if "sitemap" not in path} == {
        "/robots.txt": ("robots", "read"),
        "/": ("listing", "read"),
        "/page/2/": ("page", "read"),
        "/feed/": ("feed", "read"),
        **{f"/?feed=actualite-{name}": ("feed", "missing") for name in ("une", "faits-divers", "societe")},
        **{f"/?feed=actualite-{name}": ("feed", "missing") for name in ("vie-locale", "loisirs")},
        "/une/": ("article", "archived"),
        "/deux/": ("article", "archived"),
        "/retiree/": ("article", "gone"),
        "/trois/": ("article", "unreadable"),
        "/promue/": ("article", "redirected"),
        "/absente/": ("article", "missing"),
        "/secret/x/": ("article", "pending"),
        "/tags/x/": ("other", "excluded"),
    }
    assert {row["site"] for row in found.values()} == {"macommune"}
    assert {found[path]["discovered_via"] for path in ("/", "/feed/")} == {"declared"}
    due = {path for path, row in found.items() if row["next_visit_at"]}
    assert set(found) - due == {"/robots.txt", "/tags/x/"}
    assert all(row["next_visit_at"] <= datetime.now(UTC).isoformat() for row in found.values() if row["next_visit_at"])
    assert found["/absente/"]["missing_since"] == found["/absente/"]["last_visited_at"]


def test_the_shape_is_that_of_a_new_archive(folder: Path, tmp_path: Path) -> None:
    def shape(archive: Archive) -> dict[str, tuple[object, ...]]:
        return {
            table.name: (
                set(columns(archive, table.name)),
                {(column.name, column.notnull) for column in archive.db.table(table.name).columns},
                {(index.unique, tuple(index.columns)) for index in archive.db.table(table.name).indexes},
                {(key.column, key.other_table) for key in archive.db.table(table.name).foreign_keys},
            )
            for table in TABLES
            if table.query is None
        }

    with Archive(folder) as old, Archive(tmp_path / "new") as new:
        assert shape(old) == shape(new)
        assert set(old.db.view_names()) == set(new.db.view_names())


def test_coverage_adds_up(folder: Path) -> None:
    with Archive(folder) as archive:
        coverage = archive.summary().coverage
    assert sum(counts["discovered"] for counts in coverage.values()) == 8
    assert sum(counts["archived"] for counts in coverage.values()) == 2
