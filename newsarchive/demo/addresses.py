"""How pages print the addresses of other pages: absolute, without scheme, without host, relative."""

from __future__ import annotations

import zlib

from newsarchive.demo.story import SITE


def print_address(url: str, page_path: str) -> str:
    """One of the spellings in use for an address of the site; which one depends on the page and the target.

    All of them resolve to `url` (but for a missing final slash) against a page at any depth of the same host.
    """
    if not url.startswith(f"{SITE}/"):
        return url
    path = url.removeprefix(SITE)
    spellings = (
        url,
        path,
        url.removeprefix("https:"),
        "../" * (page_path.count("/") - 1) + path[1:] if page_path.endswith("/") else path,
        url.replace("https://www.", "http://"),
        path.rstrip("/") or "/",
        url,
    )
    return spellings[zlib.crc32(f"{page_path} {url}".encode()) % len(spellings)]
