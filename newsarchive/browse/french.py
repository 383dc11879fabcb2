"""How pages say things in French: dates, numbers, and the words for what the archive's columns hold.

Times of the archive are UTC and are told in the time of Paris; a time a page printed has its offset with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")
MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTHS_SHORT: Final = (
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_ANSWERS: Final = {
    200: "page reçue",
    300: "redirection",
    304: "rien de changé",
    400: "refus",
    404: "page introuvable",
    410: "page retirée",
    500: "erreur du serveur",
}
"""What an HTTP status says; of a hundred, where nothing is said of one of them."""
NARROW: Final = "\u202f"
"""Narrow no-break space: between thousands, and before double punctuation."""

CHANGES: Final = {
    "first": "première version",
    "update": "mise à jour déclarée",
    "silent-edit": "modification silencieuse",
    "restamp": "date changée, texte inchangé",
    "backdated": "modification antidatée",
    "reversion": "retour à une version antérieure",
    "gone": "suppression",
}
CHANGE_MEANINGS: Final = {
    "first": "premier état archivé de l’article",
    "update": "le contenu a changé, et la date de mise à jour avec lui",
    "silent-edit": "le contenu a changé, sans que la date de mise à jour le dise",
    "restamp": "la date de mise à jour a changé, le contenu non",
    "backdated": "le contenu a changé, et la date de mise à jour a reculé",
    "reversion": "le contenu est redevenu celui d’une version précédente",
    "gone": "l’article n’est plus sur le site",
}
STATUSES: Final = {"live": "en ligne", "gone": "retiré du site", "redirected": "déplacé"}
PAGE_TYPES: Final = {
    "article": "article",
    "rolling": "fil continu",
    "sponsored": "contenu sponsorisé",
    "agenda": "agenda",
    "survey": "sondage",
    "digest": "revue",
    "weather": "météo",
    "gallery": "diaporama",
    "service": "service",
    "video": "vidéo",
    "amp": "copie AMP",
}
VIAS: Final = {
    "declared": "adresse déclarée du site",
    "robots": "robots.txt",
    "feed": "un flux",
    "sitemap": "un plan du site",
    "listing": "une page de liste",
    "teaser": "une accroche",
    "link": "un lien dans un article",
    "redirect": "une redirection",
    "manual": "une demande directe",
    "import": "des captures importées",
}
PROBLEMS: Final = {
    "AncientDate": "date trop ancienne",
    "AskedToWait": "le site demande d’attendre",
    "BotChallenge": "barrière contre les robots",
    "CanonicalElsewhere": "adresse canonique ailleurs",
    "CannotResolveHost": "nom de serveur introuvable",
    "ConsentWall": "mur de consentement aux cookies",
    "ContentLost": "texte disparu",
    "DatesDisagree": "dates contradictoires",
    "DownloadCancelled": "réponse trop longue",
    "DownloadConnectionRefused": "connexion refusée",
    "DownloadFailed": "connexion échouée",
    "DownloadTimeout": "pas de réponse à temps",
    "EmptyPage": "page vide",
    "FutureDate": "date à venir",
    "MissingPage": "page d’erreur servie comme une autre",
    "Mojibake": "accents abîmés",
    "NoHeadline": "titre introuvable",
    "NotAnArticle": "pas un article",
    "Obstructed": "accès à l’article empêché",
    "Paywalled": "réservé aux abonnés",
    "RedirectLoop": "redirections en boucle",
    "ResponseDataLoss": "réponse interrompue",
    "SeveralHeadlines": "plusieurs titres",
    "TooDeep": "page trop imbriquée",
    "TooLong": "page trop longue",
    "UnknownDate": "date incompréhensible",
    "UnreadableBody": "réponse illisible",
    "UnreadablePage": "page illisible",
    "WrongCharset": "encodage mal déclaré",
}
"""Kinds of problems, but for HTTP statuses and errors that nobody foresaw; see `problem`."""
FINISH_REASONS: Final = {
    "finished": "terminée",
    "max-time": "arrêtée au bout du temps prévu",
    "shutdown": "arrêtée sur demande",
    "asked to wait": "arrêtée, le site ayant demandé d’attendre",
    "site struggling": "arrêtée, le site répondant mal",
    "refused": "arrêtée, le site ayant refusé de répondre",
    "killed": "interrompue brutalement",
    "unreachable": "échouée, le site étant injoignable",
    "archive unwritable": "échouée, l’archive ne pouvant être écrite",
    "imported": "importation de captures",
}
STATES: Final = {
    "archived": "archivées",
    "read": "lues pour leurs liens",
    "pending": "jamais visitées",
    "redirected": "redirigées",
    "gone": "retirées du site",
    "missing": "introuvables",
    "unreadable": "illisibles",
    "failed": "en échec",
    "forbidden": "interdites par robots.txt",
    "excluded": "hors du champ",
}
"""What became of addresses."""
KINDS: Final = {
    "article": "article",
    "listing": "liste",
    "page": "page suivante d’une liste",
    "feed": "flux",
    "sitemap": "plan du site",
    "robots": "robots.txt",
    "requisite": "ressource d’une page",
    "other": "autre",
}
ADDRESS_STATES: Final = {
    "pending": "pas encore demandée",
    "archived": "archivée",
    "read": "lue",
    "redirected": "redirigée",
    "gone": "retirée",
    "missing": "introuvable",
    "unreadable": "illisible",
    "failed": "en échec",
    "forbidden": "interdite par robots.txt",
    "excluded": "exclue par les règles du site",
}
"""What became of an address."""
FIELDS: Final = {
    "headline": "titre",
    "kicker": "surtitre",
    "description": "chapô",
    "article_body": "texte",
    "section": "rubrique",
    "authors": "auteurs",
    "tags": "mots-clés",
    "date_published": "publié le",
    "date_modified": "mis à jour le",
    "page_type": "type de page",
    "images": "images",
    "captions": "légendes",
    "links": "liens",
    "teasers": "accroches",
    "comments": "commentaires",
    "event_dates": "dates de l’événement",
    "event_place": "lieu de l’événement",
}


def number(value: float) -> str:
    """`12 345`, `0,5`: thousands parted by a narrow no-break space."""
    return f"{value:,}".replace(",", NARROW).replace(".", ",")


def count(value: int, one: str, many: str | None = None) -> str:
    """`1 version`, `1 200 versions`; French counts nought as one."""
    return f"{number(value)}\u00a0{one if value < 2 else many or one + 's'}"


def percent(share: float) -> str:
    """A share from 0 to 1 as `97,5 %`; what is not all is never told as 100 %, nor what is not nothing as 0 %."""
    rounded = round(100 * share, 1)
    if rounded in (0, 100) and share not in (0, 1):
        rounded = abs(rounded - 0.1)
    return f"{number(round(rounded, 1)).removesuffix(',0')}\u00a0%"


def duration(seconds: float) -> str:
    """`45 minutes`, `6 heures`, `3 jours`: in the largest unit of which there are two, or minutes."""
    for length, unit in ((86_400, "jour"), (3_600, "heure"), (60, "minute")):
        if seconds >= 2 * length:
            return count(round(seconds / length), unit)
    return count(max(0, round(seconds)), "seconde") if seconds < 60 else "1\u00a0minute"


def lapse(days: int) -> str:
    """`12 jours`, `21 mois`, `3 ans`: in the largest unit of which there are two."""
    for length, one, many in ((365, "an", "ans"), (30, "mois", "mois")):
        if days >= 2 * length:
            return count(days // length, one, many)
    return count(days, "jour")


def size(length: int) -> str:
    """Bytes as `812 octets`, `4,4 Go`, in powers of a thousand."""
    if length < 1000:
        return count(length, "octet")
    power = min(4, (len(str(length)) - 1) // 3)
    return f"{number(round(length / 1000**power, 1))}\u00a0{('ko', 'Mo', 'Go', 'To')[power - 1]}"


def day(text: str | None) -> str:
    """The day of an ISO 8601 date or time, as `12 mars 2013`; a time of the archive's as the day it was in Paris."""
    if not text:
        return "date inconnue"
    value = _parsed(text)
    if value is None:
        return text
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first} {MONTHS[value.month - 1]} {value.year}"


