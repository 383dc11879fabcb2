"""The first page: what this archive is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsarchive.browse.charts import monthly_chart
from newsarchive.browse.pages.answering import answer, read
from newsarchive.browse.reading.changes import latest_changes
from newsarchive.browse.reading.home import home_page

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

    from newsarchive.browse.app import Browser

LATEST: Final = 8
"""How many of the latest changes are shown."""


async def home(datasette: Browser, request: Request) -> Response:
    """`/`"""
    page, latest = await read(datasette, lambda connection: (home_page(connection), latest_changes(connection, LATEST)))
    counted = {month.month: month.articles for month in page.months if month.month}
    return await answer(datasette, request, "home.html", page, chart=monthly_chart(counted), latest=latest)
