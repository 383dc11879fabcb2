"""How a site writes its addresses, from those of a few articles and of what they link to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsarchive.proposal.samples import Sample, bare_host, headline_links

FILES = r"\.(?:xml|txt|jpe?g|png|gif|webp|svg|pdf|css|js|ico|mp[34]|zip)$"
RESERVED = r"^/(?:category|tags?|author|auteur|page|feed|comments|search|recherche|wp-[^/]+)(?:/|$)"
PAGES = r"/(?:feed|page/\d+)/?$"
HOUSE = r"^/(?:contact|mentions-legales|qui-sommes-nous|a-propos|publicite|abonnement|s-abonner|newsletter)/?$"
_SLUG = r"[\w%.-]+"
_LISTING = r"(?!(?:feed|page|tag|author|wp-\w+)/)[\w%-]+"
_LISTED_BELOW = ("category", "categorie", "rubrique", "actualite", "actualites", "theme", "section")
_SHARE = 0.6
"""Share of the headline-like links of one depth that must fit a shape, for it to be that of articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressProposal:
    """What goes into `Addresses` and into the spider; patterns are regexes."""

    host: str
    aliases: tuple[str, ...]
    rewrites: tuple[tuple[str, str], ...]
    final_slash: bool
    articles: tuple[str, ...]
    """Shapes of articles' paths, without the slashes around them."""
    not_articles: tuple[str, ...]
    listing_paths: str
    section_links: tuple[str, ...]
    """Each found in the addresses of sections, as far as these pages tell."""


def propose_addresses(samples: Sequence[Sample]) -> AddressProposal:
    """The addresses of the site of these samples."""
    host = Counter(sample.host for sample in samples).most_common(1)[0][0]
    shapes = _shapes(samples)
    paths = {urlsplit(url).path for sample in samples for url, _ in sample.links() if _is_on(url, host)}
    prefixes = [name for name in _LISTED_BELOW if not any(shape.startswith(f"{name}/") for shape in shapes)]
    below = next((name for name in prefixes if any(path.startswith(f"/{name}/") for path in paths)), None)
    first = rf"{below}/" if below else ""
    told_apart = all("/" in shape or r"\d+-" in shape for shape in shapes)
    any_shape = shapes[0] if len(shapes) == 1 else f"(?:{'|'.join(shapes)})"
    others = (rf"^/(?!{any_shape}/?$)", RESERVED) if told_apart else ("^/$", RESERVED, HOUSE)
    amp = any("amphtml" in (link.get("rel") or "") for sample in samples for link in sample.document.root.iter("link"))
    return AddressProposal(
        host=host,
        aliases=(bare_host(host) if host.startswith("www.") else f"www.{host}",),
        rewrites=((r"/amp/?$", "/"),) if amp else (),
        final_slash=sum(sample.path.endswith("/") for sample in samples) * 2 > len(samples),
        articles=shapes,
        not_articles=(*others, PAGES, FILES),
        listing_paths=rf"/({first}{_LISTING}/?)?(page/\d+/?)?" if below or told_apart else r"/(page/\d+/?)?",
        section_links=((rf"/{below}/",) if below else ()) + (r"^(?:https?://[^/]+)?/[\w-]+/?$",),
    )


def _is_on(url: str, host: str) -> bool:
    return bare_host(urlsplit(url).netloc.lower()) == bare_host(host)


def _shapes(samples: Sequence[Sample]) -> tuple[str, ...]:
    """A regex for each depth of articles' paths, less their outer slashes.

    What is the same in all of them, among whatever else they promote too, is literal.
    """
    own = [_segments(sample.path) for sample in samples]
    promoted = [_segments(path) for path in headline_links(samples)]
    return tuple(
        _shape([path for path in own if len(path) == depth], [path for path in promoted if len(path) == depth])
        for depth in sorted(set(map(len, own)))
    )


def _shape(own: list[list[str]], promoted: list[list[str]]) -> str:
    alike = [path for path in promoted if bool(re.match(r"\d+-", path[-1])) == _is_numbered(own)]
    evidence = own + (alike if len(alike) >= _SHARE * len(promoted) else [])
    last = len(own[0]) - 1
    return "/".join(_segment([path[i] for path in evidence], last=i == last) for i in range(last + 1))


def _segments(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _is_numbered(paths: Iterable[list[str]]) -> bool:
    return all(re.match(r"\d+-", segments[-1]) for segments in paths)


def _segment(values: list[str], *, last: bool) -> str:
    for pattern in (r"\d{4}", r"\d{1,2}", rf"\d+-{_SLUG}", rf"{_SLUG}\.html?"):
        if all(re.fullmatch(pattern, value) for value in values):
            return pattern
    return re.escape(values[0]).replace(r"\-", "-") if len(set(values)) == 1 and not last else _SLUG
