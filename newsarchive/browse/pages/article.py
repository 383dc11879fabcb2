"""An article, one version of it, and the records of its captures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Response

from newsarchive.browse import french
from newsarchive.browse.pages.answering import answer, found, read
from newsarchive.browse.pages.citation import citation_values
from newsarchive.browse.reading.addresses import key_at
from newsarchive.browse.reading.article import ArticlePage, article_page
from newsarchive.browse.reading.records import record_bytes, record_place

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

_NO_ARTICLE = "Aucun article de cette archive ne porte ce nom."


async def article(datasette: Browser, request: Request) -> Response:
    """`/article/<key>`: the newest version."""
    key = request.url_vars["key"]
    page = found(await read(datasette, lambda connection: article_page(connection, key)), _NO_ARTICLE)
    permalink = datasette.permalink(request.url, datasette.urls.path(f"/article/{key}"))
    return await _shown(datasette, request, page, permalink=permalink)


async def version(datasette: Browser, request: Request) -> Response:
    """`/article/<key>/v/<stamp>`: one version, at an address that stays."""
    key, stamp = request.url_vars["key"], request.url_vars["stamp"]
    page = found(
        await read(datasette, lambda connection: article_page(connection, key, stamp)),
        "Aucune version de cet article n’était archivée à ce moment.",
    )
    path = datasette.urls.path(f"/article/{key}/v/{page.version.stamp}")
    if page.version.stamp != stamp:
        return Response.redirect(path + (".json" if request.url_vars.get("format") else ""))
    permalink = datasette.permalink(request.url, path)
    return await _shown(datasette, request, page, permalink=permalink)


async def _shown(datasette: Browser, request: Request, page: ArticlePage, *, permalink: str) -> Response:
    path = datasette.urls.path(f"/article/{page.article.key}/v/{page.version.stamp}")
    return await answer(
        datasette,
        request,
        "article.html",
        page,
        permalink=permalink,
        seen=french.moments(line.first_seen_at for line in page.versions),
        version_permalink=datasette.permalink(request.url, path),
        **citation_values(datasette, request, page.cited),
    )


async def article_at(datasette: Browser, request: Request) -> Response:
    """`/article?url=…`: leads to the article that was found at an address of the site."""
    url = (request.args.get("url") or "").strip()
    key = found(
        await read(datasette, lambda connection: key_at(connection, url)),
        "Aucun article de cette archive n’a cette adresse.",
    )
    return Response.redirect(datasette.urls.path(f"/article/{key}"))


async def capture(datasette: Browser, request: Request) -> Response:
    """`/article/<key>/capture/<stamp>.warc.gz`: the WARC record of a capture, to keep."""
    key, stamp = request.url_vars["key"], request.url_vars["stamp"]
    place = found(
        await read(datasette, lambda connection: record_place(connection, key, stamp)),
        "Aucune capture de cet article n’a été faite à ce moment.",
    )
    content = found(
        record_bytes(datasette.folder / "warc", place), "Le fichier WARC de cette capture n’est pas dans cette archive."
    )
    return Response(
        content,
        content_type="application/warc",
        headers={"content-disposition": f'attachment; filename="{key}-{stamp}.warc.gz"'},
    )
