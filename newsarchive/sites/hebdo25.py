"""Hebdo 25, weekly of the Doubs: WordPress. A town leads many headlines: "PONTARLIER. …" or "Pontarlier – …"."""

from __future__ import annotations

from newsarchive.extraction import fields
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.zones import after_headline
from newsarchive.sites.base import Site
from newsarchive.urls import Addresses

SITE = Site(
    name="hebdo25",
    publisher="Hebdo 25",
    addresses=Addresses(
        host="www.hebdo25.net",
        aliases=("hebdo25.net",),
        rewrites=((r"/amp/?$", "/"),),
        not_articles=(
            r"^/$",
            r"^/(?:category|tag|author|page|feed|comments|wp-[^/]+|\d{4})(?:/|$)",
            r"^/(?:contact|mentions-legales|qui-sommes-nous|publicite|petites-annonces|s-abonner|abonnement)/?$",
            r"/(?:feed|page/\d+)/?$",
            r"\.(?:xml|txt|jpe?g|png|gif|webp|svg|pdf|css|js|ico|mp[34]|zip)$",
        ),
    ),
    landmarks=Landmarks(
        related=(
            r"articles? (?:similaires?|lies|recents?|connexes)|(?:a )?(?:lire|decouvrir|voir) (?:aussi|egalement)",
        ),
        boxes=(r"les plus lus|derniers articles|newsletter|abonnez-vous.*|(?:\d+ )?commentaires?",),
        prompts=(r"laisser un commentaire", r"laisser une réponse", r"soyez le premier à commenter"),
        ignored=(
            r"\d{1,3}(?: ?\d{3})*(?: (?:vues?|lectures?))?",  # how often the page was viewed
            r"publicite|pub|imprimer|facebook|twitter|whatsapp|partager.{0,40}|temps de lecture.*",
        ),
    ),
    locate=after_headline,
    headline=(fields.h1, fields.titled, fields.json_ld("headline"), fields.title),
    description=(fields.json_ld("description"), fields.meta("og:description", "description")),
    date_published=(
        fields.printed("published"),
        fields.json_ld("datePublished"),
        fields.meta("article:published_time"),
        fields.time_element("datePublished"),
        fields.unlabelled(with_time=True),
        fields.header_time,
        fields.unlabelled(with_time=False),
    ),
    date_modified=(
        fields.printed("modified"),
        fields.json_ld("dateModified"),
        fields.meta("article:modified_time", "og:updated_time"),
        fields.time_element("dateModified"),
    ),
    section=(fields.section_link("/category/"), fields.json_ld("articleSection"), fields.meta("article:section")),
    authors=(fields.byline, fields.rel_author, fields.json_ld_authors, fields.author_element, fields.meta_authors),
    tags=(fields.tag_links, fields.meta_tags, fields.json_ld_keywords),
    never_printed=("date_modified",),
)
