"""A WACZ file that others find valid, and can find everything in."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.crawling.running import column, rows
from tests.export.tools import tool


@pytest.mark.usefixtures("tools")
def test_wacz_finds_it_valid(wacz: Path) -> None:
    done = tool("wacz", "validate", "--file", wacz)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Validation succeeded, the passed WACZ is valid")


@pytest.mark.usefixtures("tools")
def test_warcio_finds_no_fault_in_the_files(archive: Path, wacz: Path, tmp_path: Path) -> None:
    with ZipFile(wacz) as package:
        names = [name for name in package.namelist() if name.startswith("archive/")]
        packed = [package.extract(name, tmp_path) for name in names]
    written = sorted((archive / "warc").iterdir())
    assert [Path(path).read_bytes() for path in packed] == [path.read_bytes() for path in written]
    done = tool("warcio", "check", *packed)
    assert (done.returncode, done.stdout) == (0, "")


def test_each_article_is_listed_with_its_newest_page(archive: Path, wacz: Path) -> None:
    with ZipFile(wacz) as package:
        header, front, *pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
    assert header["format"] == "json-pages-1.0"
    newest = """
        SELECT key, headline, (SELECT url FROM captures WHERE article_id = articles.id AND status = 200
                               ORDER BY fetched_at DESC LIMIT 1) AS url,
               (SELECT max(fetched_at) FROM captures WHERE article_id = articles.id AND status = 200) AS at
        FROM articles ORDER BY articles.id
    """
    assert pages == [
        {"id": row["key"], "url": row["url"], "ts": row["at"].replace("+00:00", "Z"), "title": row["headline"]}
        for row in rows(archive, newest)
    ]
    (home,) = column(archive, "SELECT DISTINCT url FROM captures WHERE canonical_url = 'https://www.macommune.info/'")
    assert front["url"] == home


def test_the_manifest_tells_of_every_file(archive: Path, wacz: Path) -> None:
    with ZipFile(wacz) as package:
        manifest = json.loads(package.read("datapackage.json"))
        digest = json.loads(package.read("datapackage-digest.json"))
        told = {resource["path"]: resource for resource in manifest["resources"]}
        assert set(package.namelist()) - set(told) == {"datapackage.json", "datapackage-digest.json"}
        for path, resource in told.items():
            content = package.read(path)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)
        assert digest["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
    assert manifest["title"] == "macommune"
    assert manifest["mainPageUrl"].endswith("/")
    count = column(archive, "SELECT count(*) FROM captures")[0]
    assert manifest["description"].startswith(f"{count} captures from ")


def test_the_short_index_leads_to_every_line(wacz: Path, cdxj: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(wacz) as package:
        index = package.read("indexes/index.cdx.gz")
        meta, *members = package.read("indexes/index.idx").decode().splitlines()
    assert json.loads(meta.partition(" 0 ")[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    text = b""
    for line in members:
        key, _, told = line.partition(" {")
        place = json.loads("{" + told)
        member = index[place["offset"] :][: place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"
        block = gzip.decompress(member)
        assert block.startswith(f"{key} ".encode())
        text += block
    assert text == cdxj.read_bytes()


def test_a_viewer_that_reads_no_more_than_it_must_finds_each_file_where_it_thinks(wacz: Path) -> None:
    """ReplayWeb.page goes by the entry in the directory: without an extra field there, it expects none at the file."""
    raw = wacz.read_bytes()
    with ZipFile(wacz) as package:
        for info in package.infolist():
            name_length, extra_length = struct.unpack_from("<HH", raw, info.header_offset + 26)
            assert (name_length, extra_length) == (len(info.filename), len(info.extra))
        for name in package.namelist():
            if name.endswith(".gz"):
                assert package.getinfo(name).compress_type == ZIP_STORED
