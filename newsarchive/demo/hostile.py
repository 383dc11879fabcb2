"""Pages no crawler should trip over: broken, endless, lying or absent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from newsarchive.demo.edition import Edition
from newsarchive.demo.exchange import Answer
from newsarchive.demo.grammar import slugify
from newsarchive.demo.rendering import render_article, render_listing, render_message
from newsarchive.demo.story import Story

DEPTH = 5_000
HUGE = 20 * 1024 * 1024


class Hostility(StrEnum):
    """What is wrong with a page."""

    EMPTY = "empty body"
    ERROR_PAGE = "error page served with 200"
    NO_HEADLINE = "no headline"
    TWO_HEADLINES = "two h1"
    FUTURE = "published in 2087"
    EPOCH = "published in 1970"
    LATIN1_AS_UTF8 = "latin-1 bytes declared utf-8"
    UTF8_AS_LATIN1 = "utf-8 bytes declared latin-1"
    MOJIBAKE = "utf-8 encoded twice"
    HUGE = "20 MB page"
    DEEP = "5000 levels deep"
    NULL_BYTES = "null bytes"
    UNCLOSED = "unclosed tags"
    ONLY_TEASERS = "only teasers"
    REDIRECT_LOOP = "redirect loop"
    UNAVAILABLE = "503 for ever"
    RECOVERING = "503 that recovers"
    BROKEN_GZIP = "broken gzip"
    CUT_OFF = "connection dropped midway"

    @property
    def yields_article(self) -> bool:
        """Whether a careful crawler ends with an article in the archive."""
        return self in _READABLE


_READABLE = {
    Hostility.TWO_HEADLINES,
    Hostility.FUTURE,
    Hostility.EPOCH,
    Hostility.LATIN1_AS_UTF8,
    Hostility.UTF8_AS_LATIN1,
    Hostility.MOJIBAKE,
    Hostility.DEEP,
    Hostility.NULL_BYTES,
    Hostility.UNCLOSED,
    Hostility.RECOVERING,
}

HOSTILE_PAGES = {f"/hostile-{slugify(kind)}/": kind for kind in Hostility}
"""Path to what is wrong there."""


def answer_hostile(edition: Edition, path: str, visit: int) -> Answer:
    """The answer at a path of HOSTILE_PAGES; `visit` counts the requests for it from 1."""
    kind = HOSTILE_PAGES[path]
    if kind is Hostility.REDIRECT_LOOP:
        return Answer(status=302, location=f"{path}?tour={visit}")
    if kind is Hostility.UNAVAILABLE or (kind is Hostility.RECOVERING and visit == 1):
        return Answer(status=503, body=b"<h1>Service indisponible</h1>", headers={"Retry-After": "1"})
    if kind is Hostility.ONLY_TEASERS:
        return Answer(body=render_listing(edition, path, "A lire aussi", edition.live[:12], 1, 1).encode())
    if kind is Hostility.ERROR_PAGE:
        return Answer(body=render_message(edition, path, "Page introuvable", "Cette page n'existe plus.").encode())
    html = render_article(edition, _victim(edition, path))
    if kind in _ON_THE_WIRE:
        return _ON_THE_WIRE[kind](html)
    return Answer(body=_IN_THE_TEXT.get(kind, str)(html).encode())


def _victim(edition: Edition, path: str) -> Story:
    """An ordinary article to be spoilt, with a headline of its own."""
    seed = next(story for story in edition.stories.values() if story.glued_prompt)
    return replace(
        seed,
        path=path,
        number=900_000 + len(path),
        headline=f"Le canal de Besançon rouvre aux bateaux : {HOSTILE_PAGES[path]}",
        glued_prompt=False,
        first_teasers=(),
    )


def _without_headline(html: str) -> str:
    return re.sub(r"<h1.*?</h1>|<title>.*?</title>", "", html)


def _with_second_headline(html: str) -> str:
    return html.replace("<main", "<h1>maCommune.info</h1>\n<main", 1)


def _dated(stamp: str) -> Callable[[str], str]:
    return lambda html: re.sub(r"(Publié|Mis à jour) le \d\d/\d\d/\d{4} - \d\d:\d\d", rf"\1 le {stamp}", html)


def _deep(html: str) -> str:
    """The nesting stands behind the article, so that a parser with a limit has seen the text."""
    return html.replace("</article>", f"</article>{'<div>' * DEPTH}<p>Au fond.</p>{'</div>' * DEPTH}", 1)


def _with_null_bytes(html: str) -> str:
    return html.replace(" le ", " \x00le ").replace("<p>", "<p>\x00")


def _unclosed(html: str) -> str:
    return re.sub(r"</(?:p|li|div|article|section|main|body|html)>", "", html)


def _misdeclared(html: str, charset: str) -> str:
    return html.replace('<meta charset="utf-8">', f'<meta charset="{charset}">')


def _twice_encoded(html: str) -> str:
    return html.encode().decode("cp1252", errors="replace")


_IN_THE_TEXT: dict[Hostility, Callable[[str], str]] = {
    Hostility.NO_HEADLINE: _without_headline,
    Hostility.TWO_HEADLINES: _with_second_headline,
    Hostility.FUTURE: _dated("12/03/2087 - 17:32"),
    Hostility.EPOCH: _dated("01/01/1970 - 01:00"),
    Hostility.MOJIBAKE: _twice_encoded,
    Hostility.DEEP: _deep,
    Hostility.NULL_BYTES: _with_null_bytes,
    Hostility.UNCLOSED: _unclosed,
}

_ON_THE_WIRE: dict[Hostility, Callable[[str], Answer]] = {
    Hostility.EMPTY: lambda html: Answer(),
    Hostility.LATIN1_AS_UTF8: lambda html: Answer(body=html.encode("latin-1", errors="replace")),
    Hostility.UTF8_AS_LATIN1: lambda html: Answer(
        body=_misdeclared(html, "iso-8859-1").encode(), content_type="text/html; charset=iso-8859-1"
    ),
    Hostility.HUGE: lambda html: Answer(
        body=html.replace("</main>", f"{'<p>Bla bla.</p>' * (HUGE // 15)}</main>").encode()
    ),
    Hostility.BROKEN_GZIP: lambda html: Answer(
        body=b"\x1f\x8b\x08\x00" + html.encode()[:5000], content_encoding="gzip"
    ),
    Hostility.CUT_OFF: lambda html: Answer(body=html.encode(), cut_at=9000),
}
