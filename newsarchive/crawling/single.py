"""One page by hand: from a file, or asked for once from its site, as politely as a crawl would."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import Request, urlopen
from urllib.robotparser import RobotFileParser

from newsarchive.errors import SiteUnreachable, UnreadablePage
from newsarchive.extraction.document import MAX_BYTES, parse
from newsarchive.extraction.metadata import canonical_link
from newsarchive.items import Page
from newsarchive.sites import site_of

_TIMEOUT = 30
"""Seconds."""


def page_from_file(path: Path, url: str | None = None, site: str | None = None) -> Page:
    """A saved page, also gzipped; without `url` its own canonical link says where it came from.

    Raises UnreadablePage, OSError.
    """
    body = path.read_bytes()
    try:
        body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    except (OSError, EOFError) as error:
        raise UnreadablePage(f"{path} is gzipped, but broken: {error}") from error
    address = url or canonical_link(parse(body, "").root) or path.resolve().as_uri()
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return _page(address, address, modified, 200, {}, body, None, site)


def page_from_web(url: str, user_agent: str, site: str | None = None) -> Page:
    """One page as its site serves it now. Raises SiteUnreachable where it does not answer, or robots.txt forbids."""
    _ask_robots(url, user_agent)
    request = Request(url, headers={"User-Agent": user_agent, "Accept": "text/html,*/*;q=0.5"})
    try:
        with urlopen(request, timeout=_TIMEOUT) as response:
            body = response.read(MAX_BYTES + 1)
            headers = {name.lower(): value for name, value in response.headers.items()}
            charset = response.headers.get_content_charset()
            return _page(url, response.url, datetime.now(UTC), response.status, headers, body, charset, site)
    except HTTPError as error:
        raise SiteUnreachable(f"{url} answered {error.code} {error.reason}") from error
    except (URLError, OSError, ValueError) as error:
        raise SiteUnreachable(f"{url} did not answer: {error}") from error


def _ask_robots(url: str, user_agent: str) -> None:
    address = urljoin(url, "/robots.txt")
    robots = RobotFileParser(address)
    try:
        with urlopen(Request(address, headers={"User-Agent": user_agent}), timeout=_TIMEOUT) as response:
            robots.parse(response.read(MAX_BYTES).decode("utf-8", "replace").splitlines())
    except HTTPError as error:
        if error.code in (401, 403):
            raise SiteUnreachable(f"{address} answered {error.code}: the site wants no robots") from error
        return
    except (URLError, OSError, ValueError) as error:
        raise SiteUnreachable(f"{address} did not answer: {error}") from error
    if not robots.can_fetch(user_agent, url):
        raise SiteUnreachable(f"robots.txt forbids {url}; save the page from a browser and explain the file")


def _page(
    url: str,
    final_url: str,
    fetched_at: datetime,
    status: int,
    headers: dict[str, str],
    body: bytes,
    encoding: str | None,
    site: str | None,
) -> Page:
    return Page(
        url=url,
        final_url=final_url,
        fetched_at=fetched_at,
        status=status,
        headers=headers,
        body=body,
        encoding=encoding,
        site=site or site_of(final_url).name,
    )
