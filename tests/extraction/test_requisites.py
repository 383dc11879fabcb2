"""What pages and stylesheets are shown with, by the addresses they name."""

from __future__ import annotations

import pytest

from newsarchive.extraction.document import parse
from newsarchive.extraction.requisites import LONGEST, MOST, Requisite, requisites_of_page, requisites_of_stylesheet

PAGE = "https://site.example/une/"


def named(html: str, url: str = PAGE) -> list[str]:
    found = requisites_of_page(parse(html.encode(), url).root, url)
    return [requisite.url.removeprefix("https://site.example") for requisite in found]


def in_css(css: str) -> list[Requisite]:
    return requisites_of_stylesheet(css, "https://site.example/css/a.css")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<img src=/a.jpg>", ["/a.jpg"]),
        ("<img src=b.jpg>", ["/une/b.jpg"]),
        ("<img src='data:image/gif;base64,R0=' data-src=/a.jpg data-lazy-src=/b.jpg>", ["/a.jpg", "/b.jpg"]),
        ("<img src=/a.jpg srcset='/s.jpg 300w, /l.jpg 1200w, /m.jpg 600w'>", ["/a.jpg", "/l.jpg"]),
        ("<img data-srcset='/1.jpg,\n /2.jpg 2x,/15.jpg 1.5x'>", ["/2.jpg"]),
        ("<img srcset='/w_300,h_200/a.jpg 300w, /w_900,h_600/a.jpg 900w'>", ["/w_900,h_600/a.jpg"]),
        ("<picture><source srcset='/a.webp 100w, /b.webp 200w'><img src=/a.jpg></picture>", ["/b.webp", "/a.jpg"]),
        ("<video poster=/p.jpg><source src=/film.mp4></video>", ["/p.jpg"]),
        ("<link rel='shortcut ICON' href=/f.ico><link rel=canonical href=/une/>", ["/f.ico"]),
        ("<link rel=preload as=font href=/a.woff2><link rel=preload as=fetch href=/b.json>", ["/a.woff2"]),
        ("<script src=/a.js></script><script>var x = '/b.js'</script>", ["/a.js"]),
        ("<meta property=og:image content=/o.jpg><meta property=og:url content=/p>", ["/o.jpg"]),
        ("<style>a { background: url('/c.png') }</style>", ["/c.png"]),
        ("<noscript><img src=/n.jpg></noscript>", ["/n.jpg"]),
        ("<base href=/deep/><img src=a.jpg>", ["/deep/a.jpg"]),
        ("<img src=/a.jpg><img src=/a.jpg#x>", ["/a.jpg"]),
        ("<img src='/photo \u00e9t\u00e9.jpg'>", ["/photo%20%C3%A9t%C3%A9.jpg"]),
        ("<img src=//cdn.example/a.jpg>", ["https://cdn.example/a.jpg"]),
        ("<a href=/a.jpg>x</a><iframe src=/b></iframe>", []),
    ],
)
def test_what_a_browser_asks_for_is_named(html: str, found: list[str]) -> None:
    assert named(html) == found


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "#x",
        "  ",
        "/une/",
        "javascript:x()",
        "file:///etc/passwd",
        "http://",
        "http://[bad/",
        "http://x:99999/",
        "ftp://x/y",
    ],
)
def test_what_is_no_address_of_anything_is_left_out(reference: str) -> None:
    assert named(f"<img src='{reference}'><script src='{reference}'></script>") == []


def test_a_page_cannot_name_without_end() -> None:
    assert len(named("".join(f"<img src=/{number}.jpg>" for number in range(2 * MOST)))) == MOST
    assert named(f"<img src='/{'a' * LONGEST}.jpg'><img srcset='{',' * 50_000}'>") == []


def test_stylesheets_are_told_from_the_rest() -> None:
    html = "<link rel='preload stylesheet' as=style href=/a.css><link rel=preload as=style href=/b.css><img src=/c.css>"
    found = requisites_of_page(parse(html.encode(), PAGE).root, PAGE)
    assert [requisite.is_stylesheet for requisite in found] == [True, True, False]


def test_a_stylesheet_names_pictures_fonts_and_others() -> None:
    found = in_css(
        """@import "b.css"; @IMPORT url(c.css) screen; @import url( 'd.css' );
        /* url(no.png) */ a { background: url( "e.png" ) no-repeat, URL(/f.png) }
        b { src: url('g.woff2#x') format("x") }
        c { background: url(data:image/png;base64,AAAA=); behavior: url(#default) } d { content: "url" }"""
    )
    sheets = [requisite.url.rpartition("/")[2] for requisite in found if requisite.is_stylesheet]
    others = [requisite.url for requisite in found if not requisite.is_stylesheet]
    assert sheets == ["b.css", "c.css", "d.css"]
    assert others == [f"https://site.example/{path}" for path in ("css/e.png", "f.png", "css/g.woff2")]


@pytest.mark.parametrize("junk", ["url(", "@import ", "/*", "url('\n", "@import url( ", "\x00url(\x00"])
def test_junk_is_no_stylesheet_and_takes_no_time(junk: str) -> None:
    assert in_css(junk * 20_000) == []
