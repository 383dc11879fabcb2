"""A plain HTTP client, and the addresses a replica answers."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsarchive.demo import Replica

SITE = "https://www.macommune.info"


class Client:
    """Keeps one connection open, follows nothing."""

    def __init__(self, base_url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=20)

    def __call__(
        self, target: str, method: str = "GET", *, body: bytes | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        self.connection.request(method, target, body=body, headers=names)
        response = self.connection.getresponse()
        return response, response.read()


def text(replica: Replica, path: str) -> str:
    return replica.serve(path).answer.body.decode()


def status(replica: Replica, path: str) -> int:
    return replica.serve(path).answer.status


def article_paths(replica: Replica) -> list[str]:
    return [truth.paths[0] for truth in replica.truth().values()]


def lists(replica: Replica) -> Iterator[str]:
    """The front page, the first section's listing, feeds, and every sitemap."""
    yield from ("/", "/page/2/", "/actualite/economie/", "/actualite/economie/page/2/")
    yield from ("/feed/", "/?feed=actualite-societe")
    for index in re.findall(r"Sitemap: (\S+)", text(replica, "/robots.txt")):
        yield index.removeprefix(SITE)
        for part in re.findall(r"<loc>([^<]+)</loc>", text(replica, index.removeprefix(SITE))):
            yield part.removeprefix(SITE)


def listed(replica: Replica) -> str:
    """The text of all lists."""
    return "\n".join(text(replica, path) for path in lists(replica))
