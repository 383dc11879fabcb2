"""Le Trois, news of Belfort, Montbéliard and around: WordPress, every article below its section."""

from __future__ import annotations

from newsarchive.extraction import fields
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.zones import after_headline
from newsarchive.sites.base import Site
from newsarchive.urls import Addresses

SITE = Site(
    name="letrois",
    publisher="Le Trois",
    addresses=Addresses(
        host="letrois.info",
        aliases=("www.letrois.info",),
        not_articles=(
            r"^/(?![\w%.-]+/[\w%.-]+/?$)",
            "^/(?:category|tags?|author|auteur|page|feed|comments|search|recherche|wp-[^/]+)(?:/|$)",
            r"/(?:feed|page/\d+)/?$",
            r"\.(?:xml|txt|jpe?g|png|gif|webp|svg|pdf|css|js|ico|mp[34]|zip)$",
        ),
    ),
    landmarks=Landmarks(
        related=("a lire egalement",),
        boxes=("recevez notre lettre du matin",),
        prompts=("laisser un commentaire",),
        ignored=("partager cet article", "pub"),
    ),
    locate=after_headline,
    headline=(fields.h1, fields.titled, fields.json_ld("headline"), fields.title),
    description=(fields.meta("og:description", "description"),),
    date_published=(
        fields.printed("published"),
        fields.json_ld("datePublished"),
        fields.meta("article:published_time"),
    ),
    date_modified=(
        fields.printed("modified"),
        fields.json_ld("dateModified"),
        fields.meta("article:modified_time", "og:updated_time"),
    ),
    section=(fields.section_link(r"^(?:https?://[^/]+)?/[\w-]+/?$"), fields.meta("article:section")),
    authors=(fields.byline, fields.rel_author, fields.json_ld_authors, fields.author_element),
    tags=(fields.tag_links,),
)
