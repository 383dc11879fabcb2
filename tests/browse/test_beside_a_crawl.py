"""The archive is read while crawls write to it, and while its database gets another shape."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from sqlite3 import connect

import httpx
import pytest

from newsarchive.archive import FILE_NAME, Archive
from newsarchive.demo import Replica, running
from tests.browse.serving import served
from tests.crawling.running import crawl, rows

VIEWS = 2000
PAGES = (
    "/",
    "/search?q=besancon",
    "/search?q=commune&sort=date",
    "/changes",
    "/changes.atom",
    "/promoted",
    "/health",
    "/index.json",
    "/newsarchive",
    "/newsarchive/articles",
    "/newsarchive/revisions.json?_shape=array&_size=5",
    "/newsarchive/captures?_sort_desc=fetched_at",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of before its first crawl."""
    Archive(tmp_path / "data").close()
    return tmp_path / "data"


def test_two_thousand_pages_while_crawls_write(archive: Path) -> None:
    replica = Replica(articles=90)
    with running(replica) as site, served(archive) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert crawl(archive, site, "--limit", "5").code == 0
        keys = [row["key"] for row in rows(archive, "SELECT key FROM articles")]
        paths = (*PAGES, *(f"/article/{key}" for key in keys), *(f"/article/{key}.json" for key in keys))
        watched = threading.Event()

        def crawls() -> list[int]:
            codes = [crawl(archive, site, "--full").code]
            with closing(connect(archive / FILE_NAME)) as database:
                database.execute("ALTER TABLE articles ADD COLUMN later TEXT")
                database.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)")
            replica.publish_round()
            while not watched.is_set():
                codes.append(crawl(archive, site, "--full").code)
            return codes

        with ThreadPoolExecutor(1) as writing, ThreadPoolExecutor(4) as reading:
            written = writing.submit(crawls)
            statuses = Counter(reading.map(lambda path: client.get(path).status_code, islice(cycle(paths), VIEWS)))
            watched.set()
        assert statuses == {200: VIEWS}
        assert set(written.result()) <= {0, 3}
        assert rows(archive, "SELECT count(*) FROM crawls")[0][0] > 2
        assert client.get("/newsarchive/later.json").json()["rows"] == []
