"""How a version of an article is cited: files to import, and what the article's page shows of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from datasette.utils.asgi import Response

from newsarchive.browse.citing import Reference, bibtex, csl_json, plain, ris, sentences, tags
from newsarchive.browse.pages.answering import found, read
from newsarchive.browse.reading.citation import Cited, cited
from newsarchive.browse.reading.stored import stored_names

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

_FILES: Final[dict[str, tuple[str, Callable[[Reference], str], str]]] = {
    "txt": ("Texte", lambda reference: f"{plain(reference)}\n", "text/plain"),
    "bib": ("BibTeX", bibtex, "application/x-bibtex"),
    "ris": ("RIS", ris, "application/x-research-info-systems"),
    "json": ("CSL-JSON", csl_json, "application/vnd.citationstyles.csl+json"),
}
"""Ending -> what the format is called, what writes it, and its media type."""


async def citation(datasette: Browser, request: Request) -> Response:
    """`/article/<key>/citation.<ending>`, of the newest version; `/article/<key>/v/<stamp>/citation.<ending>`."""
    key, stamp, ending = (request.url_vars[name] for name in ("key", "stamp", "ending"))
    version = found(
        await read(datasette, lambda connection: cited(connection, key, stamp)),
        "Cet article, ou cette version de lui, n’est pas dans cette archive.",
    )
    reference = reference_to(datasette, request, version)
    _, written, media_type = _FILES[ending]
    return Response(
        written(reference),
        content_type=f"{media_type}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{reference.name}.{ending}"'},
    )


def reference_to(datasette: Browser, request: Request, version: Cited) -> Reference:
    """The reference to a version, by its permanent address."""
    path = datasette.urls.path(f"/article/{version.key}/v/{version.stamp}")
    host = urlsplit(version.url).netloc.removeprefix("www.")
    return Reference(
        site=version.site,
        key=version.key,
        stamp=version.stamp,
        headline=version.headline,
        publication=datasette.publishers.get(version.site) or host,
        authors=stored_names(version.authors),
        section=version.section,
        description=version.description,
        published=version.date_published,
        updated=version.date_modified,
        url=version.url,
        archive=datasette.title,
        permalink=datasette.permalink(request.url, path),
        archived_at=version.first_seen_at,
        is_sponsored=version.page_type == "sponsored",
        gone_at=version.gone_at,
    )


def citation_values(datasette: Browser, request: Request, version: Cited) -> dict[str, object]:
    """What `_citation.html` and `_citation_tags.html` show of a version."""
    reference = reference_to(datasette, request, version)
    path = f"/article/{version.key}/v/{version.stamp}/citation"
    return {
        "citation": reference,
        "citation_sentences": sentences(reference),
        "citation_files": [(name, datasette.urls.path(f"{path}.{ending}")) for ending, (name, _, _) in _FILES.items()],
        "citation_tags": tags(reference),
    }
