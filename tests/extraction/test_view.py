from newsarchive.extraction.document import parse
from newsarchive.extraction.lines import DateLine
from newsarchive.extraction.view import PageView
from newsarchive.sites import site_named


def dates(html: str) -> list[DateLine]:
    body = f"<title>Titre</title><h1>Titre</h1>{html}"
    return PageView(parse(body.encode(), "https://a.example/b/"), site_named("hebdo25").landmarks).printed_dates


def test_dates_under_a_heading_that_ends_the_article_are_not_its_own() -> None:
    below = "<h2>2 commentaires</h2><p>Merci.</p><p>Publié le 08/02/2026 - 11:00</p><p>Encore.</p>"
    assert dates(f"<p>28 novembre 2025</p><p>Texte.</p>{below}") == [DateLine("28 novembre 2025", None)]


def test_a_line_that_counts_comments_may_stand_before_the_date() -> None:
    assert dates("<p>2 commentaires</p><p>Publié le 08/02/2026 - 11:00</p>") == [
        DateLine("08/02/2026 - 11:00", "published")
    ]
