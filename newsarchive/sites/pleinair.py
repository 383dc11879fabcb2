"""Plein Air, radio and news of Pontarlier and the Haut-Doubs: Joomla with K2, which finds an article by its number.

Its article pages print no date: the listings do, beside each link ("lundi, 09 février 2026 15:38").
"""

from __future__ import annotations

from newsarchive.extraction import fields
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.extraction.zones import after_headline
from newsarchive.sites.base import Site
from newsarchive.urls import Addresses

SITE = Site(
    name="pleinair",
    publisher="Plein Air",
    addresses=Addresses(
        host="www.pleinair.net",
        aliases=("pleinair.net",),
        # The same article answers below any entry of the menu, and below the archive.
        rewrites=((r"^(?:/archive-actu|.*/item)/(?=\d+-)", "/actualites/item/"),),
        final_slash=False,
        not_articles=(r"^/(?!actualites/item/\d+-)",),
    ),
    landmarks=Landmarks(
        related=(
            r"autres articles|articles (?:similaires|associes|recents)|a lire (?:aussi|egalement)|dans l'actualite",
        ),
        boxes=(r"les plus lus|derniers articles|newsletter|ecouter plein air.*|commentaires?(?: \(\d+\))?",),
        prompts=(r"laissez? un commentaire", r"ajouter un commentaire", r"soyez le premier à commenter"),
        ignored=(
            r"(?:publie|classe) dans\b.*|(?:etiquettes|tags|mots-cles)\b.{0,3}|lu \d+ fois|publicite|imprimer|e-?mail",
            r"taille de police.*|evaluer cet element|partager.{0,40}|retour en haut|lire la suite.*|plus dans cette.*",
        ),
        tags=r"/itemlist/tag/",
    ),
    locate=after_headline,
    headline=(fields.h1, fields.titled, fields.json_ld("headline"), fields.title),
    description=(fields.json_ld("description"), fields.meta("og:description", "description")),
    date_published=(
        fields.printed("published"),
        fields.listed("date_published"),
        fields.json_ld("datePublished"),
        fields.meta("article:published_time"),
        fields.header_time,
    ),
    date_modified=(fields.printed("modified"), fields.json_ld("dateModified"), fields.meta("article:modified_time")),
    section=(fields.section_link(r"^(?:https?://[^/]+)?/[\w-]+/?$"), fields.json_ld("articleSection")),
    authors=(fields.byline, fields.rel_author, fields.json_ld_authors, fields.meta_authors),
    tags=(fields.tag_links, fields.meta_tags, fields.json_ld_keywords),
    never_printed=("date_modified",),
)
