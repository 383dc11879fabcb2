"""Pages that stand between robots and a site: known by their words and headers, never worked around."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LARGEST = 60_000
"""Bytes; whatever is larger is a page of the site, also where it loads one of these scripts."""
_MARKS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("Cloudflare", re.compile(rb"<title>(?:Just a moment|Attention Required! \| Cloudflare)|cf-challenge|cf_chl_opt")),
    ("DataDome", re.compile(rb"captcha-delivery\.com")),
    ("Imperva", re.compile(rb"_Incapsula_Resource")),
    ("Anubis", re.compile(rb"id=[\"']anubis_")),
    ("AWS WAF", re.compile(rb"awsWafCookieDomainList|challenge\.js[\"'][^>]*>\s*</script>[^<]*AwsWafIntegration")),
    ("Akamai", re.compile(rb"<TITLE>Access Denied</TITLE>|/_sec/cp_challenge/")),
)
_PROSE = re.compile(rb"<(?:h1|article|item|entry|url|sitemap)[\s>]", re.IGNORECASE)


def challenge_in(headers: Mapping[str, str], body: bytes) -> str | None:
    """Whose challenge a response is, None for a page of the site; header names in lower case."""
    if headers.get("cf-mitigated") == "challenge":
        return "Cloudflare"
    if len(body) > _LARGEST:
        return None
    found = next((name for name, mark in _MARKS if mark.search(body)), None)
    is_page = len(_PROSE.findall(body)) > 1
    return None if is_page else found
