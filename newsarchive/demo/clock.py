"""Times as the site prints them, in French, and as its feeds and sitemaps do."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from functools import cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def print_stamp(moment: datetime) -> str:
    """`12/03/2013 - 17:32`, the form of the "Publié le" and "Mis à jour le" lines."""
    return f"{moment:%d/%m/%Y - %H:%M}"


@cache
def read_stamp(text: str) -> datetime:
    """The aware moment a printed stamp names; the first of the two where clocks are put back."""
    return datetime.strptime(text, "%d/%m/%Y - %H:%M").replace(tzinfo=PARIS)


def print_day(moment: datetime) -> str:
    """`vendredi 6 février 2026`."""
    return f"{DAYS[moment.weekday()].lower()} {day_of_month(moment)} {MONTHS[moment.month - 1]} {moment.year}"


def print_capture_day(moment: datetime) -> str:
    """`Vendredi 6 Février 2026`, the line at the top of every page."""
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1].capitalize()} {moment.year}"


def print_byline_time(moment: datetime) -> str:
    """`12 novembre à 19h24`: a closing byline names no year."""
    return f"{day_of_month(moment)} {MONTHS[moment.month - 1]} à {moment.hour}h{moment:%M}"


def day_of_month(moment: datetime) -> str:
    """`1er`, `2`, … `31`."""
    return "1er" if moment.day == 1 else str(moment.day)


def print_rfc822(moment: datetime) -> str:
    """`Fri, 06 Feb 2026 18:05:00 +0100`, for the pubDate of a feed (RFC 822 section 5)."""
    return format_datetime(moment)
