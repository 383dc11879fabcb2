"""What the replica's pages are shown with: pictures, a stylesheet, scripts, each made from its address."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from typing import Final

from newsarchive.demo.exchange import Answer

_SIZE: Final = 16
"""Width and height of every picture, in pixels."""
_STYLE: Final = """@import "fonts.css";
.site-header { background: #0a5ea8 url("img/header.png") repeat-x; }
.box_image { background: url(img/loading.png?v=2) center no-repeat; }
"""
_FONTS: Final = """@font-face { font-family: Lato; src: url("fonts/lato.woff2") format("woff2"); }
"""
_SCRIPT: Final = "(function (w) {{ w.mcLoaded = (w.mcLoaded || []).concat('{}'); }})(window);\n"
_LOGO: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="180" height="40"><text y="28">maCommune.info</text></svg>\n'
)


def answer_asset(path: str) -> Answer | None:
    """The file at a path, None where there is none: the same bytes every time."""
    for pattern, content_type, made in _FILES:
        if pattern.fullmatch(path):
            return Answer(body=made(path), content_type=content_type)
    return None


def picture(path: str) -> bytes:
    """A PNG (https://www.w3.org/TR/png-3/) whose colours come from the path."""
    seed = zlib.crc32(path.encode())
    red, green, blue = seed & 255, seed >> 8 & 255, seed >> 16 & 255
    rows = (
        b"\0" + bytes(value for x in range(_SIZE) for value in (red, (green + 9 * x) & 255, (blue + 9 * y) & 255))
        for y in range(_SIZE)
    )
    header = struct.pack(">IIBBBBB", _SIZE, _SIZE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


_FILES: Final[tuple[tuple[re.Pattern[str], str, Callable[[str], bytes]], ...]] = (
    (re.compile(r"/(?:wp-content|sites)/.+\.(?:jpg|png)"), "image/png", picture),
    (re.compile(r"/wp-content/themes/macommune/logo\.svg"), "image/svg+xml", lambda _: _LOGO.encode()),
    (re.compile(r"/wp-content/themes/macommune/style\.css"), "text/css; charset=utf-8", lambda _: _STYLE.encode()),
    (re.compile(r"/wp-content/themes/macommune/fonts\.css"), "text/css; charset=utf-8", lambda _: _FONTS.encode()),
    (
        re.compile(r"/wp-(?:content|includes)/.+\.js"),
        "text/javascript; charset=utf-8",
        lambda path: _SCRIPT.format(path.rpartition("/")[2]).encode(),
    ),
)
"""Pattern of the whole path, content type, contents; fonts and films are named by pages and not there."""
