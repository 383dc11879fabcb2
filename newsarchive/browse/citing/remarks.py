"""What formats have no field for, in French."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from newsarchive.browse.citing.reference import Reference, printed
from newsarchive.browse.french import moment

SPONSORED = "contenu sponsorisé"


def remarks(reference: Reference) -> tuple[str, ...]:
    """To be joined by commas; the hours at which it was published and updated among them, where they are printed."""
    return tuple(_remarks(reference))


def removal(reference: Reference) -> str:
    """That the article is no longer on the site; empty while it is."""
    return f"retiré du site, suppression constatée le {moment(reference.gone_at)}" if reference.gone_at else ""


def moment_printed(text: str | None) -> str:
    """A printed date with its hour, if it has one, by the clock it was printed by; empty where there is none."""
    value = printed(text)
    if value is None:
        return ""
    return moment((value.replace(tzinfo=None) if isinstance(value, datetime) else value).isoformat())


def _remarks(reference: Reference) -> Iterator[str]:
    if reference.is_sponsored:
        yield SPONSORED
    if isinstance(printed(reference.published), datetime):
        yield f"publié le {moment_printed(reference.published)}"
    if printed(reference.updated):
        yield f"mis à jour le {moment_printed(reference.updated)}"
    if gone := removal(reference):
        yield gone
    yield f"archivé le {moment(reference.archived_at)} (heure de Paris)"
