"""Between the addresses of a site and where requests go: the site itself, or a mirror that stands in for it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..urls import Addresses, Mirror, canonical_url, is_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How to get to a site."""

    addresses: Addresses
    mirror: Mirror | None = None

    @classmethod
    def to(cls, addresses: Addresses, base_url: str | None) -> Route:
        """The way to a site, or to the mirror of it at `base_url`."""
        return cls(addresses=addresses, mirror=Mirror(base_url, addresses) if base_url else None)

    @property
    def home(self) -> str:
        """The site's front page, without its slash."""
        return f"https://{self.addresses.host}"

    def identity(self, url: str) -> str:
        """The site's own canonical address of whatever the site or its mirror calls `url`."""
        return canonical_url(self._on_site(url), self.addresses)

    def address(self, url: str) -> str:
        """Where to ask for an address of the site, spelling kept."""
        site_url = self._on_site(url)
        return self.mirror.to_mirror(site_url) if self.mirror else site_url

    def owns(self, identity: str) -> bool:
        """Whether an identity is the site's: nothing else is ever asked for."""
        return urlsplit(identity).netloc == self.addresses.host

    def is_article(self, identity: str) -> bool:
        """Whether an identity is on the site and may be an article's."""
        return is_article(identity, self.addresses)

    def _on_site(self, url: str) -> str:
        return self.mirror.to_site(url) if self.mirror else url
