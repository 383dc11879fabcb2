"""What stands around the pages: how a browser's address bar searches, and what of Datasette's is not for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import NotFound, Response

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser


async def opensearch(datasette: Browser, request: Request) -> Response:
    """`/opensearch.xml`: lets a browser search the archive (OpenSearch 1.1 description)."""
    search = datasette.permalink(request.url, datasette.urls.path("/search"))
    text = await datasette.render_template("opensearch.xml", {"search": search}, request=request)
    return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")


async def closed(datasette: Browser, request: Request) -> Response:
    """Datasette's introspection (`/-/versions`, `/-/threads` …): it tells of the machine, not of the archive."""
    raise NotFound("Il n’y a rien à cette adresse.")
