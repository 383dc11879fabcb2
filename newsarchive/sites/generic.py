"""The reader of French news pages whose site nobody has declared."""

from __future__ import annotations

from newsarchive.extraction import fields
from newsarchive.extraction.density import densest_element
from newsarchive.extraction.landmarks import Landmarks
from newsarchive.sites.base import Site

_PUBLISHED_METAS = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "date", "dc.date"),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date", "sailthru.date"),
    *("parsely-pub-date", "cxenseparse:recs:publishtime"),
)
_MODIFIED_METAS = (
    *(
        "article:modified_time",
        "og:updated_time",
        "article:modified",
        "datemodified",
        "last-modified",
        "dc.date.modified",
    ),
    "dcterms.modified",
)

SITE = Site(
    name="generic",
    publisher="",
    addresses=None,
    landmarks=Landmarks(
        related=(
            r"(?:a |voir |lire )?(?:lire|voir|decouvrir|consulter)? ?(?:aussi|egalement)",
            r"(?:.{0,30} )?(?:sur|dans) (?:le meme|ce|le) (?:sujet|theme|dossier)|dans la meme (?:rubrique|section)",
            r"(?:articles|sujets|contenus) (?:associes|lies|similaires|recommandes)|nos articles lies|notre selection",
            r"les plus (?:lus|recents|commentes|partages|populaires)|a la une",
            r"(?:plus d'|voir d'autres )articles.*|(?:pour )?allez? plus loin",
        ),
        boxes=(
            r"mots[- ]cles|tags|etiquettes|themes|forum|services partenaires|contenus sponsorises",
            r"(?:inscription a la )?newsletters?",
            r"(?:vos )?(?:commentaires?|reactions?)|\d+ (?:commentaires?|reactions?)",
            r"la redaction vous (?:conseille|recommande)|vous avez aime cet article.*",
        ),
        prompts=(r"soyez le premier à commenter", r"(?:laisser|ajouter|poster|publier) un commentaire"),
        ignored=(
            r"publicite|advertisement|annonce|imprimer|reagir|envoyer par (?:e-?)?mail",
            r"permalien|partager(?: (?:sur|cet|l'article).*)?|ecouter l'article.*|tous droits reserves.*",
            r"(?:a )?lire aussi\b.*|a lire\b.*|voir aussi\b.*|lire egalement\b.*|lire la suite.*|>.{0,20}lire.*",
            r"temps de lecture.*|lecture \d+ min.*|article reserve.*|il vous reste .{1,20} de cet article a lire.*",
        ),
    ),
    locate=densest_element,
    headline=(fields.h1, fields.titled, fields.json_ld("headline"), fields.title),
    description=(fields.json_ld("description"), fields.meta("og:description", "description")),
    date_published=(
        fields.printed("published", with_time=True),
        fields.distant("published"),
        fields.printed_against("published", fields.json_ld("datePublished")),
        fields.json_ld("datePublished"),
        fields.meta(*_PUBLISHED_METAS),
        fields.time_element("datePublished"),
        fields.unlabelled(with_time=True),
        fields.printed("published"),
        fields.header_time,
        fields.unlabelled(with_time=False),
    ),
    date_modified=(
        fields.printed("modified", with_time=True),
        fields.distant("modified"),
        fields.printed_against("modified", fields.json_ld("dateModified")),
        fields.json_ld("dateModified"),
        fields.meta(*_MODIFIED_METAS),
        fields.time_element("dateModified"),
        fields.printed("modified"),
    ),
    section=(fields.json_ld("articleSection"), fields.meta("article:section")),
    authors=(
        fields.json_ld_authors,
        fields.microdata_authors,
        fields.byline,
        fields.rel_author,
        fields.author_element,
        fields.meta_authors,
        fields.json_ld_publisher,
    ),
    tags=(fields.meta_tags, fields.json_ld_keywords, fields.tag_links),
    body_fallback=True,
)
