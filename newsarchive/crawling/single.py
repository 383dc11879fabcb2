"""One page by hand: from a file, or asked for once from its site, as politely as a crawl would."""

from __future__ import annotations

from datetime import UTC, datetime
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from newsarchive.crawling.asking import Received, ask
from newsarchive.errors import FileUnusable, SiteUnreachable, UnreadableBody, UnreadablePage
from newsarchive.extraction.document import MAX_BYTES, parse
from newsarchive.extraction.metadata import canonical_link
from newsarchive.intake.decoding import GZIP_MAGIC, decoded, gunzipped
from newsarchive.items import Page
from newsarchive.sites import site_named, site_of

_MAX_REDIRECTS = 10
_ACCEPT = {"Accept": "text/html,*/*;q=0.5"}
_WEB = ("http://", "https://")
_MARKUP = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")


def page_from_file(path: Path, url: str | None = None, site: str | None = None) -> Page:
    """A saved page, also gzipped; without `url` its own canonical link says where it came from.

    Raises FileUnusable, UnreadablePage, UnknownSite.
    """
    _check_name(site)
    body, saved_at = _contents(path)
    address = url or _canonical(body) or path.resolve().as_uri()
    return Page(
        url=address,
        final_url=address,
        fetched_at=saved_at,
        status=200,
        body=body,
        site=site or site_of(address).name,
    )


def _contents(path: Path) -> tuple[bytes, datetime]:
    """The bytes of a file, unpacked, and when it was written (aware, UTC)."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
        saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError as error:
        raise FileUnusable(f"there is no file {path}; the address of a page begins with https://") from error
    except IsADirectoryError as error:
        raise FileUnusable(f"{path} is a folder; name a page that is saved in it") from error
    except (OSError, ValueError) as error:
        raise FileUnusable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        return (gunzipped(body, limit=MAX_BYTES) if body.startswith(GZIP_MAGIC) else body), saved_at
    except UnreadableBody as error:
        raise UnreadablePage(f"{path} is gzipped and cannot be unpacked: {error}") from error


def _canonical(body: bytes) -> str | None:
    link = canonical_link(parse(body, "").root)
    return link if link and link.lower().startswith(_WEB) else None


def page_from_web(url: str, site: str | None = None) -> Page:
    """One page as its site serves it now; robots.txt is asked first, again wherever a redirect leads.

    Raises SiteUnreachable where the site does not answer or forbids it, UnreadablePage where that is no HTML,
    UnknownSite.
    """
    _check_name(site)
    asked = [safe_url_string(url)]
    while True:
        answer = _answer(asked[-1])
        if isinstance(answer, Received):
            return _page(asked[0], answer, site)
        if answer in asked or len(asked) > _MAX_REDIRECTS:
            raise SiteUnreachable(f"{asked[0]} redirects in a circle or without end")
        asked.append(answer)


def _answer(url: str) -> Received | str:
    """The response to one request, or where it redirects to."""
    _ask_robots(url)
    received = ask(url, _ACCEPT, kinds=_MARKUP)
    if target := received.target:
        if not target.lower().startswith(_WEB):
            raise SiteUnreachable(f"{url} redirects to {target}, which is no web page")
        return target
    if not 200 <= received.status < 300:
        raise SiteUnreachable(f"{url} answered {received.status} {received.reason}")
    _check_kind(url, received.headers)
    return received


def _check_kind(url: str, headers: HTTPMessage) -> None:
    if "content-type" in headers and headers.get_content_type() not in _MARKUP:
        raise UnreadablePage(f"{url} is {headers.get_content_type()}, not an HTML page")


def _page(asked: str, received: Received, site: str | None) -> Page:
    if len(received.body) > MAX_BYTES:
        raise UnreadablePage(f"{received.url} weighs more than {MAX_BYTES // 2**20} MiB; that is never an article")
    body = decoded(received.body, received.codings, limit=MAX_BYTES)
    name, mirror = _whose(received.url, body)
    return Page(
        url=asked,
        final_url=received.url,
        fetched_at=datetime.now(UTC),
        status=received.status,
        headers=received.headers_joined,
        body=body,
        encoding=received.headers.get_content_charset(),
        site=site or name,
        mirror=mirror,
    )


def _whose(url: str, body: bytes) -> tuple[str, str | None]:
    """Name of the site a page belongs to, and where that is a copy, as its canonical link says, the copy's base URL."""
    name = site_of(url).name
    try:
        canonical = _canonical(body)
    except UnreadablePage:
        return name, None
    if name != "generic" or not canonical or site_of(canonical).name == "generic":
        return name, None
    return site_of(canonical).name, urljoin(url, "/")


def _ask_robots(url: str) -> None:
    """Raises SiteUnreachable where robots.txt forbids the address, or cannot be had (RFC 9309, section 2.3.1)."""
    from newsarchive.crawling.robots import Robots, refusal

    address = urljoin(url, "/robots.txt")
    passed = [address]
    while target := (received := ask(passed[-1], {})).target:
        if target in passed or len(passed) > _MAX_REDIRECTS or not target.lower().startswith(_WEB):
            raise SiteUnreachable(f"{address} redirects to no robots.txt: unknown what is allowed")
        passed.append(target)
    if refused := refusal(address, received.status):
        raise SiteUnreachable(refused)
    rules = Robots(received.body if received.status < 300 else b"")
    if not rules.allows(url):
        raise SiteUnreachable(f"robots.txt forbids {url}; save the page from a browser and explain the file")


def _check_name(site: str | None) -> None:
    if site is not None:
        site_named(site)