def moment(text: str | None) -> str:
    """An ISO 8601 date or time as `12 mars 2013 à 17 h 32`, in Paris; a bare day stays a day."""
    value = _parsed(text) if text else None
    if not isinstance(value, datetime):
        return day(text)
    return f"{day(text)} à {hour(text)}"


def hour(text: str | None) -> str:
    """The hour of an ISO 8601 time as `17 h 32`, in Paris; nothing where there is none."""
    value = _parsed(text) if text else None
    return f"{value.hour}{NARROW}h{NARROW}{value.minute:02}" if isinstance(value, datetime) else ""


def moments(texts: Iterable[str]) -> dict[str, str]:
    """ISO 8601 times told apart: those that are of one minute, and not the same, as `… à 17 h 32 min 05 s`."""
    told = {text: moment(text) for text in texts}
    times = Counter(told.values())
    return {text: label if times[label] == 1 else _to_the_second(text) for text, label in told.items()}


def month(text: str | None) -> str:
    """`2013-03` as `mars 2013`."""
    year, _, number_of_month = (text or "").partition("-")
    if not number_of_month.isdigit() or not 1 <= int(number_of_month) <= 12:
        return text or "date inconnue"
    return f"{MONTHS[int(number_of_month) - 1]} {year}"


def named(value: str | None, names: Mapping[str, str]) -> str:
    """What a value of the archive's is called; the value itself where nobody has named it."""
    return names.get(value or "", value or "")


def http(status: int) -> str:
    """What came of a visit, with its HTTP status."""
    return f"{_ANSWERS.get(status) or _ANSWERS.get(status // 100 * 100, 'réponse')} ({status})"


def in_paris(value: datetime) -> datetime:
    """An aware time in the time of Paris; as it is where the calendar ends before (`0001-01-01T00:00:00+14:00`)."""
    try:
        return value.astimezone(PARIS)
    except OverflowError:
        return value


def _to_the_second(text: str) -> str:
    value = _parsed(text)
    seconds = f"{NARROW}min{NARROW}{value.second:02}{NARROW}s" if isinstance(value, datetime) else ""
    return f"{moment(text)}{seconds}"


def problem(error: str) -> str:
    """What a kind of problem is called; `HTTP503` by its status, and an error nobody foresaw by its own name."""
    status = error.removeprefix("HTTP")
    return f"réponse HTTP {status}" if status.isdecimal() else PROBLEMS.get(error, f"erreur imprévue ({error})")


def _parsed(text: str) -> date | datetime | None:
    try:
        value = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
    return in_paris(value) if isinstance(value, datetime) and value.tzinfo else value
