"""Crawls as users run them, in a process of their own, and a site that says what a test tells it to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from sqlite3 import Row, connect
from typing import Any

SITE = "https://www.macommune.info"
ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "newsarchive", "crawl", "macommune")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a crawl ended."""

    code: int
    out: str
    err: str

    @property
    def counts(self) -> dict[str, Any]:
        """The object of `--json`."""
        counts: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return counts


def crawl(archive: Path, base_url: str, *arguments: str, env: Mapping[str, str] | None = None) -> Run:
    """`newsarchive crawl macommune` at full speed."""
    options = ("--archive", str(archive), "--base-url", base_url, "--delay", "0")
    return run(*COMMAND, *options, *arguments, env=env)


def run(*command: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: int = 120) -> Run:
    """A command, to its end; one that hangs is given up after `timeout` seconds."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    return Run(code=done.returncode, out=done.stdout, err=done.stderr)


def rows(archive: Path, sql: str, *values: object) -> list[Row]:
    """What a query on the archive's database gives."""
    with connect(archive / "newsarchive.db") as db:
        db.row_factory = Row
        found = db.execute(sql, values).fetchall()
    db.close()
    return found


def column(archive: Path, sql: str, *values: object) -> list[Any]:
    """The first column of what a query gives."""
    return [row[0] for row in rows(archive, sql, *values)]


def article(title: str, body: str = "", teasers: tuple[str, ...] = ()) -> bytes:
    """A page with an article on it; `teasers` are paths."""
    promoted = "".join(
        f'<article><h3><a href="{path}">Autre titre {path}</a></h3><p>Le chapô de cet autre article.</p></article>'
        for path in teasers
    )
    return f"""<html><head><title>{title}</title></head><body><main><article><h1>{title}</h1>
      <p>Publié le 12/03/2013 - 17:32</p><p>Mis à jour le 13/03/2013 - 11:59</p>
      <p>Le chapô de l'article, qui résume en une phrase ce qui suit.</p>
      <p>Un premier paragraphe du corps, assez long pour en être un. {body}</p>
      <p>Un second paragraphe du corps, lui aussi assez long pour en être un.</p></article></main>
      <section><h2>Economie</h2>{promoted}</section></body></html>""".encode()


@dataclass(slots=True)
class Reply:
    """What a scripted site answers."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """Announced length, where it is not the true one."""
    wait_for: threading.Event | None = None


Script = dict[str, bytes | Reply | Callable[[], Reply]]


@contextmanager
def scripted(script: Script) -> Iterator[tuple[str, list[str]]]:
    """Serve paths as told, 404 for all others; yields the base URL and the list of paths asked for so far."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            entry = script.get(self.path, Reply(status=404))
            reply = Reply(body=entry) if isinstance(entry, bytes) else entry if isinstance(entry, Reply) else entry()
            if reply.wait_for:
                reply.wait_for.wait(60)
            self.send_response(reply.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
            headers["Content-Length"] = str(len(reply.body) if reply.length is None else reply.length)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.length is not None

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def sitemap(*paths: str, lastmod: Mapping[str, str] | None = None) -> bytes:
    """A sitemap of these paths."""
    dated = lastmod or {}
    urls = (f"<url><loc>{SITE}{path}</loc><lastmod>{dated.get(path, '')}</lastmod></url>" for path in paths)
    return f"<urlset>{''.join(urls)}</urlset>".encode()
