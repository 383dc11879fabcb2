"""What went wrong, as a page says it in French; Datasette's own sentences are English."""

from __future__ import annotations

import re
import sqlite3
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from newsarchive.browse.glossary import typeset
from newsarchive.browse.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

TITLES: Final = {
    400: "Demande incomprise",
    403: "Accès refusé",
    404: "Page introuvable",
    405: "Lecture seule",
    500: "Erreur",
    503: "Réponse trop longue à calculer",
}
SENTENCES: Final = {
    400: "Cette adresse ne dit pas ce qu’il faut montrer : vérifiez ce qui suit le point d’interrogation.",
    403: "Cette partie de l’archive n’est pas ouverte.",
    404: "Rien ne se trouve à cette adresse : vérifiez-la, ou cherchez l’article.",
    405: "L’archive se lit ; rien ne peut y être envoyé.",
    500: "L’archive n’a pas pu répondre. Réessayez ; si cela dure, prévenez qui la tient.",
    503: "Il fallait lire plus que l’archive n’accepte en une fois : ajoutez une condition, ou abrégez la période.",
}
_ENGLISH: Final = (
    (r"Table not found", "Cette archive n’a pas de table de ce nom."),
    (r"Database not found", SENTENCES[404]),
    (
        r"Record not found",
        "Cette table n’a pas de ligne de ce numéro ; il a pu changer si l’archive a été reconstruite.",
    ),
    (
        r"execute-sql|_where= is not allowed",
        "Cette copie publique n’accepte pas de requêtes SQL ; les questions toutes prêtes sont sous « Données ».",
    ),
    (r"Database download is forbidden", "La base ne se télécharge pas ici."),
    (r"Cannot sort table by (.*)", "Cette table ne se range pas selon « {} » : l’archive serait lue en entier."),
    (r"Cannot use _sort and _sort_desc.*", "Un seul ordre à la fois : _sort ou _sort_desc."),
    (r"_size must be (?:a positive integer|<= (.*))", "_size est un nombre de lignes, de 0 à {}."),
    (r"(?:_col|_nocol)=(.*) - invalid columns", "Cette table n’a pas de colonne « {} »."),
    (r"Statement must be a SELECT", "Seules les requêtes SELECT sont acceptées."),
)
"""What Datasette says most often, and what is said instead."""
_MISREAD: Final = (ValueError, TypeError, OverflowError, LookupError, sqlite3.ProgrammingError, sqlite3.DataError)
"""What comes of parameters that nobody has looked at."""
_OF_THE_FILE: Final = frozenset({"database is locked", "disk I/O error", "unable to open database file"})
"""What SQLite says of the archive's file, in the same class of errors as what it says of a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An answer that is no page: `detail` is what a machine said in English, where it may help."""

    status: int
    title: str
    sentence: str
    detail: str | None = None


def explained(exception: Exception, *, misread: bool = False) -> Explanation:
    """What an exception means to who asked; of what nobody foresaw, nothing is disclosed. See `is_misread`."""
    if _is_interrupted(exception):
        return explanation(503)
    if str(exception) in _OF_THE_FILE:
        return explanation(500)
    if misread:
        return explanation(400)
    if isinstance(exception, Base400):
        return explanation(exception.status, str(next(iter(exception.args), "")))
    if isinstance(exception, DatasetteError) and not exception.message_is_html:
        return explanation(exception.status if exception.status != 500 else 400, exception.message)
    if isinstance(exception, InvalidSql | sqlite3.OperationalError):
        return explanation(400, str(exception))
    return explanation(500)


def is_misread(request: Request, exception: Exception) -> bool:
    """Whether a table's or query's page choked on its address.

    Datasette does not look whether a parameter is a number or JSON, nor whether a row's name has all its parts.
    """
    if not re.match(rf"/{DATABASE}\b", str(request.scope.get("route_path", request.path))):
        return False
    *_, (innermost, _) = traceback.walk_tb(exception.__traceback__)
    is_ours = str(innermost.f_globals.get("__name__")).startswith("newsarchive.")
    return not is_ours and isinstance(exception, _MISREAD)


def explanation(status: int, said: str = "") -> Explanation:
    """Of a status and what was said to it: our own pages say it in French already, Datasette in English."""
    title, sentence, detail = TITLES.get(status, TITLES[500]), SENTENCES.get(status, SENTENCES[500]), None
    for english, french in _ENGLISH:
        if match := re.fullmatch(english, said):
            sentence = french.format(*(group or "1000" for group in match.groups()))
            break
    else:
        if said.endswith((".", "…", "»")):
            sentence = said
        elif said and said != str(status):
            detail = said
    return Explanation(status=status, title=title, sentence=typeset(sentence), detail=detail)


async def answered(browser: Browser, request: Request | None, what: Explanation) -> Response:
    """The page of an error, or JSON where that was asked for."""
    await browser.invoke_startup()
    if request and request.path.endswith(".json"):
        said = {"ok": False, "error": what.sentence, "detail": what.detail, "status": what.status, "title": what.title}
        return Response.json(said, status=what.status)
    values = {"title": what.title, "error": what.sentence, "detail": what.detail, "status": what.status}
    return Response.html(await browser.render_template("error.html", values, request=request), status=what.status)


def _is_interrupted(exception: Exception) -> bool:
    if isinstance(exception, DatasetteError):
        return bool(exception.title == "SQL Interrupted")
    return isinstance(exception, QueryInterrupted) or str(exception) == "interrupted"
