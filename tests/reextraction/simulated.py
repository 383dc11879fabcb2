"""A crawl without a network, at whatever time a test says: what a site answers is registered as a crawl does it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from newsarchive.archive import Archive
from newsarchive.archive.rereading import shown
from newsarchive.crawling.declared import declared
from newsarchive.intake.pages import charset
from newsarchive.intake.provenance import warcinfo
from newsarchive.intake.reading import read
from newsarchive.intake.register import Register, Run, Settled
from newsarchive.intake.taking import store_article
from newsarchive.items import AddressKind, Discovery, Exchange, Page

SITE = "https://www.macommune.info"
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HTML = {"content-type": "text/html; charset=UTF-8"}


def after(**passed: float) -> datetime:
    """A time since the first run began."""
    return START + timedelta(**passed)


class Crawl:
    """One run, whose responses a test makes up."""

    def __init__(self, archive: Archive, at: datetime, *, full: bool = False) -> None:
        self.archive = archive
        self._at = at
        options: dict[str, object] = {"base_url": None, "full": full}
        info = warcinfo("macommune", at, options, operator="a test")
        self.crawl_id = archive.begin_crawl("macommune", version="0.1.0", options=options, at=at, warcinfo=info)
        self.register = Register(archive, Run(crawl_id=self.crawl_id, declared=declared("macommune"), full=full))
        front = Discovery(url=f"{SITE}/", kind="listing", via="declared", source=None)
        kind_of = self.register.run.declared.route.kind_of
        archive.open_frontier("macommune", [front], at, full=full, kind_of=kind_of)

    def answer(
        self,
        path: str,
        body: bytes = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] = HTML,
        kind: AddressKind = "article",
        seconds: int = 1,
        again: bool = False,
        listed: Mapping[str, str] | None = None,
    ) -> None:
        """What the site says at an address, so many seconds after what it said before."""
        self._at += timedelta(seconds=seconds)
        url = f"{SITE}{path}"
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        exchange = Exchange(
            request_head=f"GET {path} HTTP/1.1\r\nHost: www.macommune.info\r\n\r\n".encode(),
            response_head=f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n".encode(),
            payload=body,
        )
        page = Page(
            url=url,
            final_url=url,
            fetched_at=self._at,
            status=status,
            headers=headers,
            body=body,
            encoding=charset(headers),
            site="macommune",
            listed=listed or {},
            exchange=exchange,
        )
        self._register(page, kind, again)

    def no_answer(self, path: str) -> None:
        """A timeout."""
        self._at += timedelta(seconds=30)
        self.archive.record_failure(
            self.crawl_id, site="macommune", url=f"{SITE}{path}", kind="article", state="failed", at=self._at
        )

    def finish(self) -> None:
        """The end of the run."""
        self._at += timedelta(seconds=1)
        self.archive.finish_crawl(self.crawl_id, reason="finished", requests=3, responses=3, size=100, at=self._at)

    def _register(self, page: Page, kind: AddressKind, again: bool) -> None:
        register = self.register
        url = register.run.declared.route.identity(page.url)
        try:
            page, to_read = register.take(page, url=url, kind=kind, limit=2**20, again=again)
        except Settled:
            return
        if not to_read:
            return
        if kind == "article":
            store_article(register, page, read(page))
        elif kind in ("feed", "sitemap"):
            for _ in register.index_steps(page, url=url, kind=kind):
                pass
        else:
            register.listing(page, url=url, kind=kind)


@contextmanager
def crawling(archive: Archive, at: datetime, *, full: bool = False) -> Iterator[Crawl]:
    """A run from beginning to end."""
    crawl = Crawl(archive, at, full=full)
    yield crawl
    crawl.finish()


def story(headline: str, *paragraphs: str, stamp: str = "13/03/2013 - 11:59", extra: str = "") -> bytes:
    """The page of an article."""
    body = "".join(
        f"<p>{text}</p>" for text in (*paragraphs, "Un dernier paragraphe du corps, assez long pour en être un.")
    )
    return f"""<html><head><title>{headline}</title>{extra}</head><body><main><article><h1>{headline}</h1>
      <p>Publié le 12/03/2013 - 17:32</p><p>Mis à jour le {stamp}</p>
      <p>Le chapô de l'article, qui résume en une phrase ce qui suit.</p>{body}</article></main>
      <section><h2>Economie</h2><article><h3><a href="/promu-a-cote/">Promu à côté de cet article</a></h3>
      <p>Le chapô de cet autre article.</p></article></section></body></html>""".encode()


def read_there(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """All that was read in an archive, and its addresses; row numbers aside."""
    articles = [
        url for (url,) in archive.db.conn.execute("SELECT canonical_url FROM captures UNION SELECT url FROM articles")
    ]
    tables = {
        name: [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        for name, found in shown(archive.db, articles).items()
    }
    return tables | {"urls": list(archive.db.query("SELECT * FROM urls ORDER BY url"))}


def count(folder: Path, sql: str) -> int:
    """The number a query gives."""
    with closing(sqlite3.connect(folder / "newsarchive.db")) as db:
        return int(db.execute(sql).fetchone()[0])
