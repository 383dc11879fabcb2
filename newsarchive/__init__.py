"""Archives French regional news sites: every article, every version, every date, in one SQLite file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsarchive.items import Article

__all__ = ["__version__", "extract", "parse_date"]

__version__ = version("newsarchive")


def extract(html: bytes | str, url: str) -> Article:
    """The article of a page, read by its site's rules, or the generic ones where no site claims the address.

    Raises UnreadablePage (see newsarchive.errors) where the page holds no article.
    """
    from newsarchive.items import Page
    from newsarchive.normalise import normalise
    from newsarchive.sites import read, site_of

    body, encoding = (html.encode("utf-8", "replace"), "utf-8") if isinstance(html, str) else (html, None)
    page = Page(
        url=url,
        final_url=url,
        fetched_at=datetime.now(UTC),
        status=200,
        body=body,
        encoding=encoding,
        site=site_of(url).name,
    )
    return normalise(read(page))


def parse_date(text: str, reference: datetime | None = None) -> datetime | date:
    """French date text to an aware datetime (Europe/Paris), or a date where only a day is printed.

    `reference` (aware) is what relative forms and forms without a year are read against. Raises UnknownDate.
    """
    from newsarchive.dates import parse_date

    return parse_date(text, reference)
