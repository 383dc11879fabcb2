"""Hostile pages are as bad as their names say."""

from __future__ import annotations

import gzip
import http.client
import zlib
from urllib.parse import urlsplit

import pytest

from newsarchive.demo import Replica, running
from newsarchive.demo.hostile import Hostility

SITE = "https://www.macommune.info"


@pytest.fixture(scope="module")
def hostile() -> Replica:
    return Replica(articles=90, hostile=True)


def body_of(replica: Replica, kind: Hostility) -> bytes:
    return replica.serve(path_of(replica, kind)).answer.body


def path_of(replica: Replica, kind: Hostility) -> str:
    return next(url for url, found in replica.hostile.items() if found is kind).removeprefix(SITE)


def test_an_ordinary_replica_has_none(replica: Replica) -> None:
    assert not replica.hostile
    assert replica.serve("/hostile-empty-body/").answer.status == 404


def test_the_sitemap_names_them_all_and_the_truth_none(hostile: Replica) -> None:
    sitemap = hostile.serve("/sitemap-archives-divers-1.xml").answer.body.decode()
    assert "/sitemap-archives-divers-1.xml" in hostile.serve("/sitemap-archives.xml").answer.body.decode()
    assert len(hostile.hostile) == len(Hostility)
    assert all(url in sitemap for url in hostile.hostile)
    assert not set(hostile.hostile) & set(hostile.truth())


def test_text_is_spoilt_as_named(hostile: Replica) -> None:
    assert body_of(hostile, Hostility.EMPTY) == b""
    assert b"Page introuvable" in body_of(hostile, Hostility.ERROR_PAGE)
    assert b"<h1" not in body_of(hostile, Hostility.NO_HEADLINE)
    assert body_of(hostile, Hostility.TWO_HEADLINES).count(b"<h1") == 2
    assert b"12/03/2087 - 17:32" in body_of(hostile, Hostility.FUTURE)
    assert b"01/01/1970 - 01:00" in body_of(hostile, Hostility.EPOCH)
    assert "PubliÃ© le" in body_of(hostile, Hostility.MOJIBAKE).decode()
    assert b"\x00" in body_of(hostile, Hostility.NULL_BYTES)
    assert b"</p>" not in body_of(hostile, Hostility.UNCLOSED)
    assert len(body_of(hostile, Hostility.HUGE)) > 20_000_000
    assert b"<div>" * 5_000 in body_of(hostile, Hostility.DEEP)
    assert "Publié le".encode() not in body_of(hostile, Hostility.ONLY_TEASERS)


def test_it_is_said_which_of_them_ought_to_yield_an_article() -> None:
    assert Hostility.TWO_HEADLINES.yields_article
    assert Hostility.RECOVERING.yields_article
    assert not Hostility.ONLY_TEASERS.yields_article
    assert not Hostility.UNAVAILABLE.yields_article


def test_charsets_are_declared_wrongly(hostile: Replica) -> None:
    with pytest.raises(UnicodeDecodeError):
        body_of(hostile, Hostility.LATIN1_AS_UTF8).decode()
    answer = hostile.serve(path_of(hostile, Hostility.UTF8_AS_LATIN1)).answer
    assert "Publié le" in answer.body.decode()
    assert answer.content_type.endswith("iso-8859-1")


def test_answers_are_spoilt_on_the_wire(hostile: Replica) -> None:
    with running(hostile) as base_url:
        loop = get(base_url, path_of(hostile, Hostility.REDIRECT_LOOP))
        assert loop.status == 302
        assert str(loop.headers["Location"]).startswith(path_of(hostile, Hostility.REDIRECT_LOOP))
        with pytest.raises(http.client.IncompleteRead):
            get(base_url, path_of(hostile, Hostility.CUT_OFF)).read()
        with pytest.raises(zlib.error):
            gzip.decompress(get(base_url, path_of(hostile, Hostility.BROKEN_GZIP)).read())
        unavailable = path_of(hostile, Hostility.UNAVAILABLE)
        assert [get(base_url, unavailable).status for _ in range(3)] == [503, 503, 503]
        recovering = path_of(hostile, Hostility.RECOVERING)
        assert [get(base_url, recovering).status for _ in range(3)] == [503, 200, 200]


def get(base_url: str, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=20)
    connection.request("GET", path)
    return connection.getresponse()
