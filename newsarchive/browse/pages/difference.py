"""What changed between two versions of an article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from datasette.utils.asgi import Response

from newsarchive.browse import french
from newsarchive.browse.differing import passages
from newsarchive.browse.pages.answering import answer, found, read
from newsarchive.browse.reading.difference import DifferencePage, difference_page

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

    from newsarchive.browse.app import Browser

_NO_ARTICLE: Final = "Aucun article de cette archive ne porte ce nom."
_NO_VERSION: Final = "L’article n’a pas de version archivée à l’un de ces deux moments."


async def difference(datasette: Browser, request: Request) -> Response:
    """`/article/<key>/diff/<stamp>..<stamp>`: what became of the first version in the second."""
    key, stamps = request.url_vars["key"], (request.url_vars["before"], request.url_vars["after"])
    page = found(await read(datasette, lambda connection: difference_page(connection, key, stamps)), _NO_VERSION)
    return await _shown(datasette, request, page)


async def latest_difference(datasette: Browser, request: Request) -> Response:
    """`/article/<key>/diff`: leads to the versions named by `de` and `a`, else to the last two, if there are two."""
    key = request.url_vars["key"]
    page = found(await read(datasette, lambda connection: difference_page(connection, key)), _NO_ARTICLE)
    stamps = [version.stamp for version in page.versions]
    if len(stamps) < 2:
        return await _shown(datasette, request, page)
    chosen = [request.args.get("de") or stamps[-2], request.args.get("a") or stamps[-1]]
    found(set(stamps).issuperset(chosen) or None, _NO_VERSION)
    ending = ".json" if request.url_vars.get("format") else ""
    return Response.redirect(datasette.urls.path(f"/article/{key}/diff/{'..'.join(chosen)}{ending}"))


async def _shown(datasette: Browser, request: Request, page: DifferencePage) -> Response:
    times = [time for version in page.versions for time in (version.first_seen_at, version.last_seen_at)]
    return await answer(
        datasette,
        request,
        "difference.html",
        page,
        passages=passages(page.difference.pieces) if page.difference else (),
        seen=french.moments(times),
        steps=Counter(step.change for step in page.steps),
    )
