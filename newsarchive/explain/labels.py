"""The words of the written report, in French: what each role is called, what it means, where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from newsarchive.explain.trials import Verdict
from newsarchive.extraction.roles import RoleName


class Label(NamedTuple):
    """How a role is shown."""

    text: str
    group: str
    """Which colour it has; see the template's style sheet."""
    meaning: str


ROLES: Mapping[RoleName, Label] = {
    "headline": Label("titre", "head", "Le titre de l’article."),
    "section": Label("rubrique", "line", "La ligne qui donne la rubrique, la plus proche au-dessus du titre."),
    "date": Label("date", "line", "La ligne qui imprime une date retenue."),
    "byline": Label("signature", "line", "La ligne qui nomme l’auteur."),
    "standfirst": Label("chapô", "head", "Le chapô : le texte d’accroche sous le titre."),
    "event": Label("événement", "line", "Quand et où l’événement a lieu."),
    "strap": Label("surtitre", "head", "Une courte formule, seule avant le texte."),
    "paragraph": Label("paragraphe", "body", "Un paragraphe du corps de l’article."),
    "heading": Label("intertitre", "body", "Un intertitre du corps de l’article."),
    "list": Label("élément de liste", "body", "Un élément d’une liste du corps de l’article."),
    "quote": Label("citation", "body", "Une citation mise à part dans le corps de l’article."),
    "image": Label("image", "figure", "Une image de l’article."),
    "caption": Label("légende", "figure", "La légende ou le crédit de l’image qui précède."),
    "tags": Label("mots-clés", "line", "Les liens vers les pages des mots-clés."),
    "teaser heading": Label("titre des accroches", "teaser", "Le titre sous lequel d’autres articles sont annoncés."),
    "teaser": Label("accroche", "teaser", "L’annonce d’un autre article : jamais dans le corps."),
    "teaser image": Label("image d’accroche", "teaser", "L’image qui accompagne l’annonce d’un autre article."),
    "comment": Label("commentaire", "comment", "Ce qu’un lecteur a écrit sous l’article : jamais dans le corps."),
    "above": Label("ignoré : en tête", "passed", "Avant le titre il n’y a ni texte ni image de l’article."),
    "other date": Label("ignoré : autre date", "passed", "Une ligne de date dont la valeur n’a pas été retenue."),
    "label": Label("ignoré : mobilier", "passed", "Une mention fixe du site : publicité, partage, impression…"),
    "read also": Label("ignoré : à lire aussi", "passed", "Un renvoi vers un autre article au milieu du texte."),
    "links": Label("ignoré : liens", "passed", "Une barre de liens courts ou de partage."),
    "other image": Label("ignoré : image", "passed", "Une image trop petite, sans adresse ou hors de l’article."),
    "beside": Label("ignoré : à côté", "passed", "Entre le titre et la fin, mais hors du texte de l’article."),
    "aside": Label("ignoré : encart", "passed", "Dans un encart, un pied de page ou un formulaire de la page."),
    "end": Label("ignoré : fin", "end", "La ligne qui dit que l’article est fini."),
    "box": Label("ignoré : titre de boîte", "passed", "Le titre d’une boîte du site, après la fin de l’article."),
    "after": Label("ignoré : après la fin", "passed", "Après la fin de l’article, et aucune accroche."),
}
UNREAD = Label("non lu", "unread", "Aucun article n’a été trouvé : rien n’a été retenu de la page.")

FIELDS: Mapping[str, str] = {
    "headline": "Titre",
    "description": "Chapô",
    "date_published": "Publié le",
    "date_modified": "Modifié le",
    "section": "Rubrique",
    "authors": "Auteurs",
    "tags": "Mots-clés",
    "article_body": "Corps",
}
VERDICTS: Mapping[Verdict, str] = {
    "won": "retenu",
    "nothing": "rien",
    "same": "identique",
    "cut": "abrégé",
    "differs": "autre valeur",
}
FIELD_OF: Mapping[RoleName, str] = {
    "headline": "headline",
    "standfirst": "description",
    "strap": "article_body",
    "paragraph": "article_body",
    "heading": "article_body",
    "list": "article_body",
    "quote": "article_body",
}
"""The field a piece of that role is part of."""
