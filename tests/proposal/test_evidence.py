"""Which rules are declared: those that agree wherever they find something."""

from __future__ import annotations

from newsarchive.extraction.document import parse
from newsarchive.extraction.view import PageView
from newsarchive.proposal.evidence import gather, known_rules
from newsarchive.sites.generic import SITE as GENERIC

PAGE = """<html><head><title>{title}</title>
<meta property="article:published_time" content="2026-02-0{n}T10:00:00+01:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2026-02-0{n}T10:00:00+01:00",
"author": {{"name": "{author}"}}}}</script></head>
<body><h1>{title}</h1><p>{date}</p><p>Par {author}</p>
<p>Un paragraphe de l'article, assez long pour en être un.</p></body></html>"""


def verdicts(*dates: str) -> dict[str, str]:
    """Rule of `date_published` to verdict, for pages published on 1, 2 … February at ten that print these dates."""
    pages = [
        PAGE.format(title=f"Titre {n}", n=n, date=date, author="Ève Marchand") for n, date in enumerate(dates, start=1)
    ]
    views = [PageView(parse(page.encode(), "https://site.example/un/"), GENERIC.landmarks) for page in pages]
    findings = gather(views, known_rules(()))
    assert [f.known.rule.name for f in findings["authors"] if f.verdict == "kept"] == ["byline", "JSON-LD author"]
    return {f.known.rule.name: f.verdict for f in findings["date_published"]}


def test_a_printed_date_that_agrees_is_declared_first() -> None:
    found = verdicts("Publié le 01/02/2026 - 10:00", "Publié le 02/02/2026 - 10:00")
    assert next(rule for rule, verdict in found.items() if verdict == "kept") == "published line"
    assert found["JSON-LD datePublished"] == found["meta article:published_time"] == "kept"
    assert found["closing byline"] == "silent"


def test_a_rule_that_others_contradict_once_is_left_out() -> None:
    found = verdicts("Publié le 01/02/2026 - 10:00", "Publié le 01/01/2020 - 08:00")
    assert found["published line"] == "contradicted"
    assert found["JSON-LD datePublished"] == "kept"


def test_a_day_agrees_with_any_time_on_it() -> None:
    assert verdicts("1er février 2026", "2 février 2026")["date line"] == "kept"


def test_the_day_the_pages_were_made_is_nobodys() -> None:
    assert verdicts("6 février 2026", "6 février 2026", "6 février 2026")["date line"] == "constant"
