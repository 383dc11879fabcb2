"""A site that answers byte for byte what it is told, and what a fetch with the crawl's settings makes of that.

`python -m tests.crawling.wire ADDRESS …` asks for each, robots.txt first, and prints every exchange as a line of JSON.
"""

from __future__ import annotations

import json
import socketserver
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from newsarchive.crawling.exchanges import exchange_of
from newsarchive.items import Exchange
from tests.crawling.running import ROOT

ASKING = ("DOWNLOAD_HANDLERS", "DEFAULT_REQUEST_HEADERS", "COMPRESSION_ENABLED", "ROBOTSTXT_OBEY", "USER_AGENT")
"""Settings of the crawl that have a say in what is sent and received."""


@contextmanager
def told(answers: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Serve these bytes by path; an answer that is not framed ends with its connection.

    Yields the base URL, and what was received, by path.
    """
    received: dict[str, bytes] = {}

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while head := self._head():
                path = head.split()[1].decode()
                received[path] = head
                self.wfile.write(answers[path])
                if b"close" in answers[path]:
                    return

        def _head(self) -> bytes:
            lines: list[bytes] = []
            while (line := self.rfile.readline()) not in (b"\r\n", b""):
                lines.append(line)
            return b"".join([*lines, line])

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", received
        finally:
            server.shutdown()


def fetched(base_url: str, paths: Sequence[str]) -> dict[str, Exchange]:
    """What a process of its own made of each of these, and of robots.txt, by path."""
    command = [sys.executable, "-m", __name__, *(base_url + path for path in paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        line["url"].removeprefix(base_url): Exchange(
            request_head=bytes.fromhex(line["request_head"]),
            response_head=bytes.fromhex(line["response_head"]),
            payload=bytes.fromhex(line["payload"]),
            ip_address=line["ip_address"],
        )
        for line in lines
    }


class Printing:
    """Downloader middleware in the place of the one that captures."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Print the exchange; the payload is no copy."""
        exchange = exchange_of(request, response)
        assert exchange.payload is response.body
        heads = {"request_head": exchange.request_head.hex(), "response_head": exchange.response_head.hex()}
        rest = {"payload": exchange.payload.hex(), "ip_address": exchange.ip_address, "url": request.url}
        sys.stdout.write(json.dumps({**heads, **rest}) + "\n")
        return response


class Asking(Spider):
    """Asks for addresses and reads nothing."""

    name = "asking"
    addresses: Sequence[str] = ()

    async def start(self) -> AsyncIterator[Request]:
        """One request each, as conditional as those of a crawl."""
        for address in self.addresses:
            meta = {"dont_redirect": True, "dont_retry": True, "handle_httpstatus_all": True}
            yield Request(address, headers={"If-None-Match": 'W/"1"'}, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Leave it."""


def main() -> None:
    """Fetch what the command line names."""
    project = Settings()
    project.setmodule("newsarchive.crawling.settings", priority="project")
    settings = Settings({name: project.get(name) for name in ASKING})
    settings.setdict({"LOG_ENABLED": False, "DOWNLOADER_MIDDLEWARES": {Printing: 800}})
    process = AsyncCrawlerProcess(settings)
    process.crawl(Asking, addresses=sys.argv[1:])
    process.start()


if __name__ == "__main__":
    main()
