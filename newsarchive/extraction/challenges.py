"""Bot challenges: what a firewall or bot protection serves in the place of a page, told by its vendor's own marks.

Ordinary pages bear some of a vendor's marks too: Cloudflare's `/cdn-cgi/challenge-platform/scripts/jsd/`, DataDome's
`x-datadome`, PerimeterX's sensor, a captcha on a comment form. So the marks below are those of a challenge alone, and
they count on a page with next to no text alone: articles about such pages quote them, and are longer.

Sources:

- Cloudflare: https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response
- AWS WAF: https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
- DataDome: https://docs.datadome.co/reference/validate-request (`x-dd-b`)
- PerimeterX (HUMAN): https://github.com/PerimeterX/perimeterx-asp-net (its block page holds `#px-captcha`)
- Anubis: https://github.com/TecharoHQ/anubis
- Imperva, Akamai, Sucuri and the limits of all these marks: https://github.com/microlinkhq/is-antibot
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newsarchive.extraction.lines import date_lines
from newsarchive.extraction.reading import Piece

_HEADERS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("cf-mitigated", "Cloudflare", frozenset({"challenge"})),
    ("x-amzn-waf-action", "AWS WAF", frozenset({"challenge", "captcha"})),
    ("x-dd-b", "DataDome", frozenset({"1", "2"})),
)
"""(header, vendor, values that only a challenge has)."""
_MAX_CHARACTERS = 2_000
"""Text of a whole page, menus included, beyond which it is no challenge; the wordiest, Anubis's, has 1,500."""
_SHORT = 700
"""The same where a wording alone gives the challenge away."""
_TERSE = 300
"""The same where it has a captcha and speaks to robots, which news do as well."""
_MAX_MARKUP = 30_000
"""Bytes of a page that are searched: a challenge shows its marks early, most are no longer."""
_SCRIPT = rb"<script[^<>]{0,400}>[^<]{0,400}"
_TITLE = rb"<title>\s*MARK\s*</title>"
_CLOUDFLARE = rb".*(?:/cdn-cgi/challenge-platform|challenges\.cloudflare\.com)"
_MARKS: tuple[tuple[str, bytes, re.Pattern[bytes]], ...] = tuple(
    (vendor, mark, re.compile(pattern.replace(b"MARK", re.escape(mark)), re.IGNORECASE | re.DOTALL))
    for vendor, mark, pattern in (
        ("Cloudflare", b"_cf_chl_opt", _SCRIPT + rb"\bMARK\s*="),
        ("Cloudflare", b"/orchestrate/chl_page", rb"/cdn-cgi/challenge-platform/h/\w{1,9}MARK\b"),
        ("Cloudflare", b"Just a moment...", _TITLE + _CLOUDFLARE),
        ("Cloudflare", b"Un instant...", _TITLE + _CLOUDFLARE),
        ("Cloudflare", "Un instant…".encode(), _TITLE + _CLOUDFLARE),
        ("Cloudflare", b"Attention Required! | Cloudflare", _TITLE),
        ("DataDome", b"captcha-delivery.com", rb"<(?:script|iframe)\b[^<>]{1,400}\bMARK/"),
        ("PerimeterX", b"px-captcha", rb"<[^<>]{1,400}\bid=[\"']?MARK\b"),
        ("PerimeterX", b"captcha.px-cdn.net", rb"<script\b[^<>]{1,400}\bMARK/"),
        ("PerimeterX", b"captcha.px-cloud.net", rb"<script\b[^<>]{1,400}\bMARK/"),
        ("Imperva", b"_Incapsula_Resource", rb"<iframe\b[^<>]{1,400}/MARK\?"),
        ("AWS WAF", b"gokuProps", _SCRIPT + rb"\bMARK\s*="),
        ("Sucuri", b"sucuri_cloudproxy_js", _SCRIPT + rb"\bMARK\s*="),
        ("Sucuri", b"Sucuri WebSite Firewall - Access Denied", _TITLE),
        ("Anubis", b"anubis_challenge", rb"<script\b[^<>]{1,400}\bid=[\"']?MARK\b"),
        ("Anubis", b"/.within.website/x/cmd/anubis/", rb"<img\b[^<>]{1,400}MARK"),
    )
)
"""(vendor, mark, how it stands in tags and scripts, where no text can quote it). Few pages hold the bare mark."""
_BARE_IMPERVA = re.compile(rb"<script\b[^<>]{1,400}/_Incapsula_Resource\?", re.IGNORECASE)
"""On every page behind Imperva; a challenge has nothing else."""
_WORDINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (vendor, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for vendor, pattern in (
        ("Akamai", r"^Access Denied\b.*\bpermission to access \"?http.*\bReference #\w"),
        ("Imperva", r"^Request unsuccessful\. Incapsula incident ID|^Pardon Our Interruption\b"),
        ("PerimeterX", r"^Access to this page has been denied\b.*\b(?:automat|robot|bot\b|human)"),
    )
)
"""What the whole text of a page begins with."""
_WIDGET = re.compile(
    rb"<[^<>]{1,400}\bclass=[\"']?[^\"'<>]{0,200}\b(g-recaptcha|h-captcha|cf-turnstile)\b", re.IGNORECASE
)
_WIDGETS = {b"g-recaptcha": "reCAPTCHA", b"h-captcha": "hCaptcha", b"cf-turnstile": "Turnstile"}
_OTHER_FORMS = re.compile(rb"<textarea\b|type=[\"']?(?:password|radio)\b|<article\b|ld\+json", re.IGNORECASE)
"""Comment forms, logins and polls have captchas too, and stand on pages that are something else."""
_TO_VISITORS = re.compile(
    r"\b(?:vous|je|you|i'm)\b.{0,40}\b(?:robot|bot|humaine?|human)\b|\bv[ée]rifi?\w*.{0,40}\b(?:robot|humaine?|human)\b"
    r"|\b(?:résoudre|résolvez|compléter|solve|complete)\b.{0,30}\bcaptcha\b|\btrafic inhabituel\b|\bunusual traffic\b"
    r"|\bsecurity check\b|\bcontrôle de sécurité\b",
    re.IGNORECASE,
)


