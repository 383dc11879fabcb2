"""How collecting goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsarchive.archive import values
from newsarchive.archive.coverage import OUTCOMES
from newsarchive.browse.pages.answering import answer, read
from newsarchive.browse.reading.coverage import coverage_page
from newsarchive.browse.reading.health import health_page
from newsarchive.browse.reading.remembering import until_changed

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

    from newsarchive.browse.app import Browser

_COUNTS: Final = {
    "first_versions": "nouveaux",
    "updates": "mis à jour",
    "silent_edits": "modifiés en silence",
    "backdated": "antidatés",
    "reversions": "revenus en arrière",
    "restamps": "date changée, texte inchangé",
    "unchanged": "inchangés",
    "not_modified": "non modifiés (304)",
    "gone": "retirés",
    "redirected": "déplacés",
    "failed": "échecs",
    "discovered": "adresses découvertes",
    "findings": "constats",
}
"""What a run counts, in French and in the order of the table's columns."""


async def health(datasette: Browser, request: Request) -> Response:
    """`/health`; as JSON it is answered with 503 where something is wrong, for programs that look at no more.

    Not so a copy made for the public, which nobody crawls into: what was wrong with the archive is no fault of it.
    """
    now, publication = values.now(), datasette.publication
    published_at = publication.published_at if publication else None
    page = await read(
        datasette, lambda connection: health_page(connection, datasette.folder, now, published_at=published_at)
    )
    age = (now - published_at).total_seconds() if published_at else None
    running = {site.last_run.id for site in page.sites if site.is_running}
    counts = [(column, name) for column, name in _COUNTS.items() if any(getattr(run, column) for run in page.runs)]
    answered = await answer(datasette, request, "health.html", page, age=age, running=running, counts=counts)
    if request.url_vars.get("format") and page.status == "error" and not published_at:
        answered.status = 503
    return answered


async def coverage(datasette: Browser, request: Request) -> Response:
    """`/health/coverage`"""
    page = await read(datasette, lambda connection: until_changed(connection, coverage_page))
    told = {site.site: [name for name in OUTCOMES if getattr(site.total, name)] for site in page.sites}
    return await answer(datasette, request, "coverage.html", page, told=told)
