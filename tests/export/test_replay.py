"""pywb, started as docs/replay.md says, serves what the crawl received."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from sqlite3 import Row

import pytest

from tests.crawling.running import rows
from tests.export.tools import FOLDER, ROOT, tool

_PATIENCE = 60
"""Seconds until a server that does not answer has failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pywb:
    port: int

    def page(self, collection: str, stamp: str, url: str) -> tuple[int, bytes, str]:
        """Status, body and Memento-Datetime of what is served as it was received."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        connection.request("GET", f"/{collection}/{stamp}id_/{url}")
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body, response.getheader("Memento-Datetime", "")


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs/replay.md").read_text("utf-8"), re.M | re.S)


@pytest.fixture(scope="module")
def pywb(archive: Path, tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    """The blocks of the document, in their order but for the server, which comes last."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "newsarchive").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m newsarchive "$@"\n')
    (folder / "newsarchive").chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}:{FOLDER}:{os.environ['PATH']}"}
    export, serve, unpack = blocks()
    prepare, _, start = serve.strip().rpartition("\n")
    for script in (export, prepare, unpack):
        done = subprocess.run(
            ["sh", "-ec", script], cwd=archive.parent, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = f"exec {start.replace('8080', str(port))}"
    with subprocess.Popen(["sh", "-c", command], cwd=archive.parent, env=environment, stderr=subprocess.PIPE) as server:
        try:
            await_port(port, server)
            yield Pywb(port=port)
        finally:
            server.send_signal(signal.SIGKILL)


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    server.kill()
    pytest.fail(f"pywb did not answer: {server.communicate()[1].decode()}")


def captures(archive: Path) -> list[Row]:
    return rows(
        archive,
        """SELECT url, strftime('%Y%m%d%H%M%S', fetched_at) AS stamp, status, kind, payload_sha256, original_id,
                  warc_file, warc_offset FROM captures WHERE status <> 304 ORDER BY id""",
    )


@pytest.mark.parametrize("collection", ["news", "from-wacz"])
def test_every_capture_is_served_as_it_was_received(archive: Path, pywb: Pywb, collection: str) -> None:
    wrong = []
    for capture in captures(archive):
        status, body, _ = pywb.page(collection, capture["stamp"], capture["url"])
        if (status, hashlib.sha256(body).hexdigest()) != (capture["status"], capture["payload_sha256"]):
            wrong.append((capture["url"], capture["stamp"], status))
    assert wrong == []


def test_among_them_are_pages_left_to_an_earlier_record_and_pages_that_came_packed(archive: Path, tools: None) -> None:
    kept = captures(archive)
    assert {"article", "robots"} <= {capture["kind"] for capture in kept if capture["original_id"]}
    files = sorted((archive / "warc").glob("*.warc.gz"))
    fields = "offset,http:content-encoding"
    indexed = [json.loads(line) for line in tool("warcio", "index", "--fields", fields, *files).stdout.splitlines()]
    packed = {int(record["offset"]) for record in indexed if record.get("http:content-encoding") == "gzip"}
    articles = [capture for capture in kept if capture["kind"] == "article"]
    assert [capture for capture in articles if capture["warc_offset"] in packed and not capture["original_id"]]


def test_where_nothing_had_changed_the_page_that_was_there_is_served(archive: Path, pywb: Pywb) -> None:
    (unchanged,) = rows(
        archive,
        """SELECT url, strftime('%Y%m%d%H%M%S', fetched_at) AS stamp FROM captures
           WHERE status = 304 AND kind = 'article' LIMIT 1""",
    )
    status, body, _ = pywb.page("news", unchanged["stamp"], unchanged["url"])
    assert status == 200
    kept = rows(archive, "SELECT payload_sha256 FROM captures WHERE url = ? AND status = 200", unchanged["url"])
    assert hashlib.sha256(body).hexdigest() in {row["payload_sha256"] for row in kept}
