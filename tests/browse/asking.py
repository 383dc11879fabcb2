"""Pages of a browser, asked for within this process."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from lxml import html

from newsarchive.browse.app import Browser


def get(browser: Browser, path: str, **given: Any) -> httpx.Response:  # noqa: ANN401
    """What the browser answers, asked with httpx's arguments; redirects are not followed."""
    answered: httpx.Response = asyncio.run(browser.client.get(path, **given))
    return answered


def shown(browser: Browser, path: str) -> html.HtmlElement:
    """The page at `path`, which must be there."""
    answered = get(browser, path)
    assert answered.status_code == 200, answered.text
    return html.document_fromstring(answered.text)


def told(browser: Browser, path: str) -> Any:  # noqa: ANN401
    """The JSON at `path`, which must be there."""
    answered = get(browser, path)
    assert answered.status_code == 200, answered.text
    return answered.json()


def words(element: html.HtmlElement) -> str:
    """The text of an element, in one line."""
    return " ".join(element.text_content().split())
