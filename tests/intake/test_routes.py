"""Identities on the site, requests to its mirror."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from newsarchive.intake.routes import Route
from newsarchive.urls import Addresses

SITE = Addresses(
    host="www.site.example",
    aliases=("site.example",),
    rewrites=((r"/amp/?$", "/"),),
    not_articles=(r"^/$", r"/page/\d+/$"),
)
DIRECT = Route(SITE, "/(page/[0-9]+/)?")
MIRRORED = Route(SITE, "/(page/[0-9]+/)?", "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/une/", "http://127.0.0.1:8000/une/amp?utm_source=x", "http://site.example/une"]
)
def test_whatever_the_mirror_calls_it_the_identity_is_the_sites(url: str) -> None:
    assert MIRRORED.identity(url) == "https://www.site.example/une/"
    assert MIRRORED.kind_of(MIRRORED.identity(url)) == "article"


def test_requests_go_to_the_mirror_with_the_spelling_kept() -> None:
    assert MIRRORED.address("http://site.example/une?x=1") == "http://127.0.0.1:8000/une?x=1"
    assert MIRRORED.address("https://www.site.example/une/") == "http://127.0.0.1:8000/une/"
    assert DIRECT.address("http://site.example/une") == "http://site.example/une"


@pytest.mark.parametrize(
    "url", ["https://pub.site.example/x/", "http://127.0.0.1:9/une/", "https://elsewhere.example/", "mailto:x@y"]
)
def test_nothing_else_is_ours(url: str) -> None:
    assert not MIRRORED.owns(MIRRORED.identity(url))
    assert MIRRORED.kind_of(MIRRORED.identity(url)) == "other"


def test_listings_are_known_by_their_whole_path() -> None:
    urls = ("http://site.example/page/2", "/", "/page/2/3/", "/page/2/?x=1")
    kinds = [DIRECT.kind_of(DIRECT.identity(urljoin("https://www.site.example/", url))) for url in urls]
    assert kinds == ["page", "listing", "article", "other"]


@pytest.mark.parametrize("name", ["http://site.example", "https://www.site.example", "//site.example"])
def test_what_a_page_is_shown_with_is_asked_for_at_the_site_or_its_mirror_with_its_query(name: str) -> None:
    assert DIRECT.beside(f"{name}/a.css?ver=1") == "https://www.site.example/a.css?ver=1"
    assert MIRRORED.beside(f"{name}/a.css?ver=1") == "http://127.0.0.1:8000/a.css?ver=1"
    assert MIRRORED.beside("http://127.0.0.1:8000/b.png") == "http://127.0.0.1:8000/b.png"
    assert DIRECT.beside("https://cdn.example/c.js?v=2") == "https://cdn.example/c.js?v=2"


@pytest.mark.parametrize("url", ["https://site.example/a", "http://127.0.0.1:8000/robots.txt"])
def test_the_site_is_known_by_its_hosts(url: str) -> None:
    assert MIRRORED.serves(url)
    assert not MIRRORED.serves("http://127.0.0.1:8001/robots.txt")
    assert not MIRRORED.serves("https://cdn.site.example/robots.txt")
