"""The first page: what this archive is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsarchive.browse.charts import monthly_chart
from newsarchive.browse.pages.answering import answer, read
from newsarchive.browse.reading.home import home_page

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

    from newsarchive.browse.app import Browser


async def home(datasette: Browser, request: Request) -> Response:
    """`/`"""
    page = await read(datasette, home_page)
    counted = {month.month: month.articles for month in page.months if month.month}
    return await answer(datasette, request, "home.html", page, chart=monthly_chart(counted))
