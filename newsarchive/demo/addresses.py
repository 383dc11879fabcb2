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
    match zlib.crc32(f"{page_path} {url}".encode()) % 7:
        case 1:
            return path
        case 2:
            return url.removeprefix("https:")
        case 3:
            return "../" * (page_path.count("/") - 1) + path[1:] if page_path.endswith("/") else path
        case 4:
            return url.replace("https://www.", "http://")
        case 5:
            return path.rstrip("/") or "/"
    return url
