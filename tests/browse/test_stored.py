"""What is shown of rows that are damaged, or that a later version wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.browse.app import Browser
from tests.archive.making import archived, article, begin, rows
from tests.browse.asking import get


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("blocks", value) for value in ("", "{", "null", "[1]", '[{"kind": "table"}]')),
        *(("authors", value) for value in ("", "Élodie", "null", '{"a": 1}', '[1, null, {"a": 2}]')),
        *(("provenance", value) for value in ("", "[", "null", "[1]", '{"headline": "h1"}', '{"headline": null}')),
        ("provenance", '{"headline": {"rule": 1, "value": ["x"], "lost": [["a"], ["b", "c", "d"], 3, ["e", 5]]}}'),
        ("provenance", '{"headline": {"lost": 7}}'),
        *(("date_published", value) for value in ("2013-02-30", "12345-01-01", "0001-01-01T00:00:00+14:00", "")),
        ("date_modified", "9999-12-31T23:59:59-12:00"),
        ("change", "teleported"),
        ("page_type", "hologram"),
    ],
)
def test_every_page_of_the_article_is_shown(tmp_path: Path, column: str, value: str) -> None:
    with Archive(tmp_path) as archive:
        archived(archive, begin(archive), article())
        archived(archive, begin(archive), article(headline="Dijon et Besançon unis"))
        archive.db.execute(f"UPDATE revisions SET {column} = ?", (value,))
        archive.db.conn.commit()
        key = rows(archive, "articles")[0]["key"]
        first, second = (row["stamp"] for row in rows(archive, "revisions"))
    browser = Browser(tmp_path)
    paths = ["", ".json", f"/v/{first}", f"/diff/{first}..{second}", f"/diff/{first}..{second}.json"]
    paths += [f"/citation.{ending}" for ending in ("txt", "bib", "ris", "json")]
    for path in (
        *(f"/article/{key}{path}" for path in paths),
        "/changes",
        "/search?q=dijon",
        "/newsarchive/revisions/1",
    ):
        answered = get(browser, path)
        assert answered.status_code == 200, (path, answered.text)
        assert "Besan" in answered.text or "citation" not in path
