"""Reads a page by its site's declaration: Page -> RawArticle."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsarchive.errors import BotChallenge, ConsentWall, MissingPage, NoHeadline, NotAnArticle, UnreadablePage
from newsarchive.extraction import metadata
from newsarchive.extraction.blocks import to_blocks
from newsarchive.extraction.document import parse
from newsarchive.extraction.fallback import trafilatura_blocks
from newsarchive.extraction.figures import to_images
from newsarchive.extraction.obstacles import ObstacleKind, challenge_announced, obstacle
from newsarchive.extraction.reading import Piece
from newsarchive.extraction.rules import choose
from newsarchive.extraction.teasers import Promotion, find_promotions, to_teasers
from newsarchive.extraction.view import PageView
from newsarchive.extraction.zones import Zone, is_listing
from newsarchive.items import Block, Link, Page, PageType, Problem, Provenance, RawArticle
from newsarchive.sites.base import Site

_PAYWALL = re.compile(
    r"(?:suite|article|contenu)\b.{0,20} réservée? (?:à nos|aux) abonnés|il vous reste .{1,20} de cet article"
    r"|(?:abonnez-vous|connectez-vous) pour lire",
    re.IGNORECASE,
)
_SUBSCRIBERS = ("abonn", "Abonn", "de cet article", "pour lire")
"""One of these is in whatever _PAYWALL finds, and is found sooner."""
_FEW_CHARACTERS = 250
"""A body shorter than this, on a site nobody has looked at, may have been missed."""
_OBSTACLES: dict[ObstacleKind, type[UnreadablePage]] = {
    "missing": MissingPage,
    "challenge": BotChallenge,
    "consent": ConsentWall,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a page was read: where on it the article lies, what it promotes, and what came of it."""

    zone: Zone
    promotions: tuple[Promotion, ...]
    article: RawArticle


def read_page(page: Page, site: Site) -> RawArticle:
    """What the page says. Raises UnreadablePage where it holds no article."""
    if announced := challenge_announced(page.status, page.headers):
        raise BotChallenge(announced)
    document = parse(page.body, page.final_url, page.encoding)
    return read_view(PageView(document, site.landmarks, listed=page.listed), page, site).article


def read_view(view: PageView, page: Page, site: Site) -> Reading:
    """What the page says, and how that was found. Raises UnreadablePage where it holds no article."""
    document = view.document
    if found := obstacle(view, page.body):
        raise _OBSTACLES[found.kind](found.evidence)
    headline, headline_by = choose(site.headline, view)
    _refuse_what_is_no_article(headline, view)
    assert headline is not None
    zone = site.locate(view) or Zone(rule="nothing found", standfirst=None, strap=None, tail=0, body=(), figures=())
    blocks, body_by = _body(zone, page, site)
    promotions = find_promotions(view.pieces, zone.tail, site.landmarks)
    teasers = to_teasers(promotions)
    if not any(line.role for line in view.printed_dates) and is_listing(zone, teasers=len(teasers)):
        raise NotAnArticle("the page holds teasers and nothing of its own: a listing")
    article = RawArticle(
        page=page,
        page_type=_page_type(view, zone, site),
        headline=headline,
        canonical_url=metadata.canonical_link(document.root) or view.meta.get("og:url"),
        blocks=blocks,
        event_dates=zone.event_lines[0] if zone.event else None,
        event_place=" ".join(zone.event_lines[1:]) or None,
        images=to_images(zone.figures),
        links=_links(zone.body),
        teasers=teasers,
        comments=view.comments,
        problems=(*document.problems, *_doubts(view, blocks)),
    )
    article = _with_fields(article, view, zone, site, {"headline": headline_by, "article_body": body_by})
    return Reading(zone=zone, promotions=promotions, article=article)


def _with_fields(
    article: RawArticle, view: PageView, zone: Zone, site: Site, provenance: dict[str, Provenance]
) -> RawArticle:
    description, provenance["description"] = _description(view, zone, site)
    published, provenance["date_published"] = choose(site.date_published, view)
    modified, provenance["date_modified"] = choose(site.date_modified, view)
    section, provenance["section"] = choose(site.section, view)
    authors, provenance["authors"] = choose(site.authors, view)
    tags, provenance["tags"] = choose(site.tags, view)
    return replace(
        article,
        description=description,
        date_published=published,
        date_modified=modified,
        section=section,
        authors=authors or (),
        tags=tags or (),
        provenance=provenance,
    )


def _refuse_what_is_no_article(headline: str | None, view: PageView) -> None:
    if not view.pieces:
        raise NotAnArticle("the page holds markup but no text that a reader would see")
    if headline is None:
        raise NoHeadline("nothing on the page says what its headline is: no <h1>, no JSON-LD, no title")


def _description(view: PageView, zone: Zone, site: Site) -> tuple[str | None, Provenance]:
    text, provenance = choose(site.description, view)
    if zone.standfirst is None:
        return text, provenance
    lost = ((provenance.rule, text),) if provenance.rule and text != zone.standfirst.text else ()
    return zone.standfirst.text, Provenance(rule="chapô after the headline", value=zone.standfirst.text, lost=lost)


def _body(zone: Zone, page: Page, site: Site) -> tuple[tuple[Block, ...], Provenance]:
    strap = (Block(kind="strap", text=zone.strap.text),) if zone.strap else ()
    blocks = strap + to_blocks(zone.body)
    size = sum(len(block.text) for block in blocks)
    found = Provenance(rule=zone.rule, value=f"{size} characters")
    if not site.body_fallback or size >= _FEW_CHARACTERS:
        return blocks, found
    other = trafilatura_blocks(page.body, page.final_url)
    other_size = sum(len(block.text) for block in other)
    if other_size <= size:
        return blocks, replace(found, lost=(("trafilatura", f"{other_size} characters"),))
    return other, Provenance(rule="trafilatura", value=f"{other_size} characters", lost=((zone.rule, found.value),))


def _links(body: Iterable[Piece]) -> tuple[Link, ...]:
    return tuple(
        Link(url=href, text=text)
        for piece in body
        for href, text in piece.links
        if not href.lower().startswith(("#", "javascript:", "mailto:", "tel:", "data:"))
    )


def _page_type(view: PageView, zone: Zone, site: Site) -> PageType:
    return next((kind for kind, applies in site.page_types if applies(view, zone)), "article")


def _doubts(view: PageView, blocks: tuple[Block, ...]) -> list[Problem]:
    """What was read, but may be wrong."""
    doubts = []
    if len(view.headings) > 1:
        texts = " / ".join(view.printed[i].text[:60] for i in view.headings)
        doubts.append(Problem(stage="extract", error="SeveralHeadlines", message=f"the page has several <h1>: {texts}"))
    if _is_paywalled(view):
        message = "the page says that it is for subscribers: what was read may be its beginning alone"
        doubts.append(Problem(stage="extract", error="Paywalled", message=message))
    if any("Ã©" in block.text or "â€™" in block.text for block in blocks):
        message = "the body holds UTF-8 that was read as Latin-1 before it was published"
        doubts.append(Problem(stage="extract", error="Mojibake", message=message))
    return doubts


def _is_paywalled(view: PageView) -> bool:
    """By schema.org's property (https://schema.org/isAccessibleForFree), else by what subscribers' sites print."""
    if str(view.node.get("isAccessibleForFree", True)).lower() == "false":
        return True
    below = [piece.text for piece in view.pieces[view.headline_at or 0 :] if len(piece.text) <= 250]
    text = "\n".join(below)
    return any(word in text for word in _SUBSCRIBERS) and _PAYWALL.search(text) is not None
