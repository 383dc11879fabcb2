"""Addresses in sitemaps, feeds and pages, on the bytes alone."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest

from newsarchive.errors import UnreadableBody
from newsarchive.intake.discovery import Entry, entries, links, moment_of, parsed

LIMIT = 10**6


def read(text: str) -> list[Entry]:
    return list(entries(text.encode(), limit=LIMIT))


def links_of(body: bytes, base_url: str) -> list[str]:
    root = parsed(body)
    return [] if root is None else list(links(root, base_url))


def test_a_sitemap_names_pages_with_their_last_change() -> None:
    sitemap = """<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
            xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
      <url><loc> https://site.example/une/ </loc><lastmod>2026-02-06T18:00:00+01:00</lastmod></url>
      <url><image:image><image:loc>https://site.example/photo.jpg</image:loc></image:image>
           <loc>https://site.example/deux/?a=1&amp;b=2</loc></url>
      <url><lastmod>2026-02-06</lastmod></url>
    </urlset>"""
    assert read(sitemap) == [
        Entry(url="https://site.example/une/", lastmod="2026-02-06T18:00:00+01:00"),
        Entry(url="https://site.example/deux/?a=1&b=2"),
    ]


def test_an_index_names_sitemaps() -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>https://site.example/a.xml</loc><lastmod>2026-02-06</lastmod></sitemap></sitemapindex>"""
    assert read(index) == [Entry(url="https://site.example/a.xml", lastmod="2026-02-06", kind="sitemap")]


def test_rss_and_rdf_name_items_not_the_channel() -> None:
    rss = """<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>https://site.example/</link>
      <item><title>Une</title><link><![CDATA[https://site.example/une/?utm_source=rss]]></link>
      <guid>https://site.example/?p=1</guid><pubDate>Fri, 06 Feb 2026 18:00:00 +0100</pubDate></item></channel></rss>"""
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel><link>https://site.example/</link></channel><item><link>https://site.example/une/</link></item></rdf:RDF>"""
    une = Entry(url="https://site.example/une/?utm_source=rss", lastmod="Fri, 06 Feb 2026 18:00:00 +0100")
    assert read(rss) == [une]
    assert read(rdf) == [Entry(url="https://site.example/une/")]


def test_atom_entries_are_known_by_their_alternate_link() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://site.example/"/>
      <entry><link rel="replies" href="https://site.example/une/#comments"/>
      <link rel="alternate" href="https://site.example/une/"/>
      <published>2026-02-05T10:00:00Z</published><updated>2026-02-06T10:00:00Z</updated></entry></feed>"""
    assert read(atom) == [Entry(url="https://site.example/une/", lastmod="2026-02-06T10:00:00Z")]


def test_a_gzipped_sitemap_is_unpacked_up_to_the_limit() -> None:
    packed = gzip.compress(b"<urlset>" + b"<url><loc>https://site.example/a/</loc></url>" * 100 + b"</urlset>")
    assert len(list(entries(packed, limit=LIMIT))) == 100
    with pytest.raises(UnreadableBody, match="more than 1000 bytes"):
        list(entries(packed, limit=1000))


def test_broken_xml_is_read_up_to_where_it_breaks() -> None:
    cut = "\n<urlset><url><loc>https://site.example/a/</loc></url><url><loc>https://site.ex"
    assert Entry(url="https://site.example/a/") in read(cut)


@pytest.mark.parametrize("body", ["", "   ", "<html><body><h1>Page introuvable</h1></body></html>", "no markup at all"])
def test_what_is_no_sitemap_is_refused_with_a_sentence(body: str) -> None:
    with pytest.raises(UnreadableBody, match="no sitemap or feed"):
        read(body)


def test_entities_do_not_explode() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = read(bomb + "]><urlset><url><loc>https://site.example/&i;</loc></url></urlset>")
    assert all(len(entry.url) < 1000 for entry in found)


def test_a_long_sitemap_is_read_without_keeping_it() -> None:
    body = b"<urlset>" + b"<url><loc>https://site.example/a/</loc></url>" * 20_000 + b"</urlset>"
    tracemalloc.start()
    try:
        assert sum(1 for _ in entries(body, limit=LIMIT)) == 20_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * len(body)


def test_links_of_a_page_are_absolute_and_named_once() -> None:
    page = """<html><head><base href="/dossier/"><link rel="next" href="/page/2/"><link rel="icon" href="/i.png"></head>
      <body><a href="un/">1</a><a href="un/#commentaires">encore</a><a href=" //site.example/deux/ ">2</a>
      <a href="mailto:x@site.example">x</a><a href="javascript:void(0)">x</a><a href="tel:0381000000">x</a>
      <button data-url="https://site.example/page/3/">CHARGER LA SUITE</button></body></html>"""
    assert links_of(page.encode(), "https://site.example/actualite/") == [
        "https://site.example/page/2/",
        "https://site.example/dossier/un/",
        "https://site.example/deux/",
        "https://site.example/page/3/",
    ]


@pytest.mark.parametrize("body", [b"", b"\0\0\0", b"<!-- nothing -->", "<p>é".encode("latin-1")])
def test_a_page_without_links_has_none(body: bytes) -> None:
    assert links_of(body, "https://site.example/") == []


def test_a_printed_change_is_a_moment() -> None:
    assert moment_of("2026-02-06T18:00:00+01:00") == datetime(2026, 2, 6, 17, tzinfo=UTC)
    assert moment_of("Fri, 06 Feb 2026 18:00:00 +0100") == datetime(2026, 2, 6, 17, tzinfo=UTC)
    assert moment_of("2026-02-06T18:00:00") == datetime(2026, 2, 6, 17, tzinfo=UTC)
    day = moment_of("2026-02-06")
    assert day is not None
    assert day.isoformat() == "2026-02-06T23:59:59.999999+01:00"
    assert moment_of("hier") is None
    assert moment_of("2026-02-31") is None
