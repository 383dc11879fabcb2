"""A sitemap of a great many addresses is made while it is sent, in three forms."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from newsarchive.demo import Replica, running
from newsarchive.demo.giant import PIECE
from tests.demo.client import SITE, Client

COUNT = 10_500
LOC = re.compile(rb"<loc>([^<]+)</loc><lastmod>\d{4}-\d\d-\d\d</lastmod>")


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running(Replica(articles=90, giant_sitemap=COUNT, giant_form="gzip")) as url:
        yield url


@pytest.fixture
def client(base_url: str) -> Client:
    return Client(base_url)


def test_plain_and_packed_hold_the_same_addresses_and_robots_names_one_of_them(client: Client) -> None:
    assert client("/robots.txt")[1].decode().splitlines()[-1] == f"Sitemap: {SITE}/sitemap-geant.xml.gz"
    plain, packed = client("/sitemap-geant.xml"), client("/sitemap-geant.xml.gz")
    assert gzip.decompress(packed[1]) == plain[1]
    assert packed[0].headers["Content-Encoding"] is None
    assert len(set(LOC.findall(plain[1]))) == COUNT


def test_an_index_of_500_parts_holds_them_all(client: Client) -> None:
    parts = re.findall(r"<loc>([^<]+)</loc>", client("/sitemap-geant-index.xml")[1].decode())
    assert len(parts) == 500
    found = [loc for part in parts for loc in LOC.findall(client(part.removeprefix(SITE))[1])]
    assert sorted(found) == sorted(LOC.findall(client("/sitemap-geant.xml")[1]))
    assert [client(f"/sitemap-geant-{number}.xml")[0].status for number in (0, 501)] == [404, 404]


def test_the_addresses_answer_404_in_few_words(client: Client) -> None:
    loc = LOC.findall(client("/sitemap-geant-3.xml")[1])[0].decode()
    response, body = client(loc.removeprefix(SITE))
    assert response.status == 404
    assert len(body) < 200


def test_it_is_never_in_memory_as_a_whole() -> None:
    replica = Replica(articles=90, giant_sitemap=500_000)
    for path in ("/sitemap-geant.xml", "/sitemap-geant.xml.gz"):
        answer = replica.serve(path).answer
        assert answer.stream is not None
        assert max(len(piece) for _, piece in zip(range(5), answer.stream(), strict=False)) < PIECE * 200


def test_conditional_requests_heads_and_old_clients_are_served(client: Client, base_url: str) -> None:
    head, nothing = client("/sitemap-geant.xml", "HEAD")
    assert (head.status, nothing) == (200, b"")
    assert client("/sitemap-geant.xml", If_None_Match=head.headers["ETag"])[0].status == 304
    parts = urlsplit(base_url)
    with socket.create_connection((parts.hostname, parts.port or 0), timeout=20) as connection:
        connection.sendall(b"GET /sitemap-geant-1.xml HTTP/1.0\r\n\r\n")
        received = connection.makefile("rb").read()
    assert received.partition(b"\r\n\r\n")[2] == client("/sitemap-geant-1.xml")[1]


def test_an_ordinary_replica_has_none() -> None:
    replica = Replica(articles=90)
    assert replica.serve("/sitemap-geant.xml").answer.status == 404
    with pytest.raises(ValueError, match="500"):
        Replica(articles=90, giant_sitemap=7)
