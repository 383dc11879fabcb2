"""One article, one URL: canonical addresses, their permanent keys, and the way to a mirror and back.

Normalisation follows RFC 3986, section 6.2 (case, percent-encoding, dot segments, default ports). Nothing here raises
on junk: a text that is no http(s) address (`mailto:…`, `http://[bad`) is given back with its control characters
and outer white space removed, and is never an article.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

_TRACKING = re.compile(
    r"(?:amp;)*(?:utm_\w+|quicktabs_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|_ga|_gl|xtor|at_(?:medium|campaign)"
    r"|doing_wp_cron|geo|session|noamp|amp)",
    re.IGNORECASE,
)
# WordPress answers these with another document than the path names: a feed, search results, a post by its number.
_OTHER_DOCUMENT = frozenset({"feed", "s", "p", "page_id"})

_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_LOOPBACK = {"localhost": "127.0.0.1", "[::1]": "127.0.0.1"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE_OR_UNSAFE = re.compile(r"%[0-9A-Fa-f]{2}|%|[^\w\-.~!$&'()*+,;=:@/?%]+|[^\x00-\x7f]+", re.ASCII)
_UNRESERVED = re.compile(r"[\w\-.~]", re.ASCII)
_FILE_NAME = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """How a site writes its addresses; declared in `sites/<site>.py`."""

    host: str
    """The canonical host, lower case: `www.macommune.info`."""
    aliases: tuple[str, ...] = ()
    """Other hosts that are the same site: `macommune.info`."""
    rewrites: tuple[tuple[str, str], ...] = ()
    """(regex, replacement) on the path, applied in order and again for as long as the path gets shorter."""
    final_slash: bool = True
    """Whether the site's own addresses end in a slash; both spellings mean the same."""
    not_articles: tuple[str, ...] = ()
    """Regexes, searched in the canonical path, of whatever is no article: `^/$`, `^/tags/`, files."""


def canonical_url(url: str, addresses: Addresses | None = None) -> str:
    """The one form of an address; applied to its own result it changes nothing.

    On the site of `addresses`: https, the canonical host, the rewritten path with one final slash (none after a file
    name, or where the site writes none), no fragment; no query for an article, and for anything else (`/?feed=…`,
    `/?p=123`, `/actualites?start=10`) no tracking parameters.
    Elsewhere, or without `addresses`: scheme, host, port and escapes normalised, fragment and tracking parameters
    dropped, the rest kept.
    """
    text = _cleaned(url)
    parts = _split(text)
    if parts is None:
        return text
    query = _without_tracking(parts.query)
    if addresses is None or not _on_site(parts, addresses):
        return _joined(f"{parts.scheme}://{parts.netloc}{parts.path}", query)
    path = _site_path(parts.path, addresses)
    return _joined(f"https://{addresses.host}{path}", "" if _names_article(path, query, addresses) else query)


def resolved(base: str, reference: str) -> str | None:
    """A reference as an absolute address, None for junk like `http://[bad`."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return None


def article_key(canonical: str) -> str:
    """The permanent name of an article: first 10 characters, lower case, of base32(SHA-256) of its canonical URL."""
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest)[:10].decode("ascii").lower()


def is_article(url: str, addresses: Addresses) -> bool:
    """Whether an address, in any spelling, is on the site and may be an article's; False for junk."""
    parts = _split(_cleaned(url))
    if parts is None or not _on_site(parts, addresses):
        return False
    return _names_article(_site_path(parts.path, addresses), parts.query, addresses)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A host that stands in for a site, such as a replica; `base_url` may end in a path the site hangs under."""

    base_url: str
    addresses: Addresses

    def to_site(self, url: str) -> str:
        """The site's own address of what the mirror or the site calls `url`; other addresses come back untouched."""
        parts, base = _split(_cleaned(url)), self._base()
        if parts is None:
            return url
        if _on_site(parts, self.addresses):
            return f"https://{self.addresses.host}{_tail(parts)}"
        prefix = base.path.rstrip("/")
        if _same_server(parts, base) and (parts.path + "/").startswith(prefix + "/"):
            return f"https://{self.addresses.host}{_tail(parts, skip=len(prefix))}"
        return url

    def to_mirror(self, url: str) -> str:
        """Where the mirror serves an address of the site; other addresses come back untouched."""
        parts, base = _split(_cleaned(url)), self._base()
        if parts is None or not _on_site(parts, self.addresses):
            return url
        return f"{base.scheme}://{base.netloc}{base.path.rstrip('/')}{_tail(parts)}"

    def _base(self) -> SplitResult:
        base = _split(_cleaned(self.base_url))
        if base is None:
            raise ValueError(f"The mirror's address {self.base_url!r} is no http or https URL; give one with its host.")
        return base


def _cleaned(url: str) -> str:
    return url.translate(_CONTROL).strip()


@lru_cache(4096)
def _split(url: str) -> SplitResult | None:
    """The normalised parts of an http(s) address, without user info; None for anything else."""
    if url.startswith("//"):
        url = "https:" + url
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:
        return None
    host = f"[{host}]" if ":" in host else host.rstrip(".").lower()
    # Browsers end the host at a backslash where urlsplit does not: an address with one names two hosts.
    if parts.scheme not in _DEFAULT_PORTS or "\\" in parts.netloc or not _HOST.fullmatch(host):
        return None
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = _without_dot_segments(_escaped(parts.path))
    return SplitResult(parts.scheme, netloc, path, _escaped(parts.query), _escaped(parts.fragment))


def _escaped(text: str) -> str:
    return _ESCAPE_OR_UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    text = match[0]
    if len(text) == 3 and text[0] == "%":
        char = chr(int(text[1:], 16))
        return char if _UNRESERVED.fullmatch(char) else text.upper()
    return quote(text, safe="", errors="replace")


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    kept = (pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    return "&".join(kept)


def _on_site(parts: SplitResult, addresses: Addresses) -> bool:
    return parts.netloc == addresses.host or parts.netloc in addresses.aliases


def _site_path(path: str, addresses: Addresses) -> str:
    while True:
        path = _one_slash(path, addresses)
        rewritten = path
        for pattern, replacement in addresses.rewrites:
            rewritten = re.sub(pattern, replacement, rewritten)
        rewritten = _one_slash(rewritten, addresses)
        if len(rewritten) >= len(path):
            return rewritten
        path = rewritten


def _one_slash(path: str, addresses: Addresses) -> str:
    path = "/" + "/".join(filter(None, path.split("/")))
    return path + "/" if addresses.final_slash and path != "/" and not _FILE_NAME.search(path) else path


def _names_article(path: str, query: str, addresses: Addresses) -> bool:
    if any(pair.partition("=")[0] in _OTHER_DOCUMENT for pair in query.split("&")):
        return False
    return not any(re.search(pattern, path) for pattern in addresses.not_articles)


def _joined(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _tail(parts: SplitResult, skip: int = 0) -> str:
    """Path, query and fragment of an address, less the first `skip` characters of the path."""
    path = parts.path[skip:] or "/"
    return _joined(path, parts.query) + (f"#{parts.fragment}" if parts.fragment else "")


def _same_server(one: SplitResult, other: SplitResult) -> bool:
    """Whether two addresses name one host and port; the names of the loopback interface are all the same."""
    return _loopback_as_one(one.netloc) == _loopback_as_one(other.netloc)


def _loopback_as_one(netloc: str) -> str:
    for name, number in _LOOPBACK.items():
        if netloc == name or netloc.startswith(name + ":"):
            return number + netloc[len(name) :]
    return netloc
