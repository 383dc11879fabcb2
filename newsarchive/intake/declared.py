"""What a site's spider declares: where to begin, and how to tell a listing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .routes import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a spider declares: paths on the site, and whether articles are dated in listings alone."""

    site: str
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    """Tried beside those that robots.txt names; a site has one of them, as a rule."""
    listings: tuple[str, ...]
    dates_in_listings: bool
    route: Route


DeclaredOf = Callable[[str, str | None], Declared]
"""The declaration of a site by its name, for the mirror at that base URL or the site itself; raises UnknownSite."""
