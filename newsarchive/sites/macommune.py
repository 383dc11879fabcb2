"""maCommune.info, Besançon and Franche-Comté, since 2008: Drupal until about 2017, WordPress since."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from newsarchive.extraction import fields
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.lines import split_kicker
from newsarchive.extraction.reading import Piece, ancestors
from newsarchive.extraction.text import fold
from newsarchive.extraction.view import PageView
from newsarchive.extraction.zones import Zone, after_headline, is_linked_headline
from newsarchive.sites.base import Site
from newsarchive.urls import Addresses

_SECTIONS = (
    r"economie|politique|culture|sport|vie locale|nature|transports?|societe|evenements?|faits divers|loisirs|sante",
    r"education|environnement|emploi|justice|meteo|high-tech|gastronomie|tourisme|insolite|bons plans",
)


_SECTION_LINE = fields.section_link("/actualite/")


def _path(view: PageView, prefix: str) -> bool:
    return bool(re.search(rf"^https?://[^/]+{prefix}", view.document.url))


def _kicker(view: PageView, zone: Zone, pattern: str) -> bool:
    kicker = split_kicker(zone.standfirst.text)[0] if zone.standfirst else None
    return bool(kicker and re.search(pattern, fold(kicker)))


def _is_sponsored(view: PageView, zone: Zone) -> bool:
    return any(
        fold(piece.text) in ("publi-info", "publi-infos")
        or any("is-text-publi-infos" in (element.get("class") or "") for element in islice(ancestors(piece), 3))
        for piece in view.header
    )


def _share(zone: Zone, applies: Callable[[Piece], bool]) -> float:
    """The part of the body's characters that stand in pieces of a kind."""
    size = sum(len(piece.text) for piece in zone.body)
    return sum(len(piece.text) for piece in zone.body if applies(piece)) / size if size else 0.0


SITE = Site(
    name="macommune",
    publisher="maCommune.info",
    addresses=Addresses(
        host="www.macommune.info",
        aliases=("macommune.info",),
        rewrites=((r"^/article/", "/"), (r"/amp/?$", "/")),
        not_articles=(
            r"^/$",
            r"^/(?:actualite|tags?|category|author|page|feed|recherche|wp-[^/]+)(?:/|$)",
            r"^/(?:contact|mentions-legales|qui-sommes-nous|publicite|offres-emploi|devenir-membre|publier)/?$",
            r"/(?:feed|page/\d+)/?$",
            r"\.(?:xml|txt|jpe?g|png|gif|webp|svg|pdf|css|js|ico|mp[34]|zip)$",
        ),
    ),
    landmarks=Landmarks(
        related=(*_SECTIONS, r"actualites?|allez plus loin"),
        boxes=(
            r"offres? d'emploi|sondage|devenez membre de macommune\.info",
            r"publiez gratuitement vos actualites et evenements|(?:\d+ )?commentaires?",
        ),
        prompts=(r"soyez le premier à commenter", r"laisser un commentaire", r"connectez-vous pour commenter"),
        ignored=(
            r"publicite|publi-infos?|imprimer|envoyer par e?-?mail",
            r"partager(?: .{0,40})?|(?:a )?lire aussi\b.*",
        ),
    ),
    locate=after_headline,
    headline=(fields.h1, fields.titled, fields.json_ld("headline"), fields.title),
    description=(fields.json_ld("description"), fields.meta("og:description", "description")),
    date_published=(
        fields.printed("published"),
        fields.json_ld("datePublished"),
        fields.meta("article:published_time"),
        fields.closing_date,
    ),
    date_modified=(
        fields.printed("modified"),
        fields.json_ld("dateModified"),
        fields.meta("article:modified_time", "og:updated_time"),
    ),
    section=(
        _SECTION_LINE,
        fields.json_ld("articleSection"),
        fields.meta("article:section"),
    ),
    authors=(fields.closing_author, fields.json_ld_authors, fields.byline, fields.meta_authors),
    tags=(fields.tag_links, fields.meta_tags, fields.json_ld_keywords),
    page_types=(
        ("amp", lambda view, zone: _path(view, r"/.+/amp/?$")),
        ("agenda", lambda view, zone: _path(view, "/agenda/")),
        ("video", lambda view, zone: _path(view, "/video/")),
        ("sponsored", _is_sponsored),
        ("rolling", lambda view, zone: _kicker(view, zone, r"^mise a jour a \d")),
        ("gallery", lambda view, zone: sum(bool(re.match(r"1?\d/\d", piece.text)) for piece in zone.figures) >= 2),
        ("digest", lambda view, zone: len(zone.body) >= 5 and _share(zone, is_linked_headline) > 0.6),
        ("service", lambda view, zone: _share(zone, lambda piece: piece.kind == "item") > 0.6),
        ("weather", lambda view, zone: fold(_SECTION_LINE.find(view) or "") == "meteo"),
        ("survey", lambda view, zone: not zone.body and "sondage" in fold(view.title or "")),
    ),
)
