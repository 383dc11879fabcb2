"""What addresses of a few articles tell of those of a site."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsarchive.items import Page
from newsarchive.proposal.addresses import AddressProposal, propose_addresses
from newsarchive.proposal.samples import Sample
from newsarchive.urls import Addresses, is_article


def proposed(paths: tuple[str, ...], links: tuple[str, ...] = ()) -> AddressProposal:
    anchors = "".join(f"<p><a href='{href}'>Un titre assez long pour en être un</a></p>" for href in links)
    body = f"<html><body><h1>Un titre</h1><p>Un texte.</p>{anchors}</body></html>".encode()
    urls = [f"https://www.site.example{path}" for path in paths]
    now = datetime(2026, 2, 6, tzinfo=UTC)
    pages = [Page(url=u, final_url=u, fetched_at=now, status=200, body=body, site="generic") for u in urls]
    return propose_addresses([Sample(page) for page in pages])


@pytest.mark.parametrize(
    ("paths", "links", "shapes"),
    [
        (("/un-titre/", "/un-autre/"), (), (r"[\w%.-]+",)),
        (("/sport/un-titre/", "/culture/un-autre/"), (), (r"[\w%.-]+/[\w%.-]+",)),
        (("/sport/un-titre/", "/sport/un-autre/"), (), (r"sport/[\w%.-]+",)),
        (("/sport/un-titre/", "/sport/un-autre/"), ("/culture/encore-un/",), (r"[\w%.-]+/[\w%.-]+",)),
        (
            ("/actu/item/12-un-titre", "/actu/item/13-un-autre"),
            ("/details/itemlist/tag",),
            (r"actu/item/\d+-[\w%.-]+",),
        ),
        (("/2026/02/06/un-titre", "/2025/12/24/un-autre"), (), (r"\d{4}/\d{1,2}/\d{1,2}/[\w%.-]+",)),
        (("/sport/un-titre.html", "/une/un-autre.html"), (), (r"[\w%.-]+/[\w%.-]+\.html?",)),
        (("/sport/un-titre", "/2012/10/un-autre"), (), (r"sport/[\w%.-]+", r"\d{4}/\d{1,2}/[\w%.-]+")),
    ],
)
def test_shapes_of_articles(paths: tuple[str, ...], links: tuple[str, ...], shapes: tuple[str, ...]) -> None:
    found = proposed(paths, links)
    assert found.articles == shapes
    assert found.final_slash == paths[0].endswith("/")
    assert found.aliases == ("site.example",)
    addresses = Addresses(
        host=found.host, aliases=found.aliases, final_slash=found.final_slash, not_articles=found.not_articles
    )
    assert all(is_article(f"https://site.example{path}", addresses) for path in paths)
    for path in (
        "/",
        "/tag/doubs/",
        "/page/2/",
        "/sport/feed/",
        "/sport/page/3/",
        "/wp-content/uploads/a.jpg",
        "/contact/",
    ):
        assert not is_article(f"https://site.example{path}", addresses), path


def test_listings_and_sections_are_found_below_the_word_that_links_begin_with() -> None:
    found = proposed(("/un-titre/", "/un-autre/"), ("/rubrique/sport/", "/rubrique/culture/"))
    assert found.listing_paths.startswith("/(rubrique/")
    assert found.section_links[0] == "/rubrique/"