def announced(headers: Mapping[str, str]) -> str | None:
    """The vendor and mark of a challenge that says so in its headers (names in lower case); None for any other."""
    for name, vendor, values in _HEADERS:
        if (value := headers.get(name, "").strip().lower()) in values:
            return f"{vendor}, by its header {name}: {value}"
    if "x-sucuri-block" in headers:
        return "Sucuri, by its header x-sucuri-block"
    return None


def served(pieces: Iterable[Piece], markup: bytes) -> str | None:
    """The vendor and mark of a challenge that a page is, from its pieces and bytes; None for any other page."""
    lines: list[str] = []
    size = 0
    for piece in pieces:
        lines.append(piece.text)
        size += len(piece.text)
        if size > _MAX_CHARACTERS:
            return None
    text, markup = "\n".join(filter(None, lines)), markup[:_MAX_MARKUP]
    return _by_mark(markup) or (_by_wording(text, markup) if size <= _SHORT else None)


def _by_mark(markup: bytes) -> str | None:
    for vendor, mark, pattern in _MARKS:
        if mark in markup and pattern.search(markup):
            return f"{vendor}, by the mark «{mark.decode()}»"
    return None


def _by_wording(text: str, markup: bytes) -> str | None:
    for vendor, pattern in _WORDINGS:
        if pattern.search(text):
            return f"{vendor}, by the words «{text.splitlines()[0][:60]}»"
    if not text and _BARE_IMPERVA.search(markup):
        return "Imperva, by its script on a page without text"
    if (widget := _WIDGET.search(markup)) and _is_nothing_else(text, markup):
        return f"{_WIDGETS[widget[1].lower()]}, by its box on a page that holds nothing else"
    return None


def _is_nothing_else(text: str, markup: bytes) -> bool:
    """Whether a short page with a captcha has no other purpose."""
    if len(text) > _TERSE or _OTHER_FORMS.search(markup) or any(date_lines(line) for line in text.splitlines()):
        return False
    return not text or _TO_VISITORS.search(text) is not None
